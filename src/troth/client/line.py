"""A socket that stays: it greets, notices loss, and comes back after a pause that is never the same for two clients."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import msgspec

from troth.kernel.errors import PassExpired, SignInNeeded, TrothError
from troth.wire.frames import (
    PROTOCOL,
    AnyServerFrame,
    Bye,
    ErrorFrame,
    Hello,
    Reload,
    ServerFrame,
    Welcome,
    encode,
)

from .pause import pause
from .problems import Outdated, error_of, passing
from .transport import Wire, dial

_log = logging.getLogger("troth.client")
HELLO_WAIT = 20.0  # seconds for the answer to hello
NO_PASS = 4401  # the server closes with it: get a new pass first

_decode = msgspec.json.Decoder(AnyServerFrame).decode


class Line:
    """`renew(refused)` gives a pass, a fresh one when the last was refused. `greeted(welcome)` is called after every
    hello, `heard(frame)` for each frame after it, `lost()` when the socket is gone. `failed` is why it gave up."""

    def __init__(
        self,
        url: str,
        *,
        renew: Callable[[bool], Awaitable[str]],
        greeted: Callable[[Welcome], None],
        heard: Callable[[ServerFrame], None],
        lost: Callable[[], None],
    ) -> None:
        self.failed: TrothError | None = None
        self._url, self._renew, self._greeted, self._heard, self._lost = url, renew, greeted, heard, lost
        self._wire: Wire | None = None
        self._ready = False
        self._welcome = False  # whether the last connection got as far as that
        self._first: asyncio.Future[ServerFrame | None] | None = None  # the answer to hello
        self._over: asyncio.Future[None] | None = None
        self._up = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether frames may be sent now."""
        return self._ready

    async def open(self) -> None:
        """Begin to keep the line up and wait for the first welcome. Raises the typed error that forbids it."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep())
        await self._up.wait()
        if self.failed is not None:
            raise self.failed

    def send(self, frame: bytes) -> bool:
        """Send now; False when there is no connection at the moment."""
        if not self._ready or self._wire is None:
            return False
        self._wire.send(frame)
        return True

    async def aclose(self) -> None:
        """Say bye and stop."""
        self.send(encode(Bye()))
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        if self._wire is not None:
            self._wire.close()

    def drop(self) -> None:
        """Cut the connection without a word, as a dead network does; it comes back by itself. For fault tests."""
        if self._wire is not None:
            self._wire.cut()

    async def _keep(self) -> None:
        failures, refused = 0, 0
        while True:
            try:
                await self._once(refused > 0)
                failures = refused = 0
            except (PassExpired, SignInNeeded) as error:
                refused = 1 if self._welcome else refused + 1  # a pass that was good, and ended
                if refused > 2:  # a pass made just now was refused too
                    return self._give_up(error)
            except (OSError, TimeoutError):
                failures += 1
            except TrothError as error:
                if not passing(error):
                    return self._give_up(error)
                failures += 1
            except Exception:
                # not foreseen; whoever waits must not wait for a line that nobody keeps any more
                _log.exception("the line broke in an unforeseen way; it is opened again")
                failures += 1
            await asyncio.sleep(pause(failures))

    async def _once(self, fresh_pass: bool) -> None:
        """One connection, from the dial to its end."""
        self._welcome = False
        text = await self._renew(fresh_pass)
        loop = asyncio.get_running_loop()
        self._first, self._over = loop.create_future(), loop.create_future()
        wire = self._wire = await dial(self._url, self._hear, self._end)
        try:
            wire.send(encode(Hello(v=PROTOCOL, pass_=text)))
            async with asyncio.timeout(HELLO_WAIT):
                answer = await self._first
            if isinstance(answer, ErrorFrame):
                raise error_of(answer.code, answer.message)
            if isinstance(answer, Reload):
                raise Outdated()
            if answer is None and wire.close_code == NO_PASS:
                raise SignInNeeded()
            if not isinstance(answer, Welcome):
                raise ConnectionError("the server closed before it answered hello")
            self._ready = self._welcome = True
            self._greeted(answer)
            self._up.set()
            await self._over
            if wire.close_code == NO_PASS:
                raise SignInNeeded()
        finally:
            self._ready, self._wire = False, None
            wire.close()
            self._lost()

    def _hear(self, raw: bytes) -> None:
        try:
            frame = _decode(raw)
        except msgspec.MsgspecError:
            return  # a frame of a newer server: the protocol only adds, so it can be passed over
        if self._first is not None and not self._first.done():
            self._first.set_result(frame)
        elif self._ready:
            self._heard(frame)

    def _end(self) -> None:
        if self._first is not None and not self._first.done():
            self._first.set_result(None)
        if self._over is not None and not self._over.done():
            self._over.set_result(None)

    def _give_up(self, error: TrothError) -> None:
        self.failed = error
        self._up.set()
        self._lost()
