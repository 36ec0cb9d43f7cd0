"""From checks to verdicts: what is said of each promise of a profile."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from .attestations import Attested
from .checks import Found
from .names import every, known

type Word = Literal["KEPT", "BROKEN", "ATTESTED", "UNTESTED", "NOT PROMISED"]
WORDS: tuple[Word, ...] = ("KEPT", "BROKEN", "ATTESTED", "UNTESTED", "NOT PROMISED")


class Promised(msgspec.Struct, frozen=True):
    """What of a promise the verdict needs. by: machine, organisational or room:NAME. control: of an organisational
    one."""

    id: str
    text: str
    checks: tuple[str, ...]
    by: str
    control: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """level: of the evidence, the weakest of its checks. why: of what is not kept. until: of what is
    attested."""

    promise: str
    text: str
    word: Word
    level: int = 0
    why: str = ""
    checks: tuple[str, ...] = ()
    until: datetime | None = None


def verdict(promised: Promised, found: Mapping[str, Found], attested: Attested, now: datetime) -> Verdict:
    """found: by `scenario.check`, of this profile's values."""
    word, level, why = _judged(promised, found, attested, now)
    until = attested.get(promised.control) if word == "ATTESTED" else None
    counts = until if isinstance(until, datetime) else None
    return Verdict(promised.id, promised.text, word, level, why, promised.checks, counts)


def verdicts(
    promises: Sequence[Promised], found: Mapping[str, Found], attested: Attested, now: datetime
) -> list[Verdict]:
    """Those of the profile's promises, and a NOT PROMISED for each check that none of them names."""
    named = {check for one in promises for check in one.checks}
    silent = [Verdict(one, "", "NOT PROMISED") for one in every() if one not in named]
    return [*(verdict(one, found, attested, now) for one in promises), *silent]


def counts(of: Iterable[Verdict]) -> dict[Word, int]:
    told: dict[Word, int] = dict.fromkeys(WORDS, 0)
    for one in of:
        told[one.word] += 1
    return told


def level(of: Iterable[Verdict]) -> int:
    """The highest that a kept promise reached; 0 where nothing was looked at."""
    return max((one.level for one in of if one.word == "KEPT"), default=0)


def _judged(promised: Promised, found: Mapping[str, Found], attested: Attested, now: datetime) -> tuple[Word, int, str]:
    seen = {check: found.get(check) or Found("untested", why=_never(check)) for check in promised.checks}
    if broken := [f"{check}: {one.why}" for check, one in seen.items() if one.outcome == "broken"]:
        return "BROKEN", 0, "; ".join(broken)
    if promised.by.startswith("room:"):  # what of it can be played can break it, and never keep it
        return "UNTESTED", 0, f"it waits for {promised.by.removeprefix('room:')}, which is not built"
    if untested := [f"{check}: {one.why}" for check, one in seen.items() if one.outcome == "untested"]:
        return "UNTESTED", 0, "; ".join(untested)
    if promised.by == "organisational":
        until = attested.get(promised.control)
        if until is None:
            return "BROKEN", 0, f"nobody has attested the control {promised.control or '(none named)'}"
        if isinstance(until, str):
            return "BROKEN", 0, until
        if until <= now:
            return "BROKEN", 0, f"the evidence for the control {promised.control} ended on {until:%Y-%m-%d}"
        return "ATTESTED", 0, f"until {until:%Y-%m-%d}"
    if not seen:
        return "UNTESTED", 0, "no check is named for it"
    return "KEPT", min(one.level for one in seen.values()), ""


def _never(check: str) -> str:
    return "it was not played" if known(check) else "there is no such check"
