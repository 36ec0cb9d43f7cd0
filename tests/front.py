"""What a proxy is to an installation of many processes: one address, with the roles behind it. Sockets and files go to
a gateway, the rest to a web, each connection for one request; who does not answer is passed over."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

GATEWAYS_OWN = re.compile(
    rb"(\S+ (/ws|/api/v1/line(/\w+)?)[ ?])|(POST /api/v1/conversations/[^/ ]+/files[ ?])|(GET /api/v1/files/[^/ ]+ )"
)
CONNECTION = re.compile(rb"\r\nConnection:[^\r]*", re.IGNORECASE)
UPGRADE = re.compile(rb"\r\nUpgrade: *websocket\r\n", re.IGNORECASE)


class Front:
    """`gateways` and `webs` are ports on this machine, and may be changed at any time."""

    def __init__(self, gateways: Sequence[int] = (), webs: Sequence[int] = ()) -> None:
        self.gateways, self.webs = list(gateways), list(webs)
        self.port = 0
        self._turn = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            if not UPGRADE.search(head):  # one request a connection, so that the next may go elsewhere
                head = CONNECTION.sub(b"", head)[:-2] + b"Connection: close\r\n\r\n"
            behind = await self._somebody(self.gateways if GATEWAYS_OWN.match(head) else self.webs)
            if behind is None:
                writer.write(b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            else:
                behind[1].write(head)
                async with asyncio.TaskGroup() as both:
                    both.create_task(_pipe(reader, behind[1]))
                    both.create_task(_pipe(behind[0], writer))
        writer.close()

    def end(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _somebody(self, ports: list[int]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        self._turn += 1
        for number in range(len(ports)):
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", ports[(self._turn + number) % len(ports)])
        return None


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One way, until it ends; then the other way ends too."""
    with contextlib.suppress(OSError):
        while data := await reader.read(64 * 1024):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def front(gateways: Sequence[int] = (), webs: Sequence[int] = ()) -> AsyncIterator[Front]:
    """A front on a free port, ended afterwards."""
    made = Front(gateways, webs)
    server = await asyncio.start_server(made.serve, "localhost", 0, limit=128 * 1024)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        made.end()
