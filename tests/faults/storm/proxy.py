"""The network between two parties, in our hands: a TCP proxy that cuts, delays, loses and reorders.

A single connection can't be reordered, TCP sees to that; but what a broken connection still carried may arrive after
what its successor carried. That is what `hold` and `release` do.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress

CHUNK = 64 * 1024
BACKLOG = 1024


class Link:
    """One connection through the proxy."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self.near, self.far = near, far
        self.silent = False  # half-open: what either side says is lost, and no end is told
        self.held: list[bytes] | None = None  # what the near side said, to be delivered late
        self.ended = asyncio.Event()

    def abort(self) -> None:
        for writer in (self.near, self.far):
            writer.transport.abort()
        self.ended.set()

    def hold(self) -> None:
        """From now on the far side hears nothing of the near side."""
        self.held = []

    async def release(self) -> None:
        """The near side is long gone; now what it said last arrives, and then the end."""
        late, self.held = self.held or [], []
        with suppress(OSError):
            for chunk in late:
                self.far.write(chunk)
            await self.far.drain()
        await asyncio.sleep(0.5)
        self.abort()


class Proxy:
    """Listens on `port`; each connection goes to the next of `upstreams()` that takes it, as behind a balancer."""

    def __init__(self, upstreams: Callable[[], Sequence[int]], dice: random.Random) -> None:
        self.port = 0
        self.links: set[Link] = set()
        self.shut = False  # nobody gets through
        self.delay: tuple[float, float] | None = None  # s, for each piece
        self._upstreams, self._dice, self._turn = upstreams, dice, 0
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._come, "127.0.0.1", 0, backlog=BACKLOG)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()
        if self._server is not None:
            await self._server.wait_closed()

    def cut(self) -> None:
        """Break every connection."""
        for link in list(self.links):
            link.abort()

    def some(self, share: float) -> list[Link]:
        """A part of the connections, at least one where there are any."""
        there = [link for link in self.links if not link.ended.is_set()]
        return self._dice.sample(there, max(1, round(len(there) * share))) if there else []

    async def _come(self, heard: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        reached = None if self.shut else await self._reach()
        if reached is None:
            near.transport.abort()
            return
        answers, far = reached
        link = Link(near, far)
        self.links.add(link)
        pumps = [
            asyncio.create_task(self._pump(link, heard, far, True)),
            asyncio.create_task(self._pump(link, answers, near, False)),
        ]
        try:
            await link.ended.wait()
        finally:
            for pump in pumps:
                pump.cancel()
            link.abort()
            self.links.discard(link)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        ports = list(self._upstreams())
        self._turn += 1
        for place in range(len(ports)):
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", ports[(self._turn + place) % len(ports)])
        return None

    async def _pump(self, link: Link, source: asyncio.StreamReader, to: asyncio.StreamWriter, forth: bool) -> None:
        try:
            while chunk := await source.read(CHUNK):
                if self.delay is not None:
                    await asyncio.sleep(self._dice.uniform(*self.delay))
                if link.silent:
                    continue
                if to.transport.is_closing():
                    break
                if forth and link.held is not None:
                    link.held.append(chunk)
                    continue
                to.write(chunk)
                await to.drain()
        except OSError:
            pass
        if link.silent or (link.held is not None and forth):
            return  # the other side does not hear of the end
        with suppress(OSError):
            to.close()  # what is under way still arrives
            await to.wait_closed()
        link.ended.set()
