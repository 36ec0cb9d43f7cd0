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

from troth.log import Event, Log, ReaderState
from troth.log.gate import gate

_log = logging.getLogger(__name__)

APART = 0.05  # seconds between two transactions of one reader
NOTED = 1.0  # seconds after which a bookmark is moved over events that its reader does not care for
LOOK = 1.0  # seconds after which a reader looks though nothing rang
LONGEST_PAUSE = 60.0  # seconds after repeated failures


class Reader(msgspec.Struct, frozen=True):
    """name: of the bookmark, for ever. handle: runs in a thread inside the transaction that moves the bookmark; only
    statements, no network; may see an event again after a failure. kinds: it cares for these alone (None: all), so
    that no transaction is spent on the others. prepare: what is slow, before the transaction; `handle` then gets what
    it made of the events instead of them. at_once: events, at most."""

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
        log.on_position(lambda _: self._rung.set())

    def tell_end(self) -> None:
        self._end.set()
        self._rung.set()

    def run(self) -> None:
        transactions = self._log.transactions
        size, pause = self._reader.at_once, 0.0
        opened = False
        while not self._end.is_set():
            self._rung.clear()
            try:
                transactions.refresh()
                if not opened:
                    self._open()
                    opened = True
                moved = self._step(size)
                self._state.failure = ""
                whole = moved == size
                size, pause = self._reader.at_once if moved == 0 else min(size * 4, self._reader.at_once), 0.0
            except Exception as error:
                # once more, event by event, so that only the one that fails waits
                size, pause = 1, min(max(pause * 2, 1.0), LONGEST_PAUSE)
                self._state.failure = type(error).__name__
                _log.exception("the reader %s failed at position %d", self._reader.name, self._state.position)
                self._end.wait(pause)
                continue
            if not whole or self._state.position == self._kept:  # else it only passed over: nobody was held up
                self._end.wait(APART)
            if not moved:
                self._rung.wait(LOOK)
        transactions.close()

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
        self._state.position = self._kept = position
        self._noted = time.monotonic()
        return True

    def _passing(self) -> AbstractContextManager[None]:
        if self._log.transactions.vendor == "sqlite":
            return gate.held(f"reader {self._reader.name}")
        return nullcontext()
