"""Walks every stream from its first event to its head: no number is missing or doubled, `after_all` is right, each box
opens, and each commitment follows from the one before. For an operator's commands, on a database nobody writes."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import msgspec

from troth.kernel.config import Config
from troth.vault import Keyring
from troth.wire.events import Audience

from . import store_sqlite
from .dialect_postgres import Postgres
from .dialect_sqlite import SQLite
from .folding import HeadState, commitment
from .opening import COLUMNS, Opener
from .running import rows as run_rows
from .shapes import Event

STEP = 2_000  # events at once
_BEFORE_THE_FIRST = bytes(32)
NAMED = 20  # faults that are told one by one
MOST_OF_ONE = 20_000  # events of one stream; a longer one is left to the whole walk
_HEAD = "workspace, stream, last_seq, last_all, last_commit, at, state"


class Verified(msgspec.Struct):
    """erased: events whose key was destroyed. faults: how many events or streams are not as they were written; named:
    the first of them, each as a sentence without anybody's words."""

    streams: int = 0
    events: int = 0
    erased: int = 0
    faults: int = 0
    named: list[str] = []

    def fault(self, sentence: str) -> None:
        self.faults += 1
        if len(self.named) < NAMED:
            self.named.append(sentence)


class _Stream:
    """One stream while its events pass by."""

    def __init__(self, head: HeadState, keyring: Keyring, found: Verified) -> None:
        self.id, self.place = head.stream, head.workspace.bytes + head.stream.bytes
        self._head, self._keyring, self._found = head, keyring, found
        self._seq = self._all = 0
        self._commit = _BEFORE_THE_FIRST

    def take(self, event: Event, salt: bytes) -> None:
        if event.seq != self._seq + 1:
            self._found.fault(f"stream {self.id}: after event {self._seq} comes {event.seq}")
        if event.after_all != self._all:
            self._found.fault(f"stream {self.id}: event {event.seq} points at {event.after_all}, not at {self._all}")
        if salt:
            if commitment(salt, self.place, event.seq, self._commit, event.body) != event.commitment:
                self._found.fault(f"stream {self.id}: event {event.seq} is not what was committed to")
        elif self._keyring.key(event.key_id) is not None:
            self._found.fault(f"stream {self.id}: event {event.seq} does not open with its key")
        else:
            self._found.erased += 1
        self._seq, self._commit = event.seq, event.commitment
        if event.audience == Audience.ALL:
            self._all = event.seq

    def end(self) -> None:
        head = self._head
        if (self._seq, self._all, self._commit) != (head.last_seq, head.last_all, head.last_commit):
            self._found.fault(f"stream {self.id}: its head is at {head.last_seq}, its last event is {self._seq}")
        self._found.streams += 1


def verify(
    config: Config, keyring: Keyring, most: int | None = None, told: Callable[[int], None] = lambda _: None
) -> Verified:
    """Of all streams, or only of the `most` that changed last. told: called with how many events were walked."""
    found = Verified()
    dialect = SQLite() if config.database.kind == "sqlite" else Postgres()
    opener = Opener(keyring, dialect.uuid)
    with _cursors(config) as (heads, events):
        if most is None:
            heads.execute(f"SELECT {_HEAD} FROM log_head ORDER BY workspace, stream")
            events.execute(f"SELECT {COLUMNS}, 0 FROM log_event ORDER BY workspace, stream, seq")
            _walk((dialect.head(row)[1] for row in heads), _opened(events, opener, told), keyring, found)
            return found
        heads.execute(f"SELECT {_HEAD} FROM log_head ORDER BY at DESC LIMIT {int(most)}")
        for head in [dialect.head(row)[1] for row in heads.fetchall()]:
            rows = run_rows(heads, dialect.read((head.workspace, head.stream), 0, None, MOST_OF_ONE, True))
            if len(rows) < MOST_OF_ONE:
                _walk(iter([head]), iter(list(opener.with_salt(rows))), keyring, found)
    return found


def _walk(heads: Iterator[HeadState], events: Iterator[tuple[Event, bytes]], keyring: Keyring, found: Verified) -> None:
    """Both in the order of workspace and stream."""
    upcoming = next(events, None)
    for head in heads:
        stream = _Stream(head, keyring, found)
        while upcoming is not None and (place := _place(upcoming[0])) <= stream.place:
            found.events += 1
            if place == stream.place:
                stream.take(*upcoming)
            else:
                found.fault(f"stream {upcoming[0].stream}: it has an event and no head")
            upcoming = next(events, None)
        stream.end()
    while upcoming is not None:
        found.events += 1
        found.fault(f"stream {upcoming[0].stream}: it has an event and no head")
        upcoming = next(events, None)


def _opened(cursor: Any, opener: Opener, told: Callable[[int], None]) -> Iterator[tuple[Event, bytes]]:
    count = 0
    while rows := cursor.fetchmany(STEP):
        yield from opener.with_salt(rows)
        told(count := count + len(rows))


def _place(event: Event) -> bytes:
    return event.workspace.bytes + event.stream.bytes


@contextmanager
def _cursors(config: Config) -> Iterator[tuple[Any, Any]]:
    """Two that read the same state."""
    if config.database.kind == "sqlite":
        with closing(store_sqlite.connect(config.database.path, read_only=True)) as connection:
            connection.execute("BEGIN")
            yield connection.cursor(), connection.cursor()
        return
    import psycopg

    with psycopg.connect(config.database.url) as server:
        server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with server.cursor("heads") as heads, server.cursor("events") as events:
            heads.itersize = events.itersize = STEP
            yield heads, events
