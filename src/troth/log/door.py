"""The log as the rest of the house sees it."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any, Protocol
from uuid import UUID

from troth.kernel.errors import Busy
from troth.vault import Bound, Keyring

from .bell import Bell, Listener, Wanted
from .bookmarks import Bookmarks
from .boxes import Boxed, Boxes
from .erasing import Erasing
from .gate import Gate
from .owners import Owners
from .running import rows
from .sealing import Waiting
from .shapes import Draft, Event, Head, Written
from .state import LogState, ReaderState
from .unit import Transactions, Unit, unit
from .writing import Writer


class Scribe(Protocol):
    failure: str

    @property
    def alive(self) -> bool: ...
    @property
    def waiting(self) -> int: ...
    def put(self, waiting: Waiting) -> None: ...
    def close(self) -> None: ...


class Sequencing(Protocol):
    """The sequencer's task in this process, where the database has one. leads: it gives the positions. behind: events
    of this process that have none yet. wanted: which events of other processes are read. apart: seconds at least from
    one look for them to the next. failure: why its last try failed."""

    leads: bool
    failure: str
    wanted: Wanted | None
    apart: float

    @property
    def behind(self) -> int: ...


class Log(Erasing):
    """One per process; made by `open_log`."""

    def __init__(
        self, *, writer: Writer, scribe: Scribe, store: Any, bell: Bell, transactions: Transactions, gate: Gate | None,
        keyring: Keyring, ending: Sequence[Callable[[], None]], database: str,
        sequencer: Sequencing | None = None,
    ) -> None:  # fmt: skip
        super().__init__(writer, store, transactions)
        self._scribe = scribe
        self._bell = bell
        self._gate = gate
        self.keyring = keyring
        self._ending = ending
        self._database = database
        self.sequencer = sequencer
        self.bookmarks = Bookmarks(writer.dialect)
        self._boxes = Boxes(writer, self._run, self._record_key)
        self._last = self.newest_position()
        keyring.on_destroyed(self._forget)
        self._owners = Owners(keyring, self._used_keys, self._key_owners)
        self.readers: dict[str, ReaderState] = {}
        bell.on_position(self._tail.put)
        bell.on_position(self._moved)
        bell.on_reached(self._reached)
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

    # --- boxes of others: columns of rows and files

    def seal(
        self, workspace: UUID, stream: UUID, subject: UUID, data: bytes, purpose: str, *, said_before: bool = False
    ) -> bytes:
        """A box under the key of (subject, stream).

        said_before: the data repeats what was said, as a preview does; raises Erased when the subject was erased since
        then. Who speaks now gets a new key."""
        return self._boxes.seal(workspace, stream, subject, data, purpose, said_before)

    def open(self, box: bytes, workspace: UUID, stream: UUID, purpose: str) -> bytes | None:
        """What is in the box; None once its key was destroyed, and when it was altered, which is logged."""
        return self._boxes.open_many([(box, workspace, stream, purpose)])[0]

    def open_many(self, boxes: Sequence[Boxed]) -> list[bytes | None]:
        """The same for many (box, workspace, stream, purpose), with one look into the keyring."""
        return self._boxes.open_many(boxes)

    # --- following

    def on_commit(self, callback: Listener) -> None:
        """Called on the loop with the events of each commit, per stream in the order of seq."""
        self._bell.on_commit(callback)

    def on_position(self, callback: Listener) -> None:
        """Called on the loop with events that got their position, all streams in one order. For inboxes and readers."""
        self._bell.on_position(callback)

    def hear_only(self, wanted: Wanted) -> None:
        """For a process without readers: of other processes' events only those are read, opened and heard here for
        which this holds at the moment they get their position. Whoever begins to listen must first make it hold, and
        then read what was before. Where there is one process (SQLite) it has all events anyway."""
        if self.sequencer is not None:
            self.sequencer.wanted = wanted

    def hear_later(self, seconds: float) -> None:
        """For a process to which nobody is connected: it looks no more often than so for what other processes wrote."""
        if self.sequencer is not None:
            self.sequencer.apart = seconds

    def last_position(self) -> int:
        """The newest position this process knows of."""
        return self._last

    # --- the worker's and the house's own

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Where callbacks are called."""
        return self._bell.loop

    @property
    def transactions(self) -> Transactions:
        return self._transactions

    def parked(self, name: str) -> int:
        """How many events the reader `name` went on without handling them."""
        with self._store.reading() as cursor:
            return self.bookmarks.parked(cursor, name)

    @property
    def state(self) -> LogState:
        readers = {
            name: ReaderState(
                state.position, max(0, self._last - state.position), state.failure, state.parked, state.holder
            )
            for name, state in self.readers.items()
        }
        failure = self._scribe.failure or (self.sequencer.failure if self.sequencer else "")
        return LogState(
            ok=self._scribe.alive and not failure and all(state.ok for state in readers.values()),
            database=self._database,
            scribe=self._scribe.alive,
            waiting=self._scribe.waiting,
            failure=failure,
            last_position=self._last,
            readers=readers,
        )

    def _moved(self, events: list[Event]) -> None:
        self._reached(events[-1].position)
        self._owners.ring()

    def _reached(self, position: int) -> None:
        self._last = max(self._last, position)

    def _forget(self, key_ids: list[int]) -> None:
        """These keys were destroyed, here or in another process."""
        self._writer.keys.forget(key_ids)
        self._tail.forget(key_ids)

    def _used_keys(self, after: int, limit: int) -> list[tuple[int, int]]:
        recent = self._tail.after(after, limit)
        if recent:  # else PostgreSQL looks up a thousand events to say what was just written here
            return [(event.position, event.key_id) for event in recent]
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


def _settle(future: Any, outcome: Written | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
