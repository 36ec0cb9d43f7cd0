"""The scribe on SQLite: one thread that takes all that waits and commits it in one transaction.

No timer: while one batch is being committed the next one gathers. Sealing is done before BEGIN; the answers leave
after COMMIT and before the gate is handed on, so everyone hears events in the order they were written.
"""

import logging
import sqlite3
import threading
from collections import deque

from troth.kernel import clock
from troth.kernel.errors import Busy, TrothError
from troth.kernel.outages import is_outage

from .bell import Bell
from .gate import Gate
from .running import run
from .scribe import BATCH, LONGEST_QUEUE, PROBE, PROBE_EVERY, answers, refusals
from .sealing import Waiting
from .writing import Writer

_log = logging.getLogger(__name__)

SLOW_BATCH_MS = 100  # two hundred messages at once take more than the 10 ms of a unit


class SQLiteScribe:
    def __init__(self, connection: sqlite3.Connection, writer: Writer, bell: Bell, gate: Gate) -> None:
        """The connection is the scribe's own from here on."""
        self._connection = connection
        self._writer = writer
        self._bell = bell
        self._gate = gate
        self._queue: deque[Waiting] = deque()
        self._rung = threading.Event()
        self._idle = False
        self._ending = False
        self.failure: str = ""  # what stopped the last batch, "" when all is well
        self._thread = threading.Thread(target=self._run, name="log-scribe", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def put(self, waiting: Waiting) -> None:
        """From any thread. Raises Busy when too many wait."""
        if self._ending or len(self._queue) >= LONGEST_QUEUE:
            raise Busy
        self._queue.append(waiting)
        if self._idle:
            self._rung.set()

    def close(self) -> None:
        """Commit what waits, then end."""
        self._ending = True
        self._rung.set()
        self._thread.join()
        self._refuse(list(self._queue), Busy())  # who came while the thread ended
        self._connection.close()

    def _run(self) -> None:
        queue = self._queue
        while True:
            if not queue:
                self._idle = True  # said before looking again: who appends after that look rings
                if not queue:
                    if self._ending:
                        return
                    if not self._rung.wait(PROBE_EVERY if self.failure else None):
                        self._probe()
                    self._rung.clear()
                self._idle = False
                continue
            batch = [queue.popleft() for _ in range(min(BATCH, len(queue)))]
            try:
                self._keep(self._sealed(batch))
            except Exception:
                _log.exception("the scribe could not even refuse a batch")
                self._refuse(batch, TrothError())

    def _sealed(self, batch: list[Waiting]) -> list[Waiting]:
        """The batch without those that can't be sealed; they are answered."""
        try:
            run(self._connection.cursor(), self._writer.find_keys(batch))
        except sqlite3.Error as error:
            _log.exception("keys could not be looked up")
            self._refuse(batch, error)
            return []
        sealed = []
        for waiting in batch:
            try:
                waiting.seal(self._writer.keys)
                sealed.append(waiting)
            except Exception as error:
                self._refuse([waiting], error)
        return sealed

    def _keep(self, batch: list[Waiting]) -> None:
        """Commit the batch. An error that nobody foresaw splits it until the culprit stands alone."""
        if not batch:
            return
        try:
            self._commit(batch)
            self.failure = ""
        except Exception as error:
            if is_outage(error):  # locked, full, read-only, unreadable: nobody's fault
                self.failure = str(error)
                _log.exception("a batch of %d could not be committed", len(batch))
                self._refuse(batch, error)
                return
            if len(batch) == 1:
                _log.exception("an event could not be written")
                self._refuse(batch, error)
                return
            middle = len(batch) // 2
            self._keep(batch[:middle])
            self._keep(batch[middle:])

    def _commit(self, batch: list[Waiting]) -> None:
        with self._gate.held("scribe", SLOW_BATCH_MS):
            cursor = self._connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                locked = run(cursor, self._writer.lock(batch))
                folded = run(cursor, self._writer.write(batch, locked, clock.now()))
                cursor.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise
            self._bell.post(answers(batch, folded), folded.events)

    def _probe(self) -> None:
        """Nobody writes, so nobody would notice that a failure is over."""
        try:
            with self._gate.held("probe", SLOW_BATCH_MS):
                self._connection.execute(PROBE)
            self.failure = ""
        except sqlite3.Error as error:
            self.failure = str(error)

    def _refuse(self, batch: list[Waiting], error: Exception) -> None:
        self._bell.post(refusals(batch, error), [])
