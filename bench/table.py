"""Put measured figures into docs/benchmarks.md, beside their bars and goals.

    ./dev bench | tee figures.jsonl; python -m bench.table < figures.jsonl

Lines of the database that was not measured this time stay as they are.
"""

import json
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: written by python -m bench.table -->", "<!-- end of figures -->"

# (figure, database) -> bar, goal; whether more is better. DESIGN.md's budgets.
WANTED: dict[tuple[str, str], tuple[float, float, bool]] = {
    ("delivered_per_s", "PostgreSQL"): (5_000, 10_000, True),
    ("delivered_per_s", "SQLite"): (3_500, 6_000, True),
    ("p99_ms_at_1000_per_s", "PostgreSQL"): (25, 15, False),
    ("p99_ms_at_1000_per_s", "SQLite"): (25, 15, False),
    ("idle_visitor_kib", "PostgreSQL"): (24, 16, False),
    ("idle_visitor_kib", "SQLite"): (24, 16, False),
    ("loader_brotli_bytes", "-"): (6 * 1024, 4 * 1024, False),
    ("panel_brotli_bytes", "-"): (30 * 1024, 20 * 1024, False),
    ("start_s", "PostgreSQL"): (5, 5, False),
    ("start_s", "SQLite"): (5, 5, False),
}


def row(figure: dict[str, Any]) -> tuple[str, str]:
    """(what the row is of, the row)."""
    context = figure["context"]
    database = context.get("database", "-").split(",")[0].split(" ")[0]
    value, wanted = figure["value"], WANTED.get((figure["name"], database))
    verdict = bar = goal = ""
    if wanted is not None:
        bar, goal = f"{wanted[0]:,}", f"{wanted[1]:,}"
        ahead = [value >= mark if wanted[2] else value <= mark for mark in wanted[:2]]
        verdict = "goal" if ahead[1] else "bar" if ahead[0] else "**missed**"
    told = {"p50_ms", "p99_ms", "ack_p99_ms", "worst_ms", "lost", "doubled", "steal_cores", "readers_lag_at_end",
            "server_core_used", "senders", "visitors", "connected_at_end", "each_s", "parts"}  # fmt: skip
    more = ", ".join(f"{name} {json.dumps(context[name])}" for name in context if name in told).replace('"', "")
    command = f"`./dev bench --only {figure['name']}`"
    cells = [figure["name"], database, bar, goal, f"{value:,} {figure['unit']}", verdict, more, command]
    return f"| {figure['name']} | {database} |", "| " + " | ".join(cells) + " |"


def main() -> None:
    page = PAGE.read_text()
    before, rest = page.split(BEGIN, 1)
    table, after = rest.split(END, 1)
    lines = [line for line in table.strip().splitlines() if line.startswith("| ")][1:]
    rows = {"|".join(line.split("|")[:3]) + "|": line for line in lines}
    for line in sys.stdin:
        key, text = row(json.loads(line))
        rows[key] = text
    head = "| figure | database | bar | goal | measured | reached | with | command |\n|-|-|-:|-:|-:|-|-|-|"
    body = "\n".join(rows[key] for key in sorted(rows))
    PAGE.write_text(f"{before}{BEGIN}\n{head}\n{body}\n{END}{after}")


if __name__ == "__main__":
    main()
