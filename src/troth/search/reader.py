"""A reader of the log: keeps the index. On SQLite the index is a file of its own, and its bookmark lies in it."""

from collections.abc import Sequence

from troth.datamap.doors import Door, in_force, through
from troth.log import Event

from . import passages
from .change import Change
from .index import NAME
from .opened import own_file

__all__ = ["AT_ONCE", "KINDS", "NAME", "Own", "prepare", "write"]

KINDS = passages.KINDS
AT_ONCE = 200


def prepare(events: Sequence[Event]) -> list[Change]:
    """What `write` will write."""
    if own_file() is None:
        from .index_postgres import PostgresIndex

        PostgresIndex().be_whole()
    return passages.changes(events)


def write(changes: Sequence[Change]) -> None:
    """In the transaction that moves the bookmark: on PostgreSQL."""
    from .index_postgres import PostgresIndex

    _enter()
    PostgresIndex().write(changes)


class Own:
    """The same on SQLite: what it keeps, and how far it is."""

    def position(self) -> int:
        return self._index.position()

    def keep(self, changes: Sequence[Change], position: int, after: int) -> bool:
        _enter()
        return self._index.keep(changes, position, after)

    def throw_away(self) -> None:
        self._index.throw_away()

    def __init__(self) -> None:
        index = own_file()
        if index is None:
            raise RuntimeError("on PostgreSQL the index lies beside the log")
        self._index = index


def _enter() -> None:
    through(Door.INDEX, in_force(), NAME)
