"""The scribe on PostgreSQL: one task on the loop that takes all that waits and commits it in one transaction.

A connection that is lost, also in the middle of COMMIT, is made anew and the batch tried again: what was kept is then
found as a repeat, so nothing is lost and nothing doubled.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Sequence
from typing import Any

import asyncpg

from troth.kernel import clock
from troth.kernel.errors import Busy
from troth.kernel.outages import DatabaseAway, is_outage

from .bell import Bell
from .counts import counts
from .dialect_postgres import Postgres
from .folding import Folded, fold
from .known_heads import KnownHeads
from .scribe import BATCH, LONGEST_QUEUE, PROBE, PROBE_EVERY, answers, refusals
from .sealing import Place, Waiting
from .shapes import Event
from .store_postgres import connect
from .write_postgres import write_if
from .writing import Statement, Steps, Writer

_log = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds a batch waits for the database to come back before its senders hear Busy
LOCK_TIMEOUT = "1s"  # units hold a head for 10 ms; who holds one longer delays the others' messages no further
_AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
# A connection that is of no use any more. A server that ends tells also who asked nothing: what is asked between that
# word and the end of the line is an InternalClientError to asyncpg.
_GONE = (
    asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError,
    asyncpg.InternalClientError, TimeoutError,
)  # fmt: skip
# Nothing can be written, by nobody.
_FULL = (asyncpg.InsufficientResourcesError, asyncpg.ReadOnlySQLTransactionError)


class PostgresScribe:
    def __init__(self, url: str, dialect: Postgres, writer: Writer, bell: Bell) -> None:
        self._url = url
        self._dialect = dialect
        self._writer = writer
        self._bell = bell
        self._queue: deque[Waiting] = deque()
        self._ending = False
        self._connection: asyncpg.Connection | None = None
        self._known = KnownHeads()
        self._locked: set[Place] = set()  # streams whose head somebody outside held when it was last asked for
        self.failure = ""
        self._loop = bell.loop
        self._loop_thread = 0
        self._rung = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._loop.call_soon_threadsafe(self._start)

    def _start(self) -> None:
        self._loop_thread = threading.get_ident()
        self._task = self._loop.create_task(self._run(), name="log-scribe")

    @property
    def alive(self) -> bool:
        return self._task is None or not self._task.done()

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def put(self, waiting: Waiting) -> None:
        """From any thread. Raises Busy when too many wait."""
        if self._ending or len(self._queue) >= LONGEST_QUEUE:
            raise Busy
        self._queue.append(waiting)
        if threading.get_ident() == self._loop_thread:
            self._rung.set()
        else:
            self._loop.call_soon_threadsafe(self._rung.set)

    def close(self) -> None:
        """Commit what waits, then end. From another thread than the loop's."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()

    async def _end(self) -> None:
        self._ending = True
        self._rung.set()
        if self._task is not None:
            await self._task
        self._refuse(list(self._queue), Busy())  # who came while the task ended
        if self._connection is not None:
            self._connection.terminate()  # all is kept; a goodbye might wait for an answer that never comes

    async def _run(self) -> None:
        queue = self._queue
        while True:
            if not queue:
                if self._ending:
                    return
                self._rung.clear()
                try:
                    async with asyncio.timeout(PROBE_EVERY if self.failure else None):
                        await self._rung.wait()
                except TimeoutError:
                    await self._probe()
                continue
            batch = [queue.popleft() for _ in range(min(BATCH, len(queue)))]
            try:
                await self._keep_patiently(batch)
            except Exception as error:
                self.failure = type(error).__name__
                why = None if is_outage(error) else error
                _log.error("a batch of %d could not be committed: %s", len(batch), self.failure, exc_info=why)
                self._refuse([waiting for waiting in batch if not waiting.answered], error)

    async def _probe(self) -> None:
        """Nobody writes, so nobody would notice that a failure is over."""
        try:
            connection = await self._connected()
            await connection.execute(PROBE)
            self.failure = ""
        except Exception as error:
            self.failure = type(error).__name__

    async def _keep_patiently(self, batch: list[Waiting]) -> None:
        until = self._loop.time() + PATIENCE
        pause = 0.05
        sealed: list[Waiting] | None = None
        while True:
            try:
                connection = await self._connected()
                if sealed is None:
                    sealed = await self._sealed(connection, batch)
                if self._locked:
                    await self._refuse_locked(connection, [w for w in sealed if w.place in self._locked])
                sealed = [waiting for waiting in sealed if not waiting.answered]
                await self._keep(connection, sealed)
                self.failure = ""
                return
            except Exception as error:
                if self._connection is not None and not self._connection.is_closed():
                    if not isinstance(error, _GONE):
                        raise
                    self._connection.terminate()
                self.failure = type(error).__name__
                if self._loop.time() > until:
                    _log.error("the database did not come back within %.0f s: %s", PATIENCE, self.failure)
                    unanswered = sealed if sealed is not None else batch
                    self._refuse([waiting for waiting in unanswered if not waiting.answered], DatabaseAway())
                    return
            await asyncio.sleep(pause)
            pause = min(pause * 2, 1.0)

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._known.forget()
            self._connection = await connect(self._url, lock_timeout=LOCK_TIMEOUT)
        return self._connection

    async def _sealed(self, connection: asyncpg.Connection, batch: list[Waiting]) -> list[Waiting]:
        rows = await tell(connection, self._writer.ask_keys(batch))
        if rows:
            await asyncio.to_thread(self._writer.learn_keys, rows)
        sealed = []
        for waiting in batch:
            try:
                waiting.seal(self._writer.keys)
                sealed.append(waiting)
            except Exception as error:
                self._refuse([waiting], error)
        return sealed

    async def _keep(self, connection: asyncpg.Connection, batch: list[Waiting]) -> None:
        """Commit the batch. An error that nobody foresaw splits it until the culprit stands alone."""
        if not batch:
            return
        try:
            for last in (False, False, True):
                try:
                    await self._commit(connection, batch)
                    return
                except _AGAIN:
                    if last:
                        raise
        except Exception as error:
            if connection.is_closed() or isinstance(error, (*_GONE, *_FULL)):
                raise  # one by one they would fare no better
            if isinstance(error, asyncpg.LockNotAvailableError) and await self._refuse_locked(connection, batch):
                await self._keep(connection, [waiting for waiting in batch if not waiting.answered])
                return
            if len(batch) == 1:
                _log.exception("an event could not be written")
                self._refuse(batch, error)
                return
            middle = len(batch) // 2
            await self._keep(connection, batch[:middle])
            await self._keep(connection, batch[middle:])

    async def _refuse_locked(self, connection: asyncpg.Connection, batch: list[Waiting]) -> bool:
        """Those of the batch whose head somebody outside the log holds hear Busy, so that the others need not wait for
        them. Whether there were any. A stream is asked about until its head is free again."""
        addresses = list({waiting.address for waiting in batch})
        there = await self._places(connection, self._dialect.heads(addresses))
        locked = there - await self._places(connection, self._dialect.free_heads(addresses))
        self._locked -= {waiting.place for waiting in batch}
        self._locked |= locked
        if locked:
            _log.error("%d streams are locked by another program; who speaks there hears that we are busy", len(locked))
            self._refuse([waiting for waiting in batch if waiting.place in locked], Busy())
        return bool(locked)

    async def _places(self, connection: asyncpg.Connection, heads: list[Statement]) -> set[Place]:
        [(sql, params)] = heads
        return {self._dialect.head(row)[0] for row in await connection.fetch(sql, *params)}

    async def _commit(self, connection: asyncpg.Connection, batch: list[Waiting]) -> None:
        """In one journey where the heads are as this process left them, which is the rule; else lock, look, write."""
        if not await self._commit_at_once(connection, batch):
            await self._commit_in_order(connection, batch)

    async def _commit_at_once(self, connection: asyncpg.Connection, batch: list[Waiting]) -> bool:
        """Whether it was; else nothing of the batch was written, and the long way says why."""
        verbs = {waiting.draft.verb for waiting in batch}
        known = self._known.of(batch)
        if known is None or len(verbs) > 1 or verbs == {""}:
            return False
        heads, left = known
        folded = fold(batch, heads, {}, {}, clock.now(), -1)
        if folded.new_keys:  # they would have to be written first
            return False
        sql, params = write_if(folded, left, self._writer.rights.where(verbs.pop()))
        turn = self._bell.expect(folded.moved)
        kept: list[Event] = []
        try:
            [(version, repeated, denied)] = await connection.fetch(sql, *params)
            counts.at_once["missed" if version is None else "kept"] += 1
            if version is not None:
                folded.version = version
                self._known.hit()
                kept = self._kept(batch, folded)
            elif not (repeated or denied):
                self._known.missed(folded.moved)
        except asyncpg.PostgresError as error:
            if connection.is_closed() or isinstance(error, (*_GONE, *_FULL)):
                raise
            _log.warning("a batch could not be written at once: %s", type(error).__name__)
            self._known.missed(folded.moved)  # the long way finds out whose fault it is
        finally:
            self._bell.settle_now(turn, kept)
        return bool(kept)

    async def _commit_in_order(self, connection: asyncpg.Connection, batch: list[Waiting]) -> None:
        await connection.execute("BEGIN")
        try:
            locked = await tell(connection, self._writer.lock(batch))
            folded = await tell(connection, self._writer.write(batch, locked, clock.now()))
        except BaseException as error:
            if not (connection.is_closed() or isinstance(error, _GONE)):
                await connection.execute("ROLLBACK")
            raise
        turn = self._bell.expect(folded.moved)
        kept: list[Event] = []
        try:
            await connection.execute("COMMIT")
            kept = self._kept(batch, folded)
        finally:
            self._bell.settle_now(turn, kept)

    def _kept(self, batch: list[Waiting], folded: Folded) -> list[Event]:
        """After the commit."""
        for waiting in batch:
            waiting.answered = True
        self._known.learn(folded.moved, folded.version)
        self._bell.ring(answers(batch, folded), [])
        return folded.events

    def _refuse(self, batch: list[Waiting], error: Exception) -> None:
        for waiting in batch:
            waiting.answered = True
        self._bell.ring(refusals(batch, error), [])


async def tell[T](connection: asyncpg.Connection, steps: Steps[T]) -> T:
    """`running.run` for asyncpg."""
    answer: Any = None
    while True:
        try:
            statements = steps.send(answer)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        found: list[Sequence[Any]] = []
        for sql, params in statements:
            found += await connection.fetch(sql, *params)
        answer = found
