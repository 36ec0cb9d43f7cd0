"""A reader follows the log in the order of positions, at least once, and keeps its bookmark beside its result: both are
one transaction, so a crash between them can't be. Readers never delay writers: they come at most every 50 ms and take
a bounded number of events."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import msgspec

from troth.kernel import clock
from troth.kernel.outages import is_outage
from troth.log import Event, Log, ReaderState
from troth.log.gate import gate

_log = logging.getLogger(__name__)

APART = 0.05  # seconds between two transactions of one reader
NOTED = 1.0  # seconds after which a bookmark is moved over events that its reader does not care for
LOOK = 1.0  # seconds after which a reader looks though nothing rang
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds after a failure, doubled with each further one
TRIES = 6  # at one event, over half a minute; then it is parked
LONGEST_OUTAGE = 2.0  # seconds between looks while the database is away: it is nobody's fault, and soon over
NOTICED = 2.0  # seconds after which it is known that an operator looked at what is parked


class Reader(msgspec.Struct, frozen=True):
    """name: of the bookmark, for ever. handle: runs in a thread inside the transaction that moves the bookmark; only
    statements, no network; may see an event again after a failure. An event at which it fails again and again is
    parked: the reader goes on without it, and /health is red until an operator looked. kinds: it cares for these alone
    (None: all), so that no transaction is spent on the others. prepare: what is slow, before the transaction; `handle`
    then gets what it made of the events instead of them. at_once: events, at most."""

    name: str
    handle: Callable[[Any], None]
    kinds: frozenset[int] | None = None
    prepare: Callable[[list[Event]], Any] | None = None
    at_once: int = 200

    def cares_for(self, events: list[Event]) -> list[Event]:
        kinds = self.kinds
        return events if kinds is None else [event for event in events if event.kind in kinds]


class Worker:
    """Runs the readers, a thread each."""

    def __init__(self, log: Log, readers: list[Reader]) -> None:
        self._followers = [_Follower(log, reader) for reader in readers]

    def start(self) -> None:
        for follower in self._followers:
            follower.start()

    def close(self) -> None:
        """Let each finish its transaction."""
        for follower in self._followers:
            follower.tell_end()
        for follower in self._followers:
            follower.join()

    @property
    def alive(self) -> bool:
        return all(follower.is_alive() for follower in self._followers)


class _Follower(threading.Thread):
    def __init__(self, log: Log, reader: Reader) -> None:
        super().__init__(name=f"reader-{reader.name}", daemon=True)
        self._log = log
        self._reader = reader
        self._rung = threading.Event()
        self._end = threading.Event()
        self._state = log.readers[reader.name] = ReaderState()
        self._kept = 0  # where the bookmark is; the state may be further, over events nobody cares for
        self._noted = 0.0  # when it was moved last
        self._size = reader.at_once
        self._pause = 0.0
        self._suspect: Event | None = None  # the only event of the transaction that is being tried
        self._failed = (0, 0)  # the position of the last suspect, and how often it failed
        self._given_up: tuple[Event, str] | None = None
        self._counted = 0.0  # when it was looked for parked events last
        log.on_position(lambda _: self._rung.set())

    def tell_end(self) -> None:
        self._end.set()
        self._rung.set()

    def run(self) -> None:
        transactions = self._log.transactions
        opened = False
        while not self._end.is_set():
            self._rung.clear()
            try:
                transactions.refresh()
                if not opened:
                    self._open()
                    opened = True
                if self._given_up is not None:
                    self._park(*self._given_up)
                self._count_parked()
                moved = self._step(self._size)
            except Exception as error:
                self._after(error)
                self._end.wait(self._pause)
                continue
            self._state.failure, self._pause = "", 0.0
            whole = moved == self._size
            self._size = self._reader.at_once if moved == 0 else min(self._size * 4, self._reader.at_once)
            if not whole or self._state.position == self._kept:  # else it only passed over: nobody was held up
                self._end.wait(APART)
            if not moved:
                self._rung.wait(LOOK)
        transactions.close()

    def _after(self, error: Exception) -> None:
        """Decide when to try again, and whether without the event at which it failed."""
        name, at = self._reader.name, self._state.position
        self._state.failure = type(error).__name__
        if is_outage(error):
            self._pause = min(max(self._pause * 2, APART), LONGEST_OUTAGE)
            _log.warning("the reader %s waits for the database at position %d: %s", name, at, self._state.failure)
            return
        # once more, event by event, so that only the one that fails waits
        self._size, self._pause = 1, min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        _log.error("the reader %s failed at position %d", name, at, exc_info=error)
        if self._suspect is None:
            return
        before, times = self._failed
        times = times + 1 if before == self._suspect.position else 1
        self._failed = (self._suspect.position, times)
        if times >= TRIES:
            self._given_up, self._pause = (self._suspect, self._state.failure), 0.0

    def _park(self, event: Event, reason: str) -> None:
        name, bookmarks = self._reader.name, self._log.bookmarks
        with self._passing(), self._log.transactions.atomic():
            cursor = self._log.transactions.cursor()
            mine = bookmarks.claim(cursor, name) == self._kept  # else another process is at it
            if mine:
                bookmarks.park(cursor, name, event.position, reason, clock.now())
        self._given_up = None
        if mine:
            self._state.position = self._kept = event.position
            self._counted = 0.0
            _log.error("the reader %s goes on without the event at position %d: %s", name, event.position, reason)

    def _count_parked(self) -> None:
        """Now and then: other processes park too, and an operator may have looked."""
        now = time.monotonic()
        if now - self._counted > NOTICED:
            self._state.parked = self._log.parked(self._reader.name)
            self._counted = now

    def _open(self) -> None:
        name = self._reader.name
        transactions = self._log.transactions
        with self._passing(), transactions.atomic():
            cursor = transactions.cursor()
            self._state.position = self._kept = self._log.bookmarks.open(cursor, name)

    def _step(self, size: int) -> int:
        """One transaction at most; how many events were looked at."""
        state = self._state
        events = self._log.follow(self._reader.name, state.position, size)  # read and opened before the transaction
        cared_for = self._reader.cares_for(events)
        position = events[-1].position if events else state.position
        if cared_for or (position > self._kept and time.monotonic() - self._noted > NOTED):
            return len(events) if self._keep(cared_for, position) else 0
        state.position = position
        return len(events)

    def _keep(self, events: list[Event], position: int) -> bool:
        """Handle and move the bookmark, together. False when another process is at it, or was: look again."""
        name, bookmarks, transactions = self._reader.name, self._log.bookmarks, self._log.transactions
        self._suspect = events[0] if len(events) == 1 else None
        prepare = self._reader.prepare
        given = events if prepare is None or not events else prepare(events)
        with self._passing(), transactions.atomic():
            cursor = transactions.cursor()
            mine = bookmarks.claim(cursor, name)
            if mine is None:
                return False
            if mine != self._kept:
                self._state.position = self._kept = mine
                self._rung.set()
                return False
            if events:
                self._reader.handle(given)
            bookmarks.move(cursor, name, position)
        self._suspect = None
        self._state.position = self._kept = position
        self._noted = time.monotonic()
        return True

    def _passing(self) -> AbstractContextManager[None]:
        if self._log.transactions.vendor == "sqlite":
            return gate.held(f"reader {self._reader.name}")
        return nullcontext()
