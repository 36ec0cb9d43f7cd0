"""What an operator looks at from outside: the events that readers went on without. The server may run meanwhile."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

import msgspec

from troth.kernel.config import Config

from . import store_sqlite
from .moments import moment


class Parked(msgspec.Struct, frozen=True):
    """reader: its name. position: the event's, in the order of all streams. reason: the class of what was raised, the
    trace is in the server's own log at that moment. at: UTC."""

    reader: str
    position: int
    reason: str
    at: datetime


def parked(config: Config) -> list[Parked]:
    """What is parked, the oldest first."""
    with _cursor(config) as cursor:
        cursor.execute("SELECT name, position, reason, at FROM log_parked ORDER BY position, name")
        return [Parked(name, position, reason, moment(at)) for name, position, reason, at in cursor.fetchall()]


def looked_at(config: Config, seen: list[Parked]) -> None:
    """An operator knows of these: they are no reason any more for /health to be red. The readers do not go back."""
    mark = "?" if config.database.kind == "sqlite" else "%s"
    with _cursor(config) as cursor:
        for one in seen:
            cursor.execute(
                f"DELETE FROM log_parked WHERE name = {mark} AND position = {mark}", (one.reader, one.position)
            )


@contextmanager
def _cursor(config: Config) -> Iterator[Any]:
    if config.database.kind == "sqlite":
        with closing(store_sqlite.connect(config.database.path)) as connection:
            yield connection.cursor()  # each statement is a transaction of its own
        return
    import psycopg

    with psycopg.connect(config.database.url, autocommit=True) as server:
        yield server.cursor()
