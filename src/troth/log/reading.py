"""Looking at the log: pages of streams, heads, marks, rights, the feed. Threads call the plain functions, the loop
the `_async` twins that some have, which do the same in a thread aside."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter
from typing import Any
from uuid import UUID

from troth.kernel.errors import Invalid
from troth.kernel.paging import decode_cursor, encode_cursor
from troth.wire.events import Audience
from troth.wire.frames import MarkOf

from . import inbox
from .marks import MarkRow, Marks, laid_over
from .moments import moment
from .running import rows, run
from .shapes import Address, Event, HeadRow, Span
from .tail import Tail
from .unit import Transactions
from .writing import Asker, Steps, Writer

TOO_FAR = 100_000  # positions a workspace's cursor may be behind; then the reader starts afresh
REMEMBERED = 20_000  # streams whose workspace is known without asking

_seq = attrgetter("seq")


class Reading:
    def __init__(self, writer: Writer, store: Any, transactions: Transactions) -> None:
        self._writer = writer
        self._dialect: Any = writer.dialect
        self._store = store
        self._transactions = transactions
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="log-read")
        self._where: OrderedDict[UUID, UUID] = OrderedDict()
        self._marks = Marks(self._keep_marks)
        self._tail = Tail()

    def read(
        self, workspace: UUID, stream: UUID, after: int = 0, limit: int = 200, audience: Audience = Audience.ALL,
        before: int | None = None,
    ) -> list[Event]:  # fmt: skip
        """Events of a stream with after < seq, oldest first; with `before`, the newest ones below it, oldest first.
        ALL leaves out the team's events."""
        address = (workspace, stream)
        with self._store.reading() as cursor:
            found = rows(cursor, self._dialect.read(address, after, before, limit, audience == Audience.TEAM))
        events = self._writer.opener.events(found)
        return events if before is None else events[::-1]

    def read_with_salt(self, workspace: UUID, stream: UUID, after: int, limit: int) -> list[tuple[Event, bytes]]:
        """All events of a stream after a seq, also the team's, oldest first, each with the salt of its commitment; that
        is empty when its key is gone."""
        with self._store.reading() as cursor:
            found = rows(cursor, self._dialect.read((workspace, stream), after, None, limit, True))
        return list(self._writer.opener.with_salt(found))

    async def read_async(
        self, workspace: UUID, stream: UUID, after: int = 0, limit: int = 200, audience: Audience = Audience.ALL,
        before: int | None = None,
    ) -> list[Event]:  # fmt: skip
        return await self._aside(self.read, workspace, stream, after, limit, audience, before)

    def read_spans(self, spans: Sequence[Span]) -> list[list[Event]]:
        """Of each span its events, oldest first: one statement for many streams. Whoever asks sees to it that they are
        no more than it can hold."""
        with self._store.reading() as cursor:
            found = rows(cursor, self._dialect.spans(spans))
        events: list[list[Event]] = [[] for _ in spans]
        for row, event in zip(found, self._writer.opener.events([row[1:] for row in found]), strict=True):
            events[row[0]].append(event)
        for some in events:
            some.sort(key=_seq)
        return events

    def heads(self, pairs: Iterable[Address]) -> dict[Address, HeadRow]:
        """Where these streams stand; those that do not exist are left out."""
        with self._store.reading() as cursor:
            found = rows(cursor, self._dialect.heads(list(pairs)))
        states = [self._dialect.head(row)[1] for row in found]
        return {(h.workspace, h.stream): HeadRow(h.last_seq, h.last_all, moment(h.at), h.state) for h in states}

    def where_sync(self, stream: UUID) -> UUID | None:
        """The workspace of a stream."""
        known = self._where.get(stream)
        if known is None:
            with self._store.reading() as cursor:
                found = rows(cursor, self._dialect.where(stream))
            if not found:
                return None
            known = self._where[stream] = self._dialect.uuid(found[0][0])
            while len(self._where) > REMEMBERED:
                self._where.popitem(last=False)
        return known

    async def where(self, stream: UUID) -> UUID | None:
        known = self._where.get(stream)
        return known if known is not None else await self._aside(self.where_sync, stream)

    def marks(self, workspace: UUID, stream: UUID) -> list[MarkOf]:
        return self.marks_of([(workspace, stream)])[workspace, stream]

    def marks_of(self, addresses: Sequence[Address]) -> dict[Address, list[MarkOf]]:
        """The marks of many streams: one statement."""
        pending = self._marks.pending(addresses)
        uuid = self._dialect.uuid
        found: dict[Address, list[tuple[UUID, int, int, int]]] = {address: [] for address in addresses}
        with self._store.reading() as cursor:
            for workspace, stream, who, kind, delivered, seen in rows(
                cursor, inbox.marks(self._transactions.vendor, addresses)
            ):
                found[uuid(workspace), uuid(stream)].append((uuid(who), kind, delivered, seen))
        return {address: laid_over(stored, pending.get(address, ())) for address, stored in found.items()}

    def unread(self, readings: Sequence[inbox.Reading]) -> list[int]:
        """How many messages of others follow what each (workspace, stream, reader, seen) has seen: one statement."""
        with self._store.reading() as cursor:
            counted = {row[0]: row[1] for row in rows(cursor, inbox.unread(self._transactions.vendor, readings))}
        return [counted.get(n, 0) for n in range(len(readings))]

    def ask(self, verb: str, askers: Sequence[Asker]) -> list[bool]:
        """Whether each (workspace, stream, author kind, author id) may do `verb`: one statement."""
        denied = self._run(self._writer.deny(verb, askers))
        return [n not in denied for n in range(len(askers))]

    def follow(self, name: str, after_position: int, limit: int = 200) -> list[Event]:
        """The next events of all streams in the order of position, for the reader `name`."""
        self._writer.keys.keyring.hear()
        recent = self._tail.after(after_position, limit)
        if recent:
            return recent
        with self._store.reading() as cursor:
            return self._writer.opener.events(rows(cursor, self._dialect.follow(after_position, limit)))

    def after_position(self, workspace: UUID, cursor: str | None, limit: int = 200) -> tuple[list[Event], str]:
        """What happened in a workspace after the opaque cursor, and the next one. None: from now on. A cursor too old
        or not ours raises Invalid (fields: cursor): fetch the inbox anew and begin with None."""
        upto = self.newest_position()
        if cursor is None:
            return [], encode_cursor(upto)
        (after,) = decode_cursor(cursor, tuple[int])
        if upto - after > TOO_FAR or after > upto:
            raise Invalid("This cursor is too old. Load the inbox again.", fields={"cursor": "too old"})
        with self._store.reading() as db:
            found = rows(db, self._dialect.follow_workspace(workspace, after, limit, upto))
        events = self._writer.opener.events(found)
        return events, encode_cursor(events[-1].position if len(events) == limit else upto)

    async def after_position_async(
        self, workspace: UUID, cursor: str | None, limit: int = 200
    ) -> tuple[list[Event], str]:
        return await self._aside(self.after_position, workspace, cursor, limit)

    def _run[T](self, steps: Steps[T]) -> T:
        with self._store.reading() as cursor:
            return run(cursor, steps)

    async def _aside[T](self, act: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, act, *args)

    def _keep_marks(self, marks: list[MarkRow]) -> None:
        with self._store.writing("marks") as cursor:
            rows(cursor, self._dialect.put_marks(marks))

    def newest_position(self) -> int:
        """Asked of the database."""
        with self._store.reading() as cursor:
            return int(rows(cursor, self._dialect.last_position())[0][0])
