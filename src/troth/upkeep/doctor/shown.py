"""What was found, for people and for machines."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from troth import __version__

from .examine import Row
from .found import State

MARKS: dict[State, str] = {"broken": "✗", "warning": "!", "ok": "✓", "skipped": "-"}  # the worst first
MORE = "docs/operate.md#"


def text(about: str, rows: Sequence[Row]) -> str:
    """The table: what is broken first."""
    width = max(len(row.name) for row in rows)
    lines = [about]
    for state, mark in MARKS.items():
        for row in rows:
            if row.found.state == state:
                lines.append(f"{mark} {row.name:{width}}  {row.found.says}")
                if row.found.mend:
                    lines.append(f"  {'':{width}}  → {row.found.mend} ({MORE}{row.found.see})")
    return "\n".join([_plain(line) for line in lines] + [_sum(rows)])


def _plain(line: str) -> str:
    """Part of it was said by whoever answers at the public address: nothing that a terminal would obey."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in line)


def as_json(about: str, rows: Sequence[Row]) -> str:
    counted = _count(rows)
    checks = [
        {
            "name": row.name,
            "state": row.found.state,
            "says": row.found.says,
            **({"mend": row.found.mend, "see": MORE + row.found.see} if row.found.mend else {}),
        }
        for row in rows
    ]
    told: dict[str, Any] = {"ok": not counted["broken"], "version": __version__, "about": about, "checks": checks}
    return json.dumps({**told, "counted": {state: counted[state] for state in MARKS}}, ensure_ascii=False)


def _count(rows: Sequence[Row]) -> Counter[State]:
    return Counter(row.found.state for row in rows)


def _sum(rows: Sequence[Row]) -> str:
    counted = _count(rows)
    names = {"broken": "broken", "warning": "warnings", "ok": "well", "skipped": "skipped"}
    return ", ".join(f"{counted[state]} {names[state]}" for state in MARKS) + "."
