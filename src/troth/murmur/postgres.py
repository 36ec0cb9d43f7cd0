"""The murmur on PostgreSQL: NOTIFY, by a connection of its own in autocommit, which waits for no disk and joins no
transaction of anybody's."""

import asyncio
import contextlib
import logging
from collections.abc import Hashable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

import asyncpg

from troth.kernel.ids import new_id

from .frames import Ear, Mouth
from .murmur import Murmur
from .others import Others
from .words import Ask, Begin, End, Gone, Leased, SignedOut, Word

_log = logging.getLogger(__name__)

CHANNEL = "troth_murmur"
SAY = "SELECT pg_notify($1, frame) FROM unnest($2::text[]) AS frame"
APART = 0.05  # s between two sayings; what comes meanwhile goes together
BEAT = 4.0  # s; whoever has nothing to say says so
LOOK = 1.0  # s between two looks at who is silent
LATE = 3.0  # s; a look that comes so late says more about us than about the others
WAITING = 20_000  # words; beyond it all are dropped, and the others ask for the whole
NAMED = 200  # processes in one Begin: it fits into a frame
AT_ONCE = 400  # words of the whole in one saying
PATIENCE = 5.0  # s for the database to take them


class PostgresMurmur(Murmur):
    """Made on the loop, and begins at once; `stop` ends it."""

    def __init__(self, url: str, secret: bytes) -> None:
        super().__init__()
        self.me = new_id()
        self._url = url
        self._loop = asyncio.get_running_loop()
        self._mouth, self._ear, self._known = Mouth(secret, self.me), Ear(secret), Others()
        self._waiting: dict[Hashable, Word] = {}
        self._round: Iterator[Word] | None = None  # the whole, as far as it was not told yet
        self._again = False  # somebody asked for it meanwhile
        self._askers: set[UUID] = set()  # whom the next one names
        self._rung = asyncio.Event()
        self._hears = False
        self._ending = False
        self._looked = self._loop.time()
        self._timer = self._loop.call_later(LOOK, self._look)
        self._task = self._loop.create_task(self._run(), name="murmur")

    def say(self, word: Word) -> None:
        # somebody new asks for the whole; what is not in it is said also to those we have not heard yet
        if (self._known.of or isinstance(word, SignedOut | Leased)) and not self._ending:
            self._put(word)

    async def stop(self) -> None:
        self._timer.cancel()
        self._put(Gone())
        self._ending = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE / 2):
                await self._task
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def _put(self, word: Word) -> None:
        if not self._hears:
            return  # who comes back asks, and is asked
        if len(self._waiting) >= WAITING:
            self._drop()
        self._waiting[word.about] = word
        self._rung.set()

    def _drop(self) -> None:
        """What waits is lost; by the number that is left out the others know."""
        self._waiting.clear()
        self._mouth.number += 1

    # -- the connection

    async def _run(self) -> None:
        pause = 0.1
        while not self._ending:
            connection: asyncpg.Connection | None = None
            try:
                connection = await asyncpg.connect(
                    self._url,
                    timeout=10,
                    # a NOTIFY without it would keep all others waiting for the disk
                    server_settings={"synchronous_commit": "off", "application_name": "troth murmur"},
                )
                await connection.add_listener(CHANNEL, self._hear)
                self._begin()
                pause = 0.1
                await self._speak(connection)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
                if not self.failure:
                    _log.warning("The other processes are not heard for now: %s", type(error).__name__)
                self.failure = type(error).__name__
            except Exception:
                _log.exception("The murmur stumbled; it goes on")
                self.failure = "bug"
            finally:
                self._hears = False
                self._drop()
                if connection is not None:
                    connection.terminate()
            if not self._ending:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)

    def _begin(self) -> None:
        """We hear again: ask everybody."""
        self._hears, self.failure = True, ""
        self._round, self._again = None, False
        self._askers.clear()
        self._known.forgive(self._loop.time())
        self._put(Ask())
        self._tell_missed()

    async def _speak(self, connection: asyncpg.Connection) -> None:
        """Until we end. Raises what the connection does."""
        said = 0.0
        while not connection.is_closed():
            if not self._ending:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout_at(said + BEAT if said else None):
                        await self._rung.wait()
                await asyncio.sleep(max(0.0, said + APART - self._loop.time()))
            ending = self._ending
            await connection.execute(SAY, CHANNEL, self._mouth.frames(self._due()), timeout=PATIENCE)
            if ending:
                await connection.close(timeout=PATIENCE)
                return
            said = self._loop.time()
        raise ConnectionError("closed by the server")

    def _due(self) -> list[Word]:
        """What is said now: all that waits, and the next part of the whole."""
        self._rung.clear()
        waiting, self._waiting = self._waiting, {}
        words = list(waiting.values())
        if self._round is not None:
            part = list(islice(self._round, AT_ONCE))
            words += part
            if len(part) < AT_ONCE:
                self._round = None
            if self._again and self._round is None:
                self._tell_whole()
            elif self._round is not None:
                self._rung.set()
        return words

    # -- what is heard

    def _hear(self, _connection: Any, _pid: int, _channel: str, payload: Any) -> None:
        opened = self._ear.open(payload, but=self.me)
        if opened is None or self._ending:
            return
        sender, number, words = opened
        if self._known.is_old(sender, number):
            return
        if self._known.heard(sender, number, self._loop.time()):
            self._tell_missed()
        for word in words:
            self._take(sender, word)
        self.others = self._known.there()
        self._ask()

    def _take(self, sender: UUID, word: Word) -> None:
        if isinstance(word, Ask):
            if word.of in (None, self.me):
                self._askers.add(sender)
                self._tell_whole()
        elif isinstance(word, Gone):
            self._forget(sender)
        else:
            if isinstance(word, Begin) and self.me in word.to and self._known.answered(sender):
                self._tell_missed()  # what it said until now was not followed
            if not self._known.is_there(sender):
                return
            if isinstance(word, Begin):
                self._known.begun(sender, self._loop.time())
            elif isinstance(word, End):
                self._known.told(sender)
            self._tell(sender, word)

    def _tell_whole(self) -> None:
        """From the beginning, once what is on its way has ended: it may have begun before the asker listened."""
        self._again = self._round is not None
        if self._round is None:
            self._round = self._everything()
            self._rung.set()

    def _everything(self) -> Iterator[Word]:
        named = [self._askers.pop() for _ in range(min(NAMED, len(self._askers)))]
        self._again |= bool(self._askers)
        yield Begin(tuple(named))
        for whole in self._whole:
            yield from whole()
        yield End()

    # -- who is there

    def _look(self) -> None:
        now = self._loop.time()
        late, self._looked = now - self._looked > LATE, now
        self._timer = self._loop.call_later(LOOK, self._look)
        if not self._hears:
            return
        if late:
            self._known.excuse(now)
        for sender in self._known.silent(now):
            if self._known.is_there(sender):
                _log.warning("A process was not heard for long; it counts as gone")
            self._forget(sender)
        self._ask()

    def _ask(self) -> None:
        for sender in self._known.to_ask(self._loop.time()):
            self._put(Ask(of=sender))

    def _forget(self, sender: UUID) -> None:
        was_there = self._known.is_there(sender)
        self._known.forget(sender)
        self.others = self._known.there()
        self._ear.forget(sender)
        if was_there:
            self._tell(sender, Gone())
