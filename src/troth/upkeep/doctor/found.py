"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from .installation import Installation

type State = Literal["ok", "warning", "broken", "skipped"]


class Found(msgspec.Struct, frozen=True):
    """says: one sentence, what is so. mend: one sentence, what to do; "" when all is well. see: the heading of
    docs/operate.md that tells more, as a link names it."""

    state: State
    says: str
    mend: str = ""
    see: str = ""


class Check(msgspec.Struct, frozen=True):
    """about: for the table of docs/operate.md. outside: needs the public address alone, so it can be done from any
    machine."""

    name: str
    about: str
    look: Callable[[Installation], Found]
    outside: bool = False


class CantLook(Exception):
    """Why there is nothing to look at; the end of a sentence. Whoever looks at that thing itself says that it is
    broken, all others that they skipped it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def ok(says: str) -> Found:
    return Found("ok", says)


def warning(says: str, mend: str, see: str) -> Found:
    return Found("warning", says, mend, see)


def broken(says: str, mend: str, see: str) -> Found:
    return Found("broken", says, mend, see)


def span(seconds: float) -> str:
    """As people say it."""
    for size, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"
