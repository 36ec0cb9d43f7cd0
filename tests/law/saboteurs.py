"""The saboteurs and what became of them, as docs/saboteurs.md has them.

python -m tests.law.saboteurs docs/saboteurs.md               # or: ./dev docs
python -m tests.law.saboteurs docs/saboteurs.md run.json ...  # what became of them: troth privacy verify --format json
"""

import csv
import json
import sys
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from troth.verify.saboteur import Saboteur, saboteurs

CAUGHT = Path(__file__).parent.parent.parent / "docs" / "saboteurs.csv"
COLUMNS = ("saboteur", "end", "on", "why")
KILLED, SURVIVED, UNPLAYED = "killed", "survived", "not played yet"


@cache
def ends() -> dict[str, dict[str, str]]:
    """What became of each in the last run that played it."""
    if not CAUGHT.exists():
        return {}
    with CAUGHT.open(encoding="utf-8", newline="") as file:
        return {row["saboteur"]: row for row in csv.DictReader(file)}


def take(run: Path) -> None:
    """Keep what a run says of those that it played; of the others stays what was."""
    lines = [json.loads(line) for line in run.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    day = datetime.now(UTC).date().isoformat()
    told = {
        one["saboteur"]: {
            "saboteur": one["saboteur"], "end": KILLED if one["killed"] else SURVIVED, "on": day,
            "why": " ".join(str(one["why"]).split())[:200],
        }
        for one in lines if "saboteur" in one
    }  # fmt: skip
    kept = {name: row for name, row in {**ends(), **told}.items() if name in saboteurs()}
    ends.cache_clear()
    with CAUGHT.open("w", encoding="utf-8", newline="") as file:
        into = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        into.writeheader()
        into.writerows(kept[name] for name in sorted(kept))


def page() -> str:
    """The whole page, Markdown."""
    every, killed = saboteurs(), sum(_end(name) == KILLED for name in saboteurs())
    told = [_HEAD.format(all=len(every), killed=killed, rate=f"{killed / len(every):.1%}")]
    by: dict[str, list[Saboteur]] = defaultdict(list)
    for one in every.values():
        by[one.scenario].append(one)
    for scenario, of in sorted(by.items()):
        told += [f"\n## {scenario}", "| check | what is broken on purpose | end | what the check said |", "|-|-|-|-|"]
        for one in of:
            end = ends().get(one.name, {})
            why = end.get("why", "").replace("|", "\\|")
            told.append(f"| {one.check.partition('.')[2]} | {one.sentence} | {_end(one.name)} | {why} |")
    return "\n".join(told) + "\n"


def _end(name: str) -> str:
    return ends()[name]["end"] if name in ends() else UNPLAYED


_HEAD = """\
# Saboteurs

Made by `./dev docs` from the code and `saboteurs.csv`. A check that can't fail proves nothing. So each has its saboteurs, at least one for every failure that it names: a change of the product's code or data, never of the scenario, that must turn that very check BROKEN. `troth privacy verify --lab --saboteurs` plays them; one that survives is a fault of the check.

Of {all} saboteurs {killed} were killed in the last runs: **{rate}**. What the check said is what the operator would read.
"""  # noqa: E501  # lines of Markdown


if __name__ == "__main__":
    for run in sys.argv[2:]:
        take(Path(run))
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
