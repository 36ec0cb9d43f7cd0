"""One connection, whichever way it goes: the dial, the hello, what comes after it, and the end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from troth.kernel.errors import SignInNeeded
from troth.wire.frames import PROTOCOL, AnyServerFrame, ErrorFrame, Hello, Reload, ServerFrame, Welcome, encode

from .posted import Posted
from .problems import Outdated, error_of
from .transport import dial
from .ways import Way

HELLO_WAIT = 20.0  # seconds for the answer to hello
NO_PASS = 4401  # the server closes with it: get a new pass first

_decode = msgspec.json.Decoder(AnyServerFrame).decode


class Carrier(Protocol):
    """What a socket and its substitutes have in common."""

    close_code: int
    close_reason: str

    def send(self, frame: bytes) -> None: ...

    def close(self) -> None: ...

    def cut(self) -> None: ...

    async def settle(self) -> None:
        """Wait until nothing of it is under way, after it was closed."""


class Connection:
    """What comes after the welcome waits until `listen`."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.opened = False  # somebody answered
        self.began = asyncio.get_running_loop().time()
        self._carrier: Carrier | None = None
        loop = asyncio.get_running_loop()
        self._first: asyncio.Future[ServerFrame | None] = loop.create_future()  # the answer to hello
        self.over: asyncio.Future[None] = loop.create_future()
        self._heard: Callable[[ServerFrame], None] | None = None
        self._early: list[ServerFrame] = []

    async def greet(self, base_url: str, text: str, bearer: Callable[[], Awaitable[str]], hush: float) -> Welcome:
        """Connect and say hello with the pass `text`. Raises OSError and TimeoutError when nobody answers (`hush`:
        seconds for anything at all), and the typed error of a refusal."""
        if self.way == "socket":
            url = f"{base_url.replace('http', 'ws', 1)}/ws"
            carrier: Carrier = await dial(url, self._hear, self._end, hush)
            self._carrier, self.opened = carrier, True
            carrier.send(encode(Hello(v=PROTOCOL, pass_=text)))
        else:
            polled = self.way == "poll"
            posted = Posted(base_url, polled=polled, bearer=bearer, heard=self._hear, ended=self._end)
            self._carrier = carrier = posted
            posted.send(encode(Hello(v=PROTOCOL, pass_=text)))
            await self._first_byte(posted, HELLO_WAIT if polled else hush)
        async with asyncio.timeout(HELLO_WAIT):
            answer = await self._first
        if isinstance(answer, ErrorFrame):
            raise error_of(answer.code, answer.message)
        if isinstance(answer, Reload):
            raise Outdated()
        if answer is None and carrier.close_code == NO_PASS:
            raise SignInNeeded()
        if not isinstance(answer, Welcome):
            raise ConnectionError("the server closed before it answered hello")
        return answer

    async def _first_byte(self, posted: Posted, within: float) -> None:
        opened = asyncio.ensure_future(posted.opened.wait())
        try:
            await asyncio.wait((opened, self.over), timeout=within, return_when=asyncio.FIRST_COMPLETED)
        finally:
            opened.cancel()
        self.opened = posted.opened.is_set()
        if not self.opened:
            raise ConnectionError("nothing came of the answer")

    @property
    def age(self) -> float:
        """Seconds since it began."""
        return asyncio.get_running_loop().time() - self.began

    @property
    def closed(self) -> tuple[int, str]:
        """The code and the reason the server closed it with; 0: it has not."""
        return (self._carrier.close_code, self._carrier.close_reason) if self._carrier else (0, "")

    def listen(self, heard: Callable[[ServerFrame], None]) -> None:
        """From now on; what came since the welcome is given at once."""
        self._heard = heard
        early, self._early = self._early, []
        for frame in early:
            heard(frame)

    def send(self, frame: bytes) -> None:
        if self._carrier is not None:
            self._carrier.send(frame)

    async def aclose(self) -> None:
        if self._carrier is not None:
            self._carrier.close()
            await self._carrier.settle()

    def cut(self) -> None:
        if self._carrier is not None:
            self._carrier.cut()

    def leave(self) -> None:
        """It is given up for a better one."""
        self._end()

    def _hear(self, raw: bytes) -> None:
        try:
            frame = _decode(raw)
        except msgspec.MsgspecError:
            return  # a frame of a newer server: the protocol only adds, so it can be passed over
        if not self._first.done():
            self._first.set_result(frame)
        elif self._heard is not None:
            self._heard(frame)
        else:
            self._early.append(frame)

    def _end(self) -> None:
        if not self._first.done():
            self._first.set_result(None)
        if not self.over.done():
            self.over.set_result(None)
