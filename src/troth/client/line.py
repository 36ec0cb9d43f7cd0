"""A line that stays: it greets, notices loss, takes another way where one is blocked, and comes back after a pause that
is never the same for two clients."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from troth.kernel.errors import PassExpired, SignInNeeded, TrothError
from troth.wire.frames import Bye, ServerFrame, Welcome, encode

from .connection import NO_PASS, Connection
from .pause import pause, pause_after
from .problems import foreign, passing
from .ways import Way, Ways

_log = logging.getLogger("troth.client")


class Line:
    """`renew(refused)` gives a pass, a fresh one when the last was refused. `greeted(welcome)` is called after every
    hello, `heard(frame)` for each frame after it, `lost()` when the connection is gone. `failed` is why it gave up."""

    def __init__(
        self,
        base_url: str,
        *,
        renew: Callable[[bool], Awaitable[str]],
        greeted: Callable[[Welcome], None],
        heard: Callable[[ServerFrame], None],
        lost: Callable[[], None],
    ) -> None:
        self.failed: TrothError | None = None
        self.ways = Ways()
        self._url, self._renew, self._greeted, self._heard, self._lost = base_url, renew, greeted, heard, lost
        self._present: Connection | None = None  # which is welcome
        self._better: tuple[Connection, Welcome] | None = None  # a socket that is welcome, to go on with
        self._welcome = False  # whether the last connection got as far as that
        self._up = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether frames may be sent now."""
        return self._present is not None

    @property
    def way(self) -> Way | None:
        """How it goes now; None when it doesn't."""
        return self._present.way if self._present else None

    async def open(self) -> None:
        """Begin to keep the line up and wait for the first welcome. Raises the typed error that forbids it."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep())
        await self._up.wait()
        if self.failed is not None:
            raise self.failed

    def send(self, frame: bytes) -> bool:
        """Send now; False when there is no connection at the moment."""
        if self._present is None:
            return False
        self._present.send(frame)
        return True

    async def aclose(self) -> None:
        """Say bye and stop."""
        self.send(encode(Bye()))
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        if self._better is not None:
            await self._better[0].aclose()

    def drop(self) -> None:
        """Cut the connection without a word, as a dead network does; it comes back by itself. For fault tests."""
        if self._present is not None:
            self._present.cut()

    async def _keep(self) -> None:
        failures, refused = 0, 0
        while True:
            try:
                closed = await self._once(refused > 0)
                failures = refused = 0
                if self._better is None:
                    await asyncio.sleep(pause_after(*closed))
                continue
            except (OSError, TimeoutError):
                failures += 1
            except TrothError as error:
                if foreign(error):  # a proxy's page, say, while a pass is renewed: it knows nothing of us
                    failures += 1
                elif isinstance(error, PassExpired | SignInNeeded):
                    refused = 1 if self._welcome else refused + 1  # a pass that was good, and ended
                    if isinstance(error, PassExpired):  # one made just now has not: their clocks go apart, for now
                        failures = max(0, refused - 1)
                    elif refused > 2:  # a pass made just now was refused too
                        return self._give_up(error)
                elif passing(error):
                    failures += 1
                else:
                    return self._give_up(error)
            except Exception:
                # not foreseen; whoever waits must not wait for a line that nobody keeps any more
                _log.exception("the line broke in an unforeseen way; it is opened again")
                failures += 1
            await asyncio.sleep(pause(failures))

    async def _once(self, fresh_pass: bool) -> tuple[int, str]:
        """One connection, from the dial to its end; the code and the reason it was closed with."""
        self._welcome = False
        connection, welcome = await self._connected(fresh_pass)
        looking = asyncio.create_task(self._look()) if connection.way != "socket" else None
        try:
            self._present, self._welcome = connection, True
            self._greeted(welcome)
            connection.listen(self._heard)
            self._up.set()
            await connection.over
            code, _ = connection.closed
            if code == NO_PASS:
                raise SignInNeeded()
            if not code and self._better is None:
                self.ways.cut(connection.age)
            return connection.closed
        finally:
            if looking is not None:
                looking.cancel()
            self._present = None
            self._lost()
            await connection.aclose()

    async def _connected(self, fresh_pass: bool) -> tuple[Connection, Welcome]:
        if self._better is not None:
            better, self._better = self._better, None
            return better
        text = await self._renew(fresh_pass)
        connection, hush = Connection(self.ways.way), self.ways.hush
        try:
            welcome = await connection.greet(self._url, text, self._bearer, hush)
        except (OSError, TimeoutError):
            self.ways.failed(silent=not connection.opened and connection.age >= hush)
            await connection.aclose()
            raise
        except BaseException:
            await connection.aclose()
            raise
        self.ways.welcomed()
        return connection, welcome

    async def _look(self) -> None:
        """Beside a way that works: do sockets get through again? If so the line moves there, with its cursors."""
        while self._present is not None:
            await asyncio.sleep(self.ways.pause())
            socket = Connection("socket")
            try:
                welcome = await socket.greet(self._url, await self._bearer(), self._bearer, self.ways.hush)
            except (OSError, TimeoutError, TrothError):
                await socket.aclose()
                continue
            except BaseException:
                await socket.aclose()
                raise
            self.ways.back()
            self._better = socket, welcome
            self._present.leave()
            return

    async def _bearer(self) -> str:
        return await self._renew(False)

    def _give_up(self, error: TrothError) -> None:
        self.failed = error
        self._up.set()
        self._lost()
