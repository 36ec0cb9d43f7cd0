"""The 288 promises of the five founding policies, as docs/promises.csv has them, and docs/promises.md made of it.

python -m tests.law.promises docs/promises.md               # or: ./dev docs
python -m tests.law.promises docs/promises.md run.json      # with what a run found: troth privacy verify --format json
"""

import csv
import hashlib
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PROFILES = ROOT / "tests" / "privacy" / "profiles"
VERDICTS = "promises-verdicts.csv"
WORDS = ("KEPT", "BROKEN", "ATTESTED", "UNTESTED")
MACHINE, ORGANISATIONAL, ROOM = "machine", "organisational", "room:"
SEEDS = {
    "deskmoz": "DeskMoz", "saleschat": "SalesChat", "deskpro": "Deskpro", "jivochat": "JivoChat", "zopim": "Zopim",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A promise. needs: machine, organisational, or room:NAME of a room that is not built."""

    id: str
    seed: str
    kind: str
    promise: str
    needs: str
    control: str
    checks: tuple[str, ...]
    parameters: tuple[str, ...]

    @property
    def way(self) -> str:
        """machine, organisational or room."""
        return self.needs.partition(":")[0]


@dataclass(frozen=True)
class Check:
    """observed: what must be seen. level: of the evidence. needs: what a play takes."""

    name: str
    observed: str
    level: int
    needs: tuple[str, ...]

    @property
    def scenario(self) -> str:
        return self.name.partition(".")[0]


@cache
def rows() -> tuple[Row, ...]:
    return tuple(
        Row(
            id=row["id"], seed=row["seed"], kind=row["kind"], promise=row["promise"], needs=row["needs"],
            control=row["control"], checks=tuple(row["checks"].split()), parameters=tuple(row["parameters"].split()),
        )
        for row in _table("promises.csv")
    )  # fmt: skip


@cache
def checks() -> dict[str, Check]:
    found = (
        Check(row["check"], row["observed"], int(row["level"]), tuple(row["needs"].split()))
        for row in _table("promises-checks.csv")
    )
    return {one.name: one for one in found}


@dataclass(frozen=True)
class Verdict:
    """What the last run said of a promise. on: the day."""

    id: str
    verdict: str
    level: str
    on: str
    why: str


@cache
def verdicts() -> dict[str, Verdict]:
    """Of the last run that was taken; empty where none was."""
    return {row["id"]: Verdict(**row) for row in _table(VERDICTS)} if (DOCS / VERDICTS).exists() else {}


def take(run: Path) -> None:
    """Keep what a run of the five profiles found: its JSON, a line for each promise."""
    lines = [json.loads(line) for line in run.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    told = {one["promise"]: one for one in lines if one.get("profile") in SEEDS}
    missing = [row.id for row in rows() if row.id not in told]
    if missing:
        raise SystemExit(f"The run says nothing of {len(missing)} promises, {missing[0]} among them.")
    day = datetime.now(UTC).date().isoformat()
    with (DOCS / VERDICTS).open("w", encoding="utf-8", newline="") as file:
        into = csv.writer(file, lineterminator="\n")
        into.writerow(Verdict.__annotations__)
        for row in rows():
            one = told[row.id]
            level = one["level"] if one["word"] == "KEPT" else ""
            into.writerow([row.id, one["word"], level, day, " ".join(str(one["why"]).split())[:200]])


@cache
def rooms() -> dict[str, str]:
    return {row["room"]: row["what it would bring"] for row in _table("promises-rooms.csv")}


def lock(of: Iterable[Row]) -> str:
    """Of which promise needs what: another one says that some promise needs something else now."""
    return hashlib.sha256("".join(f"{row.id} {row.needs}\n" for row in of).encode()).hexdigest()[:16]


def page() -> str:
    """The whole page, Markdown."""
    count = Counter(row.way for row in rows())
    head = _HEAD.format(
        all=len(rows()), machine=count[MACHINE], people=count[ORGANISATIONAL], rooms=count["room"],
        checks=len(checks()), scenarios=len({one.scenario for one in checks().values()}),
    )  # fmt: skip
    parts = [head, *_counts(), *_last_run(), *_not_built(), *_words_of_people()]
    for seed, name in SEEDS.items():
        parts += _seed(name, [row for row in rows() if row.seed == seed])
    return "\n".join([*parts, *_checks()]) + "\n"


_HEAD = """\
# What is promised

Made by `./dev docs` from `promises.csv`. Troth is built from five published privacy policies of chat companies: {all} sentences that somebody promised to people, here in our own words. This page says of each **who can tell whether it is kept**.

| | promises | what it means |
|-|-|-|
| **machine** | {machine} | `troth privacy verify` plays it against the running server. It is KEPT when every check beside it passed, else BROKEN |
| **people** | {people} | no machine can see it: guards at a door, a signed contract. Somebody attests it with evidence, and it is ATTESTED until a day; the checks beside it hold what a machine can see of it, and can break it |
| **not built** | {rooms} | it needs a part of the product that is not there. It is UNTESTED, never kept; what of it can be played already is played, and can break it |

The {checks} checks belong to {scenarios} scenarios, [below](#checks). Each says how deep it looks: 0 what is declared, 1 what HTTP or a browser shows, 2 rows and indexes, 3 raw bytes, 4 a restored backup. The same promise of two policies has the same checks, played with the values of each: “we honour Do Not Track” and “we do not respond to it” are both kept, by whom they were made.

Changing what a promise needs takes a line in [decision 0022](decisions/0022-what-a-promise-needs.md).
"""  # noqa: E501  # lines of Markdown


def _counts() -> list[str]:
    told = ["## How many", "| policy | promises | machine | people | not built |", "|-|-|-|-|-|"]
    for seed, name in SEEDS.items():
        of = [row for row in rows() if row.seed == seed]
        told.append(_counted(f"[{name}](#{seed})", of))
    return [*told, _counted("all", rows())]


def _last_run() -> list[str]:
    if not verdicts():
        return []
    day = next(iter(verdicts().values())).on
    told = [
        f"\n## The last run\n{day}, all five in a lab of their own.\n",
        f"| policy | {' | '.join(WORDS)} |",
        "|-|-|-|-|-|",
    ]
    for seed, name in SEEDS.items():
        count = Counter(verdicts()[row.id].verdict for row in rows() if row.seed == seed)
        told.append(f"| {name} | {' | '.join(str(count[word]) for word in WORDS)} |")
    broken = [f"- [{one.id}](#{one.id}): {one.why}" for one in verdicts().values() if one.verdict == "BROKEN"]
    return [*told, *(["\nBroken:", *broken] if broken else [])]


def _counted(name: str, of: Iterable[Row]) -> str:
    count = Counter(row.way for row in of)
    return f"| {name} | {count.total()} | {count[MACHINE]} | {count[ORGANISATIONAL]} | {count['room']} |"


def _not_built() -> list[str]:
    waiting = defaultdict(list)
    for row in rows():
        if row.way == "room":
            waiting[row.needs.removeprefix(ROOM)].append(row)
    told = ["\n## Not built", "| part | what it would bring | promises that wait for it |", "|-|-|-|"]
    return [*told, *(f"| `{room}` | {rooms()[room]} | {_links(of)} |" for room, of in sorted(waiting.items()))]


def _words_of_people() -> list[str]:
    told = ["\n## By the word of people", "| control | what is attested | by | every | promises |", "|-|-|-|-|-|"]
    for name, of in sorted(_by_control().items()):
        control = next(said["controls"][name] for said in profiles().values() if name in said.get("controls", {}))
        told.append(f"| `{name}` | {control['what']} | {control['owner']} | {control['every']} | {_links(of)} |")
    return told


def _by_control() -> dict[str, list[Row]]:
    by = defaultdict(list)
    for row in rows():
        if row.control:
            by[row.control].append(row)
    return by


@cache
def profiles() -> dict[str, dict[str, Any]]:
    """seed -> the profile that keeps its words, as TOML has it."""
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(PROFILES.glob("*.toml"))}


def _seed(name: str, of: list[Row]) -> list[str]:
    run = bool(verdicts())
    told = [f"\n## {name}", f"| id | what is promised | needs | played by |{' last run |' if run else ''}"]
    told.append("|-|-|-|-|" + ("-|" if run else ""))
    for row in of:
        needs = {"room": f"not built: `{row.needs.removeprefix(ROOM)}`", ORGANISATIONAL: f"people: `{row.control}`"}
        by = ", ".join(f"[{check}](#{check.partition('.')[0]})" for check in row.checks)
        line = f'| <a id="{row.id}"></a>{row.id} | {row.promise} | {needs.get(row.way, row.way)} | {by} |'
        told.append(line + (f" {_found(verdicts()[row.id])} |" if run else ""))
    return told


def _found(one: Verdict) -> str:
    return f"{one.verdict}, level {one.level}" if one.level else one.verdict


def _checks() -> list[str]:
    promised = defaultdict(list)
    for row in rows():
        for check in row.checks:
            promised[check].append(row)
    told, scenario = ["\n## Checks"], ""
    for one in checks().values():
        if one.scenario != scenario:
            scenario = one.scenario
            told += [f"\n### {scenario}", "| check | what must be seen | level | promises |", "|-|-|-|-|"]
        told.append(f"| {one.name.partition('.')[2]} | {one.observed} | {one.level} | {_links(promised[one.name])} |")
    return told


def _links(of: Iterable[Row]) -> str:
    return ", ".join(f"[{row.id}](#{row.id})" for row in of)


def _table(name: str) -> list[dict[str, str]]:
    with (DOCS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def locked(text: str) -> list[str]:
    """The digests that decision 0022 names, the newest last; each line says what changed and why."""
    return re.findall(r"^\| `([0-9a-f]{16})` \| .{20,} \|$", text, re.M)


if __name__ == "__main__":
    for run in sys.argv[2:]:
        take(Path(run))
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
