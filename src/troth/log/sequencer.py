"""The one sequencer of a PostgreSQL database: it alone drains the outbox, gives positions, writes the feed, notifies.

Every process runs this task. Whoever holds the advisory lock leads; the others listen and take over when it ends.
Acks never wait for it: when it stops, messages are kept and delivered, only positions come late.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import asyncpg

from troth.kernel.outages import DatabaseAway

from .bell import Bell, Wanted
from .dialect_postgres import Postgres
from .opening import Opener
from .shapes import Event
from .silence import FROZEN
from .store_postgres import SEQUENCER, connect

_log = logging.getLogger(__name__)

CHANNEL = "troth_log"
BUSY, IDLE = 0.005, 0.25  # seconds between looks at the outbox for other processes' rows
TAKE_OVER = 1.0  # seconds between tries to become the leader
KEPT = 50_000  # events of this process that wait for their position in memory

DRAIN = f"""
WITH d AS (
    DELETE FROM log_outbox WHERE id IN (SELECT id FROM log_outbox ORDER BY id LIMIT 500)
    RETURNING id, workspaces, streams, seqs
), p AS (
    UPDATE log_position SET last = last + k.n FROM (SELECT sum(cardinality(streams))::int n FROM d) k
    WHERE id = 1 AND k.n > 0 RETURNING last, k.n
), f AS (
    INSERT INTO log_feed (last, n, workspaces, streams, seqs)
    SELECT p.last - p.n + sum(cardinality(d.streams)) OVER (ORDER BY d.id), cardinality(d.streams), d.workspaces,
        d.streams, d.seqs FROM d, p
    RETURNING last, n, workspaces, streams, seqs
), t AS (
    SELECT pg_notify('{CHANNEL}', last || ' ' || n) FROM p
)
SELECT f.last, f.n, f.workspaces, f.streams, f.seqs FROM f, (SELECT count(*) FROM t) told ORDER BY f.last
"""
CATCH_UP = (
    "SELECT last, n, workspaces, streams, seqs FROM log_feed WHERE last > $1 AND last <= $2 ORDER BY last LIMIT 500"
)

_LOST = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
    DatabaseAway,
)


class Sequencer:
    def __init__(self, url: str, bell: Bell, opener: Opener, dialect: Postgres) -> None:
        self._url = url
        self._bell = bell
        self._opener = opener
        self._dialect = dialect
        self._loop = bell.loop
        self._rung = asyncio.Event()
        self._ending = False
        self._at = -1  # the last position this process has heard; -1: not connected yet
        self._own: dict[tuple[Any, int], Event] = {}  # of this process, not placed yet
        self.wanted: Wanted | None = None  # None: every event of the other processes is read
        self.apart = 0.0  # seconds at least between two looks at what other processes wrote
        self.leads = False
        self.failure = ""
        self._task: asyncio.Task[None] | None = None
        bell.on_commit(self._remember)
        self._loop.call_soon_threadsafe(self._start)

    @property
    def behind(self) -> int:
        """Events of this process that have no position yet."""
        return len(self._own)

    def _start(self) -> None:
        self._task = self._loop.create_task(self._run(), name="log-sequencer")

    def close(self) -> None:
        """From another thread than the loop's. What is in the outbox is placed first, when this one leads."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()

    async def _end(self) -> None:
        self._ending = True
        self._rung.set()
        if self._task is not None:
            await self._task

    def _remember(self, events: list[Event]) -> None:
        own = self._own
        for event in events:
            if not event.position:  # another process's has its position already
                own[event.stream, event.seq] = event
        while len(own) > KEPT:
            del own[next(iter(own))]
        self._rung.set()

    async def _run(self) -> None:
        pause = 0.1
        while not self._ending:
            connection: asyncpg.Connection | None = None
            try:
                connection = await connect(self._url)
                if connection.get_server_version().major >= 14:  # a leader that froze must not lead for ever
                    await connection.execute(f"SET idle_session_timeout = '{FROZEN}'")
                if self._at < 0:
                    self._at = await self._newest(connection)
                pause, self.failure = 0.1, ""
                while not self._ending:
                    if await connection.fetchval("SELECT pg_try_advisory_lock($1)", SEQUENCER):
                        await self._lead(connection)
                    else:
                        await self._attend(connection)
            except _LOST as error:
                self.failure = type(error).__name__
                _log.warning("the sequencer lost the database or the keyring: %s", self.failure)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)
            except Exception:
                self.failure = "bug"
                _log.exception("the sequencer stopped")
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)
            finally:
                self.leads = False
                if connection is not None and not connection.is_closed():
                    connection.terminate()  # a goodbye might wait for an answer that never comes

    async def _lead(self, connection: asyncpg.Connection) -> None:
        self.leads = True
        await self._catch_up(connection)
        wait = BUSY
        while True:
            self._rung.clear()
            drained = await connection.fetch(DRAIN)
            if drained:
                await self._place(connection, drained)
                wait = BUSY
            elif self._ending:
                return
            else:
                try:
                    async with asyncio.timeout(wait):
                        await self._rung.wait()
                    wait = BUSY
                except TimeoutError:
                    wait = min(wait * 2, IDLE)

    async def _attend(self, connection: asyncpg.Connection) -> None:
        """Listen until the leader may be gone."""
        heard = asyncio.Event()
        told = self._at

        def hear(_connection: Any, _pid: int, _channel: str, word: str) -> None:
            nonlocal told
            last = word.partition(" ")[0]
            told = max(told, int(last) if last.isdecimal() else 0)
            heard.set()

        await connection.add_listener(CHANNEL, hear)
        try:
            await self._catch_up(connection)
            until = self._loop.time() + TAKE_OVER
            while not self._ending and (left := until - self._loop.time()) > 0:
                try:
                    async with asyncio.timeout(left):
                        await heard.wait()
                except TimeoutError:
                    break
                heard.clear()
                await self._catch_up(connection, told)
                if self.apart:
                    await asyncio.sleep(self.apart)
        finally:
            if not connection.is_closed():
                await connection.remove_listener(CHANNEL, hear)

    async def _catch_up(self, connection: asyncpg.Connection, told: int | None = None) -> None:
        """told: the newest position, where it was heard; it is asked for where nothing is found up to that."""
        last = await self._newest(connection) if told is None else told
        while self._at < last:
            rows = await connection.fetch(CATCH_UP, self._at, last)
            if rows:
                await self._place(connection, rows)
            elif told is None:
                self._at = last
            else:
                told, last = None, await self._newest(connection)

    async def _newest(self, connection: asyncpg.Connection) -> int:
        return int(await connection.fetchval("SELECT last FROM log_position WHERE id = 1"))

    async def _place(self, connection: asyncpg.Connection, rows: Sequence[Any]) -> None:
        """Give the events of these feed rows their positions and let them be heard; other processes' are read."""
        own: list[tuple[Event, int]] = []
        strange: list[tuple[Any, Any, int, int]] = []
        wanted = self.wanted
        for last, n, workspaces, streams, seqs in rows:
            for position, workspace, stream, seq in zip(
                range(last - n + 1, last + 1), workspaces, streams, seqs, strict=True
            ):
                event = await self._own_event(workspace, stream, seq)
                if event is not None:
                    own.append((event, position))
                elif wanted is None or wanted(workspace, stream):
                    strange.append((workspace, stream, seq, position))
        foreign: list[Event] = []
        if strange:
            [(sql, params)] = self._dialect.pick(strange)
            foreign = await self._opener.events_on_loop(await connection.fetch(sql, *params))
        # Only now: whoever lost the connection before this reads the same rows again when it catches up.
        self._at = rows[-1][0]
        for event, position in own:
            self._own.pop((event.stream, event.seq), None)
            event.position = position
        placed = [event for event, _ in own]
        if foreign:
            self._bell.ring([], foreign)
            for event in foreign:
                self._own.pop((event.stream, event.seq), None)
            placed = sorted([*placed, *foreign], key=lambda event: event.position)
        self._bell.place(placed)
        self._bell.reach(self._at)

    async def _own_event(self, workspace: Any, stream: Any, seq: int) -> Event | None:
        """This process's own event; its unit may have committed without having been heard yet."""
        for _ in range(200):
            event = self._own.get((stream, seq))
            if event is not None or not self._bell.committing(workspace, stream):
                return event
            await asyncio.sleep(0.005)
        return None
