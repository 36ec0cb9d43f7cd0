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
    ("p99_ms_beside_pages", "PostgreSQL"): (25, 15, False),
    ("p99_ms_beside_pages", "SQLite"): (25, 15, False),
    ("p99_ms_beside_idle", "PostgreSQL"): (25, 15, False),
    ("p99_ms_beside_idle", "SQLite"): (25, 15, False),
    ("idle_visitor_kib", "PostgreSQL"): (24, 16, False),
    ("idle_visitor_kib", "SQLite"): (24, 16, False),
    ("loader_brotli_bytes", "-"): (6 * 1024, 4 * 1024, False),
    ("panel_brotli_bytes", "-"): (30 * 1024, 20 * 1024, False),
    ("start_s", "PostgreSQL"): (5, 5, False),
    ("restore_million_s", "PostgreSQL"): (300, 120, False),
    ("restore_million_s", "SQLite"): (300, 120, False),
    ("start_s", "SQLite"): (5, 5, False),
    ("message_cost_ratio", "PostgreSQL"): (1.5, 1.2, False),
    ("message_cost_ratio", "SQLite"): (2.5, 2, False),
    ("inbox_p95_ms", "PostgreSQL"): (200, 100, False),
    ("inbox_p95_ms", "SQLite"): (200, 100, False),
    ("search_p95_ms", "PostgreSQL"): (300, 150, False),
    ("search_p95_ms", "SQLite"): (300, 150, False),
    ("p99_ms_over_millions", "PostgreSQL"): (25, 15, False),
    ("p99_ms_over_millions", "SQLite"): (25, 15, False),
    ("reconnect_10000_s", "PostgreSQL"): (10, 5, False),
    ("reconnect_10000_s", "SQLite"): (10, 5, False),
    ("gateways_p99_ms_at_1000_per_s", "PostgreSQL"): (25, 15, False),
    ("gateways_p99_ms_beside_units", "PostgreSQL"): (25, 15, False),
    ("sequencer_recovery_s", "PostgreSQL"): (5, 2, False),
    ("guards_cost_percent", "PostgreSQL"): (10, 5, False),
    ("guards_cost_percent", "SQLite"): (10, 5, False),
    ("soak_growth_percent", "PostgreSQL"): (5, 2, False),
    ("soak_growth_percent", "SQLite"): (5, 2, False),
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
    told = {"p50_ms", "p99_ms", "ack_p99_ms", "worst_ms", "lost", "doubled", "steal_cores", "core_speed", "plain_per_s",
            "readers_lag_at_end", "server_core_used", "senders", "visitors", "connected_at_end", "each_s", "parts",
            "alone_p99_ms", "pages_a_second", "page_p95_ms", "worst",
            "empty_ms", "empty_beside_pages_ms", "large_beside_pages_ms", "ratio",
            "empty_per_s", "large_per_s",
            "one", "one_each", "two_each", "two_ack_p99_ms", "two_same_gateway_p99_ms", "two_other_gateway_p99_ms",
            "units_per_s", "unit_p99_ms", "alone_each", "beside_each", "beside_ack_p99_ms",
            "each_recovery_s", "each_caught_up_s", "each_visitors_back_s", "pinned",
            "minutes", "messages", "rss_mib_each_minute", "handles_at_a_third", "handles_at_end",
            "each_p50_ms", "each_p99_ms", "backup_s", "check_s", "backup_mib",
            "guarded_per_s", "unguarded_per_s"}  # fmt: skip
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
