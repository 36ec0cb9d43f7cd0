"""An installation of many processes: gateways, webs and workers on one PostgreSQL database, with a front."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests import forked
from tests.front import Front, front
from tests.process import Troth


class Fleet:
    """`front` leads to all of them, `by(gateway)` to one gateway and all webs."""

    def __init__(self, front: Front, servers: Sequence[Troth], make: Callable[[str], Troth]) -> None:
        self.front, self.servers, self._make = front, servers, make
        self.gateways, self.webs, self.workers = (
            [server for server in servers if server.role == role] for role in ("gateway", "web", "worker")
        )
        self.ending = AsyncExitStack()

    async def by(self, gateway: Troth) -> Front:
        return await self.ending.enter_async_context(front([gateway.port], self.front.webs))

    @asynccontextmanager
    async def more(self, roles: str) -> AsyncIterator[list[Troth]]:
        """Some that begin later, to which the front does not lead."""
        made = [self._make(role) for role in roles.split()]
        try:
            await asyncio.gather(*(server.start() for server in made))
            yield made
        finally:
            await asyncio.gather(*(server.stop() for server in made))

    async def stop(self) -> None:
        await asyncio.gather(*(server.stop() for server in self.servers))


@asynccontextmanager
async def fleet(
    database: str, roles: str = "gateway gateway web worker", *, act: forked.Act = forked.troth, **settings: str
) -> AsyncIterator[Fleet]:
    """All of them started at the same moment on an empty database; ended afterwards. act: what runs their commands."""
    async with AsyncExitStack() as ending:
        folder = ending.enter_context(tempfile.TemporaryDirectory(prefix="troth-var-", ignore_cleanup_errors=True))
        before = await ending.enter_async_context(front())
        own = {"DATABASE_URL": database, "TROTH_BASE_URL": before.url, **settings}

        def make(role: str) -> Troth:
            return Troth(Path(folder), own, role=role, act=act)

        made = Fleet(before, [make(role) for role in roles.split()], make)
        ending.push_async_callback(made.ending.aclose)
        before.gateways = [server.port for server in made.servers if server.role in ("gateway", "all")]
        before.webs = [server.port for server in made.servers if server.role in ("web", "all")]
        ending.push_async_callback(made.stop)
        await asyncio.gather(*(server.start() for server in made.servers))
        yield made
