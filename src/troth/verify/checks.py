"""What a play found out: a check is a few lines of a scenario, and a failed assertion in them is a broken promise."""

import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

import msgspec

type Outcome = Literal["kept", "broken", "untested"]
LONGEST = 400  # characters of a sentence

_OURS = "/troth/verify/"
NEVER_RAN = "the scenario ended before it"


class Found(msgspec.Struct, frozen=True):
    """One check of one play. level: the evidence, 0 to 4, of one that was kept. why: the sentence, else ""."""

    outcome: Outcome
    level: int = 0
    why: str = ""


class Enough(Exception):
    """The one check that was asked for is done: the rest need not be played."""


class Unplayable(Exception):
    """What this scenario needs is not there; the text says what. Its checks are UNTESTED."""


class Checks:
    """Collects them. only: end the play after this one."""

    def __init__(self, names: Sequence[str], only: str = "") -> None:
        self._names, self._only = names, only
        self._found: dict[str, Found] = {}

    @contextmanager
    def check(self, name: str, level: int) -> Iterator[None]:
        """A failed assertion in the block is BROKEN, and the play goes on; any other error is the scenario's own."""
        if name not in self._names:
            raise LookupError(f"names.py has no check {name!r} for this scenario")
        try:
            yield
        except AssertionError as failed:
            self._note(name, Found("broken", why=_sentence(failed)))
        except Exception as error:
            self._note(name, Found("untested", why=told(error)))
            raise
        else:
            self._note(name, Found("kept", level=level))
        if name == self._only:
            raise Enough

    def found(self, ended: str = "") -> Mapping[str, Found]:
        """All of them. ended: why the play ended early, "" when it did not."""
        missing = Found("untested", why=ended or NEVER_RAN)
        return {name: self._found.get(name, missing) for name in self._names}

    def _note(self, name: str, found: Found) -> None:
        """A check in a loop is as good as its worst turn."""
        before = self._found.get(name)
        if before is None or _WORSE[found.outcome] >= _WORSE[before.outcome]:
            level = min(found.level, before.level) if before and before.outcome == found.outcome else found.level
            self._found[name] = msgspec.structs.replace(found, level=level)


_WORSE = {"kept": 0, "untested": 1, "broken": 2}


def told(error: BaseException) -> str:
    """An error of the scenario itself, and where it was raised."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if _OURS in one.filename]
    where = f", {frames[-1].filename.rpartition(_OURS)[2]}:{frames[-1].lineno}" if frames else ""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}{where}"[:LONGEST] if not isinstance(error, Unplayable) else text[:LONGEST]


def _sentence(failed: AssertionError) -> str:
    """The words of the assertion, else the line of code that failed."""
    if text := " ".join(str(failed).split()):
        return text[:LONGEST]
    frames = traceback.extract_tb(failed.__traceback__)
    return f"not so: {(frames[-1].line or '').removeprefix('assert ')}"[:LONGEST] if frames else "not so"
