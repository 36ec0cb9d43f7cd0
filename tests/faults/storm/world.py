"""Everything that stands in the storm: servers that are started again when they die, their database on a small disk,
their mail server, and the network between all of them in our hands."""

import asyncio
import json
import os
import random
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from tests.front import Front
from tests.process import FOREIGN, free_port

from .clocked import Hand
from .database import postgres
from .diary import Diary
from .disk import Disk, disk
from .keeper import Kept
from .post_office import PostOffice
from .proxy import Proxy

ROLES = ["gateway", "gateway", "web", "worker"]  # SQLite has one process
UP_WITHIN = 180.0  # s for the first start, on a busy machine

# All come from one address here, and few speak for many: what a limit is for.
LIMITS = {
    "visitor_burst": 1_000, "visitor_rate": 1_000, "frames_burst": 10_000, "frames_rate": 10_000,
    "address_burst": 1_000_000, "address_rate": 1_000_000,
    "address_sockets": 10_000, "address_connections": 10_000, "address_visitors": 1_000_000,
    "address_conversations": 1_000_000, "address_transcripts": 1_000_000, "site_transcripts": 1_000_000,
    "visitor_conversations": 1_000_000, "visitor_transcripts": 1_000_000, "address_signins": 1_000_000,
    "free_space": 1,
}  # fmt: skip

type Kind = Literal["sqlite", "postgres"]


class NoPostgres(Exception):
    """The machine has no PostgreSQL."""


class Server:
    """One process of `troth`, and the clock it lives by."""

    def __init__(self, name: str, role: str, world: "World") -> None:
        self.role, self.port = role, free_port()
        self.clock = Hand(world.folder / f"{name}.clock")
        env = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        env |= {"PYTHONUNBUFFERED": "1", "STORM_CLOCK": str(self.clock.path), "PORT": str(self.port)}
        words = [sys.executable, "-m", "tests.faults.storm.clocked", "serve", "--role", role]
        said = world.folder / f"{name}.log"
        self.process = Kept(name, words, env | world.settings, said, world.diary)

    async def health(self) -> tuple[int, dict[str, Any]]:
        """(status, body); (0, {}) while nobody answers."""
        return await asyncio.to_thread(self._health)

    def _health(self) -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.loads(refused.read())
        except (OSError, ValueError):
            return 0, {}


class World:
    """Clients knock at `net`, the network to the front with the servers behind it. On PostgreSQL, `wire` is the network
    between the servers and their database."""

    def __init__(self, kind: Kind, folder: Path, kept_on: Disk, diary: Diary, dice: random.Random) -> None:
        self.kind, self.folder, self.disk, self.diary, self.dice = kind, folder, kept_on, diary, dice
        self.post = PostOffice()
        self.front = Front()
        self.net = Proxy(lambda: [self.front.port], dice)
        self.servers: list[Server] = []
        self.database: Kept | None = None
        self.wire: Proxy | None = None
        self.settings: dict[str, str] = {}
        self._front: asyncio.Server | None = None

    @property
    def demo(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.disk.folder / "var" / "demo.json").read_text())
        return told

    def person(self, number: int) -> tuple[str, str]:
        """Email and password of one of the demo's people."""
        found = self.demo["people"][number]
        return found["email"], found["password"]

    async def start(self) -> None:
        await self.post.start()
        self._front = await asyncio.start_server(self.front.serve, "127.0.0.1", 0, limit=128 * 1024)
        self.front.port = self._front.sockets[0].getsockname()[1]
        await self.net.start()
        var = self.disk.folder / "var"
        var.mkdir()
        limits = {f"TROTH_LIMIT_{name.upper()}": str(value) for name, value in LIMITS.items()}
        smtp = f"smtp://127.0.0.1:{self.post.port}"
        self.settings = {"TROTH_VAR": str(var), "TROTH_DEMO": "1", "TROTH_SMTP_URL": smtp, **limits}
        self.settings["TROTH_BASE_URL"] = self.net.url
        if self.kind == "postgres":
            await self._start_database()
        roles = ROLES if self.kind == "postgres" else ["all"]
        self.servers = [Server(f"{role}-{number}", role, self) for number, role in enumerate(roles, 1)]
        self.front.gateways = [server.port for server in self.servers if server.role in ("gateway", "all")]
        self.front.webs = [server.port for server in self.servers if server.role in ("web", "all")]
        for server in self.servers:
            server.process.begin()
        await asyncio.gather(*(self.well(server) for server in self.servers))

    async def _start_database(self) -> None:
        made = postgres(self.disk.folder, self.folder / "postgres.log", self.diary)
        if made is None:
            raise NoPostgres
        self.database, port = made
        self.database.begin()
        self.wire = Proxy(lambda: [port], self.dice)
        await self.wire.start()
        self.settings["DATABASE_URL"] = f"postgres://postgres@127.0.0.1:{self.wire.port}/postgres"

    async def well(self, server: Server, within: float = UP_WITHIN) -> None:
        """Wait until it says that nothing is broken. Raises RuntimeError with the end of its log."""
        told: tuple[int, dict[str, Any]] = (0, {})
        until = time.monotonic() + within
        while told[0] != 200:
            if time.monotonic() > until:
                raise RuntimeError(f"{server.process.name} is not well, {told}:\n{server.process.tail()}")
            await asyncio.sleep(0.1)
            told = await server.health()

    def move_clocks(self, seconds: float) -> None:
        for server in self.servers:
            server.clock.move(seconds)

    async def stop(self) -> None:
        await asyncio.gather(*(server.process.end() for server in self.servers))
        if self.database is not None:
            await self.database.end(signal.SIGQUIT)
        for proxy in (self.net, self.wire):
            if proxy is not None:
                await proxy.stop()
        if self._front is not None:
            self._front.close()
        self.front.end()
        await self.post.stop()


@asynccontextmanager
async def world(kind: Kind, folder: Path, diary: Diary, dice: random.Random) -> AsyncIterator[World]:
    """A running one; its logs are left in `folder`, everything else is gone at the end. Raises NoPostgres."""
    async with AsyncExitStack() as stack:
        made = World(kind, folder, stack.enter_context(disk()), diary, dice)
        stack.push_async_callback(made.stop)
        await made.start()
        yield made
