"""What a reader of the log is: a name for its bookmark, and what it does with events."""

from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from troth.datamap import Purpose
from troth.log import Event


class Own(Protocol):
    """A result that lies in a file of its own, with its bookmark: whoever writes into the log never waits for it."""

    def position(self) -> int: ...

    def keep(self, given: Any, position: int, after: int) -> bool:
        """Handle what was given and move the bookmark: both or neither. Neither, and False, where the bookmark does not
        stand at `after`: another file took the place of this one, and lacks what is before."""
        ...

    def throw_away(self) -> None:
        """It is of another log. Begin with an empty one."""
        ...


class Reader(msgspec.Struct, frozen=True):
    """name: of the bookmark, for ever. handle: runs in a thread inside the transaction that moves the bookmark; only
    statements, no network; may see an event again after a failure. An event at which it fails again and again is
    parked: the reader goes on without it, and /health is red until an operator looked. kinds: it cares for these alone
    (None: all), so that no transaction is spent on the others. prepare: what is slow, before the transaction; `handle`
    then gets what it made of the events instead of them. at_once: events, at most. own: keeps it in the place of
    `handle`, on SQLite. polite: it can wait while others have much to do. hurried: all that it makes can be made again
    from the log, and nobody outside was told of it, so that its transactions wait for no disk on PostgreSQL."""

    name: str
    handle: Callable[[Any], None]
    kinds: frozenset[int] | None = None
    prepare: Callable[[list[Event]], Any] | None = None
    at_once: int = 200
    purpose: Purpose | None = None  # without one it is not run
    own: Own | None = None
    polite: bool = False
    hurried: bool = False

    def cares_for(self, events: list[Event]) -> list[Event]:
        kinds = self.kinds
        return events if kinds is None else [event for event in events if event.kind in kinds]
