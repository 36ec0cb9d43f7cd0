"""What stands between people and a server: a small TCP proxy that knows as much HTTP as it needs to be in the way.

It runs on the loop of the test. What it does is set on it at any time, and holds for connections and requests to come;
`cut` ends those that are open. Only the head of each request is looked at, so every request has its own connection
when something is done to it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Literal, Self

PIECE = 64 * 1024
REFUSED = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
PAGE = b"<html><body>404: There is nothing here, says the proxy</body></html>"
FOREIGN = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"


class Proxy:
    """To 127.0.0.1:`ports`, which take turns by request."""

    def __init__(self, *ports: int) -> None:
        self.ports: Sequence[int] = ports
        self.port = 0
        self.upgrade: Literal["pass", "refuse", "swallow"] = "pass"  # what becomes of a WebSocket's upgrade
        self.cut_after: float | None = None  # s; no connection gets older
        self.collect = False  # answers are passed on when they are whole
        self.lost = ""  # requests to paths with this are answered with a page of the proxy's own
        self.shut = False  # nobody gets through
        self.delay = 0.0  # s, for every piece
        self.seen: list[str] = []  # the request lines, in their order
        self.upgrades = 0  # that were passed on
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @classmethod
    @asynccontextmanager
    async def before(cls, *ports: int) -> AsyncIterator[Self]:
        """A running one on a free port."""
        proxy = cls(*ports)
        server = await asyncio.start_server(proxy._enter, "127.0.0.1", 0)
        proxy.port = server.sockets[0].getsockname()[1]
        try:
            yield proxy
        finally:
            server.close()
            proxy.cut()
            for task in list(proxy._tasks):
                task.cancel()
            await asyncio.gather(*proxy._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Break every connection, without a word."""
        for writer in list(self._open):
            writer.transport.abort()

    async def _enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._open.add(writer)
        timer = None
        if self.shut:
            return writer.transport.abort()
        if self.cut_after is not None:
            timer = asyncio.get_running_loop().call_later(self.cut_after, writer.transport.abort)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            if timer is not None:
                timer.cancel()
            self._open.discard(writer)
            writer.close()
        return None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        self.seen.append(line.decode("latin-1"))
        upgrading = b"upgrade: websocket" in rest.lower()
        if upgrading and self.upgrade == "refuse":
            writer.write(REFUSED)
            return await writer.drain()
        if upgrading and self.upgrade == "swallow":
            await reader.read()  # until the client gives up
            return None
        if self.lost and self.lost in self.seen[-1]:
            writer.write(FOREIGN % (len(PAGE), PAGE))
            return await writer.drain()
        self.upgrades += upgrading
        self._turn += 1
        upstream, down = await asyncio.open_connection("127.0.0.1", self.ports[self._turn % len(self.ports)])
        self._open.add(down)
        try:
            down.write(head if upgrading else _alone(line, rest))
            up = asyncio.create_task(self._pass_on(reader, down))
            if self.collect and not upgrading:
                writer.write(await upstream.read())
                await writer.drain()
            else:
                await self._pass_on(upstream, writer)
            up.cancel()
        finally:
            self._open.discard(down)
            down.close()
        return None

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await source.read(PIECE):
                if self.delay:
                    await asyncio.sleep(self.delay)
                target.write(piece)
                await target.drain()
        target.close()


def _alone(line: bytes, rest: bytes) -> bytes:
    """The head of the connection's only request."""
    kept = [one for one in rest.split(b"\r\n") if one and not one.lower().startswith(b"connection:")]
    return b"\r\n".join([line, *kept, b"Connection: close", b"", b""])
