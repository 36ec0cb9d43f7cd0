"""The log as the rest of the house sees it."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Protocol
from uuid import UUID

import msgspec

from troth.kernel.config import Config
from troth.kernel.errors import Busy, Invalid
from troth.kernel.paging import decode_cursor, encode_cursor
from troth.vault import Bound, Keyring
from troth.wire.events import Audience
from troth.wire.frames import MarkOf

from . import inbox
from .bell import Bell, Listener
from .bookmarks import Bookmarks
from .boxes import Boxed, Boxes
from .gate import Gate, gate
from .marks import MarkRow, Marks, laid_over
from .migrate import migrate
from .moments import moment
from .owners import Owners
from .running import rows, run
from .sealing import Keys, Waiting
from .shapes import Address, Draft, Event, Head, HeadRow, Rights, Written
from .unit import Transactions, Unit, unit
from .writing import Asker, Steps, Writer

TOO_FAR = 100_000  # positions a workspace's cursor may be behind; then the reader starts afresh


class Scribe(Protocol):
    failure: str

    @property
    def alive(self) -> bool: ...
    @property
    def waiting(self) -> int: ...
    def put(self, waiting: Waiting) -> None: ...
    def close(self) -> None: ...


class ReaderState(msgspec.Struct):
    """How far a reader of the log is. failure: why its last try failed, "" when all is well."""

    position: int = 0
    lag: int = 0
    failure: str = ""


class LogState(msgspec.Struct):
    """For /health. ok: events can be written and every reader moves."""

    ok: bool
    database: str
    scribe: bool
    waiting: int
    failure: str
    last_position: int
    readers: dict[str, ReaderState]


class Log:
    """One per process; made by `open_log`."""

    def __init__(
        self, *, writer: Writer, scribe: Scribe, store: Any, bell: Bell, transactions: Transactions, gate: Gate | None,
        keyring: Keyring, ending: Sequence[Callable[[], None]], database: str,
        failing: Callable[[], str] = lambda: "",
    ) -> None:  # fmt: skip
        self._writer = writer
        self._dialect: Any = writer.dialect
        self._scribe = scribe
        self._store = store
        self._bell = bell
        self._transactions = transactions
        self._gate = gate
        self.keyring = keyring
        self._ending = ending
        self._database = database
        self._failing = failing
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="log-read")
        self._where: OrderedDict[UUID, UUID] = OrderedDict()
        self._marks = Marks(self._keep_marks)
        self.bookmarks = Bookmarks(writer.dialect)
        self._boxes = Boxes(writer, self._run, self._record_key)
        self._last = self._read_position()
        self._owners = Owners(keyring, self._used_keys, self._key_owners)
        self.readers: dict[str, ReaderState] = {}
        bell.on_position(self._moved)
        self._owners.ring()

    def close(self) -> None:
        """Commit what waits, write the marks, end the threads. Blocks, so not from the loop's own thread."""
        if asyncio._get_running_loop() is self._bell.loop:
            raise RuntimeError("close the log from a thread: await asyncio.to_thread(log.close)")
        self._scribe.close()
        self._marks.close()
        self._owners.close()
        self._threads.shutdown()
        for end in self._ending:
            end()
        self._store.close()
        self.keyring.close()

    # --- writing

    def append_soon(self, draft: Draft, callback: Callable[[Written | Exception], None]) -> None:
        """Hand a draft to the scribe; `callback` is called on the loop after the COMMIT, or with a typed error.

        Raises Busy at once when too many wait. A COMMIT that was cut off is tried again and found as a repeat."""
        self._scribe.put(Waiting(draft, callback))

    async def append(self, draft: Draft) -> Written:
        """Durable when it returns. Raises Closed, NotFound, Forbidden, Conflict, Invalid, Busy."""
        future: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        loop = future.get_loop()

        def answer(outcome: Written | Exception) -> None:
            if loop is self._bell.loop:
                _settle(future, outcome)
            else:
                loop.call_soon_threadsafe(_settle, future, outcome)

        self.append_soon(draft, answer)
        return await future

    def append_sync(self, draft: Draft, timeout: float = 10) -> Written:
        """The same from a thread. Raises Busy when there is no answer within `timeout` seconds: repeat with the same
        client id. Inside a unit it would wait for itself: RuntimeError."""
        if self._gate is not None and self._gate.mine():
            raise RuntimeError("append inside a transaction: give the draft to the unit instead")
        future: Future[Written] = Future()
        self.append_soon(draft, lambda outcome: _settle(future, outcome))
        try:
            return future.result(timeout)
        except TimeoutError:
            raise Busy from None

    def unit(
        self, name: str, *drafts: Draft, opens: Iterable[Head] = (), locks: Iterable[Head] = ()
    ) -> AbstractContextManager[Unit]:
        """A transaction of a verb, in a thread: its rows and these events, both or neither.

        opens: streams that begin here (harmless when they exist; a workspace's own stream opens by itself).
        locks: further streams to lock, for `unit.state` or `unit.add`. On entering: heads locked in order, repeats
        looked for, rights checked; raises NotFound, Forbidden, Closed, Conflict, Invalid. Leave it by raising to roll
        back. Inside only statements: nothing slow.
        """
        return unit(
            name, drafts, tuple(opens), tuple(locks), writer=self._writer, transactions=self._transactions,
            bell=self._bell, gate=self._gate, look_up=self._run,
        )  # fmt: skip

    def mark(self, workspace: UUID, stream: UUID, participant: UUID, kind: str, delivered: int, seen: int) -> None:
        """Raise the marks of a participant (kind "visitor" or "agent"); written within a second or two."""
        self._marks.put((workspace, stream), participant, kind, delivered, seen)

    def erase(self, workspace: UUID, subject: UUID, stream: UUID | None = None) -> int:
        """Destroy the keys of a subject (in one stream or all); returns how many. Bodies read as `null` from now on."""
        with self._store.reading() as cursor:
            key_ids = [row[0] for row in rows(cursor, self._dialect.keys_of(workspace, subject, stream))]
        gone = self.keyring.destroy(key_ids)
        self._writer.keys.forget(key_ids)
        return gone

    # --- reading

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

    async def read_async(
        self, workspace: UUID, stream: UUID, after: int = 0, limit: int = 200, audience: Audience = Audience.ALL,
        before: int | None = None,
    ) -> list[Event]:  # fmt: skip
        return await self._aside(self.read, workspace, stream, after, limit, audience, before)

    def heads(self, pairs: Iterable[Address]) -> dict[Address, HeadRow]:
        """Where these streams stand; those that do not exist are left out."""
        with self._store.reading() as cursor:
            found = rows(cursor, self._dialect.heads(list(pairs)))
        states = [self._dialect.head(row)[1] for row in found]
        return {(h.workspace, h.stream): HeadRow(h.last_seq, h.last_all, moment(h.at), h.state) for h in states}

    async def heads_async(self, pairs: Iterable[Address]) -> dict[Address, HeadRow]:
        return await self._aside(self.heads, list(pairs))

    def where_sync(self, stream: UUID) -> UUID | None:
        """The workspace of a stream."""
        known = self._where.get(stream)
        if known is None:
            with self._store.reading() as cursor:
                found = rows(cursor, self._dialect.where(stream))
            if not found:
                return None
            known = self._where[stream] = self._dialect.uuid(found[0][0])
            while len(self._where) > TOO_FAR:
                self._where.popitem(last=False)
        return known

    async def where(self, stream: UUID) -> UUID | None:
        known = self._where.get(stream)
        return known if known is not None else await self._aside(self.where_sync, stream)

    def marks(self, workspace: UUID, stream: UUID) -> list[MarkOf]:
        return self.marks_of([(workspace, stream)])[workspace, stream]

    async def marks_async(self, workspace: UUID, stream: UUID) -> list[MarkOf]:
        return await self._aside(self.marks, workspace, stream)

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

    # --- boxes of others: columns of rows and files

    def seal(self, workspace: UUID, stream: UUID, subject: UUID, data: bytes, purpose: str) -> bytes:
        """A box under the key of (subject, stream)."""
        return self._boxes.seal(workspace, stream, subject, data, purpose)

    def open(self, box: bytes, workspace: UUID, stream: UUID, purpose: str) -> bytes | None:
        """What is in the box; None once its key was destroyed."""
        return self._boxes.open_many([(box, workspace, stream, purpose)])[0]

    def open_many(self, boxes: Sequence[Boxed]) -> list[bytes | None]:
        """The same for many (box, workspace, stream, purpose), with one look into the keyring."""
        return self._boxes.open_many(boxes)

    def ask(self, verb: str, askers: Sequence[Asker]) -> list[bool]:
        """Whether each (workspace, stream, author kind, author id) may do `verb`: one statement."""
        denied = self._run(self._writer.deny(verb, askers))
        return [n not in denied for n in range(len(askers))]

    async def ask_async(self, verb: str, askers: Sequence[Asker]) -> list[bool]:
        return await self._aside(self.ask, verb, askers)

    # --- following

    def on_commit(self, callback: Listener) -> None:
        """Called on the loop with the events of each commit, per stream in the order of seq."""
        self._bell.on_commit(callback)

    def on_position(self, callback: Listener) -> None:
        """Called on the loop with events that got their position, all streams in one order. For inboxes and readers."""
        self._bell.on_position(callback)

    def follow(self, name: str, after_position: int, limit: int = 200) -> list[Event]:
        """The next events of all streams in the order of position, for the reader `name`."""
        with self._store.reading() as cursor:
            return self._writer.opener.events(rows(cursor, self._dialect.follow(after_position, limit)))

    def last_position(self) -> int:
        """The newest position this process knows of."""
        return self._last

    def after_position(self, workspace: UUID, cursor: str | None, limit: int = 200) -> tuple[list[Event], str]:
        """What happened in a workspace after the opaque cursor, and the next one. None: from now on. A cursor too old
        or not ours raises Invalid (fields: cursor): fetch the inbox anew and begin with None."""
        upto = self._read_position()
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

    # --- the worker's and the house's own

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Where callbacks are called."""
        return self._bell.loop

    @property
    def transactions(self) -> Transactions:
        return self._transactions

    @property
    def state(self) -> LogState:
        readers = {
            name: ReaderState(state.position, max(0, self._last - state.position), state.failure)
            for name, state in self.readers.items()
        }
        failure = self._scribe.failure or self._failing()
        return LogState(
            ok=self._scribe.alive and not failure and not any(state.failure for state in readers.values()),
            database=self._database,
            scribe=self._scribe.alive,
            waiting=self._scribe.waiting,
            failure=failure,
            last_position=self._last,
            readers=readers,
        )

    def _run[T](self, steps: Steps[T]) -> T:
        with self._store.reading() as cursor:
            return run(cursor, steps)

    async def _aside[T](self, act: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, act, *args)

    def _keep_marks(self, marks: list[MarkRow]) -> None:
        with self._store.writing("marks") as cursor:
            rows(cursor, self._dialect.put_marks(marks))

    def _moved(self, events: list[Event]) -> None:
        self._last = max(self._last, events[-1].position)
        self._owners.ring()

    def _used_keys(self, after: int, limit: int) -> list[tuple[int, int]]:
        with self._store.reading() as cursor:
            return [(row[0], row[1]) for row in rows(cursor, self._dialect.used_keys(after, limit))]

    def _key_owners(self, key_ids: list[int]) -> list[Bound]:
        uuid = self._dialect.uuid
        with self._store.reading() as cursor:
            found = rows(cursor, self._dialect.key_owners(key_ids))
        return [(key_id, uuid(workspace), uuid(stream), uuid(subject)) for key_id, workspace, stream, subject in found]

    def _record_key(self, bound: Bound) -> None:
        """In the caller's transaction where one is open (SQLite has one writer), else in one of its own."""
        if self._gate is not None and self._gate.mine():
            rows(self._transactions.cursor(), self._dialect.record_keys([bound]))
            return
        with self._store.writing("key") as cursor:
            rows(cursor, self._dialect.record_keys([bound]))

    def _read_position(self) -> int:
        with self._store.reading() as cursor:
            return int(rows(cursor, self._dialect.last_position())[0][0])


def _settle(future: Any, outcome: Written | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


_current: Log | None = None


def current() -> Log:
    """The log of this process. RuntimeError before it was opened."""
    if _current is None:
        raise RuntimeError("the log is not open; project/serve.py or a test opens it")
    return _current


def use(log: Log | None) -> None:
    """Make it the process's own; None forgets it."""
    global _current
    _current = log


def open_log(
    config: Config, rights: Rights, transactions: Transactions, loop: asyncio.AbstractEventLoop | None = None,
    *, exclusive: bool = True,
) -> Log:  # fmt: skip
    """Make the tables, open the log, make it `current()`.

    loop: where callbacks are called; None: a loop in a thread of the log's own (commands, tests). exclusive: refuse
    to be the second server on a SQLite file (raises InUse). Raises WrongSecret when the keyring has another secret.
    """
    migrate(config)
    ending: list[Callable[[], None]] = []
    if loop is None:
        loop = _own_loop(ending)
    bell = Bell(loop)
    keyring = Keyring(config.keyring, config.secret("keyring"))
    if config.database.kind == "sqlite":
        opened = _open_sqlite(config, rights, transactions, bell, keyring, ending, exclusive)
    else:
        from .opening_postgres import open_postgres

        opened = open_postgres(config, rights, transactions, bell, keyring, ending)
    use(opened)
    return opened


def _open_sqlite(
    config: Config, rights: Rights, transactions: Transactions, bell: Bell, keyring: Keyring,
    ending: list[Callable[[], None]], exclusive: bool,
) -> Log:  # fmt: skip
    from .checkpoints import Checkpoints
    from .dialect_sqlite import SQLite
    from .scribe_sqlite import SQLiteScribe
    from .store_sqlite import SQLiteStore, connect

    path = config.database.path
    store = SQLiteStore(path, gate, exclusive=exclusive)
    writer = Writer(SQLite(), rights, Keys(keyring))
    bell.on_commit(bell.place)  # the rowid is the position: known at the commit
    scribe = SQLiteScribe(connect(path), writer, bell, gate)
    checkpoints = Checkpoints(path, gate)
    return Log(
        writer=writer, scribe=scribe, store=store, bell=bell, transactions=transactions, gate=gate, keyring=keyring,
        ending=[checkpoints.close, *ending], database="sqlite",
    )  # fmt: skip


def _own_loop(ending: list[Callable[[], None]]) -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="log-loop", daemon=True)
    thread.start()

    def end() -> None:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    ending.append(end)
    return loop
