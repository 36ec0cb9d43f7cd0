"""A reader follows the log in the order of positions, at least once, and keeps its bookmark beside its result: both are
one transaction, so a crash between them can't be. Readers never delay writers: they come at most every 50 ms and take
a bounded number of events."""

import logging
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from troth.datamap.doors import Door, act_for, through
from troth.kernel import clock
from troth.kernel.outages import is_outage
from troth.log import Event, Log, ReaderState, leases
from troth.log.gate import gate

from .polite import Polite
from .reader import Reader
from .standing import Standing

_log = logging.getLogger(__name__)

APART = 0.05  # seconds between two transactions of one reader
NOTED = 1.0  # seconds after which a bookmark is moved over events that its reader does not care for
LOOK = 1.0  # seconds after which a reader looks though nothing rang
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds after a failure, doubled with each further one
TRIES = 6  # at one event, over half a minute; then it is parked
LONGEST_OUTAGE = 2.0  # seconds between looks while the database is away: it is nobody's fault, and soon over
TURN = 2.0  # seconds that a polite one waits for another
NOTICED = 2.0  # seconds after which it is known that an operator looked at what is parked


class Worker:
    """Runs the readers, a thread each. Several workers share them on PostgreSQL: each reader is one worker's at a time,
    and another's within seconds when that one is gone. name: TROTH_NAME; "" gives it one that nobody has."""

    def __init__(self, log: Log, readers: list[Reader], name: str = "") -> None:
        for reader in readers:
            through(Door.JOB, reader.purpose, f"the reader {reader.name}")
        self._standing = Standing(log, name)
        turn = threading.Lock()
        self._followers = [_Follower(log, reader, self._standing, turn) for reader in readers]

    def start(self) -> None:
        """May wait some seconds for the lease of one that died with the same name. Raises ConfigError when its owner
        lives."""
        self._standing.enlist()
        for follower in self._followers:
            follower.start()

    def close(self) -> None:
        """Let each finish its transaction."""
        for follower in self._followers:
            follower.tell_end()
        for follower in self._followers:
            follower.join()
        self._standing.leave()

    @property
    def alive(self) -> bool:
        return all(follower.is_alive() for follower in self._followers)


class _Follower(threading.Thread):
    def __init__(self, log: Log, reader: Reader, standing: Standing, turn: threading.Lock) -> None:
        super().__init__(name=f"reader-{reader.name}", daemon=True)
        self._log = log
        self._reader = reader
        self._standing = standing
        self._turn = turn if reader.polite else threading.Lock()
        self._holds = standing.alone  # this worker reads; on PostgreSQL as far as it knows
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
        self._looked = 0.0  # when it was looked for parked events and for the holder last
        log.on_position(lambda _: self._rung.set())

    def tell_end(self) -> None:
        self._end.set()
        self._rung.set()

    def run(self) -> None:
        if self._reader.purpose is not None:
            act_for(self._reader.purpose)
        transactions = self._log.transactions
        polite = Polite() if self._reader.polite else None
        opened = False
        while not self._end.is_set():
            self._rung.clear()
            try:
                transactions.refresh()
                if not opened:
                    self._open()
                    opened = True
                self._look_around()
                if not self._holds:
                    self._state.failure = ""
                    self._end.wait(LOOK)
                    continue
                if self._given_up is not None:
                    self._park(*self._given_up)
                moved, took = self._step_in_turn()
            except Exception as error:
                self._after(error)
                self._end.wait(self._pause)
                continue
            self._state.failure, self._pause = "", 0.0
            whole = moved == self._size
            self._size = self._reader.at_once if moved == 0 else min(self._size * 4, self._reader.at_once)
            if not whole or self._state.position == self._kept:  # else it only passed over: nobody was held up
                self._end.wait(APART)
            if polite is not None and moved:
                self._end.wait(polite.rest(took))
            if not moved:
                self._rung.wait(LOOK)
        self._give_up()
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
            at = bookmarks.claim(cursor, name, self._token)  # else another process is at it
            own = self._reader.own
            mine = at == self._kept if own is None else at is not None and own.keep([], event.position, self._kept)
            if mine:
                bookmarks.park(cursor, name, event.position, reason, clock.now())
        self._given_up = None
        if mine:
            self._state.position = self._kept = event.position
            self._looked = 0.0
            _log.error("the reader %s goes on without the event at position %d: %s", name, event.position, reason)

    def _look_around(self) -> None:
        """Now and then: other processes park too, an operator may have looked, and who reads may have changed."""
        now = time.monotonic()
        if self._holds and now - self._looked < NOTICED:
            return
        self._state.parked = self._log.parked(self._reader.name)
        if self._standing.alone:
            self._state.holder = self._standing.worker.name
        else:
            self._standing.check()
            self._hold()
        self._looked = now

    def _hold(self) -> None:
        """See who holds the bookmark, and take it where nobody does."""
        name, worker = self._reader.name, self._standing.worker
        with self._log.transactions.atomic():
            cursor = self._log.transactions.cursor()
            position, holder, token = leases.holder(cursor, name)
            if token is None:
                taken = leases.take(cursor, name, worker)
                if taken is not None:
                    position, holder, token = taken, worker.name, worker.token
        held, self._holds, self._state.holder = self._holds, token == worker.token, holder
        if not (held and self._holds) or position != self._kept:  # or it was sent back, to read once more
            self._state.position = self._kept = position
            self._given_up = None
        if self._holds != held:
            _log.info("the worker %s %s the reader %s", worker.name, "holds" if self._holds else "lost", name)

    def _give_up(self) -> None:
        """An orderly end: another goes on at once."""
        if self._standing.alone or not self._holds:
            return
        try:
            with self._log.transactions.atomic():
                leases.give_up(self._log.transactions.cursor(), self._reader.name, self._standing.worker)
        except Exception as error:
            if not is_outage(error):
                raise

    @property
    def _token(self) -> UUID:
        return self._standing.worker.token

    def _open(self) -> None:
        name = self._reader.name
        transactions = self._log.transactions
        with self._passing(), transactions.atomic():
            cursor = transactions.cursor()
            self._state.position = self._kept = self._log.bookmarks.open(cursor, name)
        own = self._reader.own
        if own is not None and own.position() > self._log.newest_position():
            _log.warning("what the reader %s keeps is of another log; it begins anew", name)
            own.throw_away()

    def _step_in_turn(self) -> tuple[int, float]:
        """Of those that are polite one works at a time; how many events were looked at, and for how many seconds. Who
        stands still, as at a table that somebody locked, holds up no other for long."""
        got = self._turn.acquire(timeout=TURN)
        try:
            began = time.monotonic()
            moved = 0 if self._end.is_set() else self._step(self._size)
            return moved, time.monotonic() - began
        finally:
            if got:
                self._turn.release()

    def _step(self, size: int) -> int:
        """One transaction at most; how many events were looked at."""
        state, own = self._state, self._reader.own
        if own is not None and (kept := own.position()) != self._kept:  # it was put in another's place
            state.position = self._kept = kept
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
        prepare, own = self._reader.prepare, self._reader.own
        given = events if prepare is None or not events else prepare(events)
        if own is not None:
            if not own.keep(given, position, self._kept):
                self._rung.set()  # look at once where it stands now
                return False
            self._done(position)
            return True
        with self._passing(), transactions.atomic():
            cursor = transactions.cursor()
            mine = bookmarks.claim(cursor, name, self._token, hurried=self._reader.hurried)
            if mine is None:
                self._looked = 0.0  # another took it over
                self._rung.set()
                return False
            if mine != self._kept:
                self._state.position = self._kept = mine
                self._rung.set()
                return False
            if events:
                self._reader.handle(given)
            bookmarks.move(cursor, name, position)
        self._done(position)
        return True

    def _done(self, position: int) -> None:
        self._suspect = None
        self._state.position = self._kept = position
        self._noted = time.monotonic()

    def _passing(self) -> AbstractContextManager[None]:
        if self._log.transactions.vendor == "sqlite":
            return gate.held(f"reader {self._reader.name}")
        return nullcontext()
