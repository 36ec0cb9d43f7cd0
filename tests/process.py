"""A real server in a process of its own: started, killed and started again as an operator's would be."""

import asyncio
import json
import os
import random
import signal
import socket
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from tests import forked
from tests.until import PATIENCE

ROOT = Path(__file__).parent.parent
FOREIGN = ("TROTH_", "PORT", "HOST", "DATABASE_URL", "FILES_URL", "AWS_", "DJANGO_")


def free_port() -> int:
    """One that no outgoing connection takes while a server is away for a moment: below those the system gives out."""
    while True:
        port = random.randrange(10_000, 32_000)
        with suppress(OSError), socket.socket() as one:
            one.bind(("127.0.0.1", port))
            return port


class Troth:
    """`troth serve` with its demo, on a port that stays the same over restarts. Everything it keeps is in `var`.
    installed: started as an operator does, by Python itself, and not forked from what has loaded it already. act: what
    runs its commands then."""

    def __init__(
        self,
        var: Path,
        settings: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        role: str = "all",
        *,
        installed: bool = False,
        act: forked.Act = forked.troth,
    ) -> None:
        self._act = act
        self.var, self.port, self.role, self._cwd, self._installed = var, free_port(), role, cwd, installed
        self.said = var / ("server.log" if role == "all" else f"{role}-{self.port}.log")
        own = {"PORT": str(self.port), "TROTH_VAR": str(var), "TROTH_DEMO": "1", "PYTHONUNBUFFERED": "1"}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        self._env = {**inherited, **own, **(settings or {})}
        self._process: asyncio.subprocess.Process | forked.Running | None = None

    @property
    def url(self) -> str:
        """Where Troth is: another site than the demo's pages, to a browser."""
        return f"http://localhost:{self.port}"

    @property
    def shop(self) -> str:
        """Where the demo's pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def demo(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.var / "demo.json").read_text())
        return told

    def person(self, name: str) -> tuple[str, str]:
        """Email and password of one of the demo's people, by first name."""
        found = next(one for one in self.demo["people"] if one["name"].split()[0].lower() == name.lower())
        return found["email"], found["password"]

    async def start(self) -> None:
        """Start, and return once it answers. Raises RuntimeError with the end of its log when it does not."""
        serve = ["serve", "--role", self.role]
        if self._installed:
            with self.said.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "troth", *serve, cwd=self._cwd, env=self._env, stdout=log, stderr=log
                )
        else:
            self._process = forked.Running(self._act, serve, self._env, self._cwd, self.said)
        try:
            async with asyncio.timeout(PATIENCE):
                while not await asyncio.to_thread(self._answers):
                    if self._process.returncode is not None:
                        raise RuntimeError(f"the server ended:\n{self.tail()}")
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise RuntimeError(f"the server did not answer:\n{self.tail()}") from None

    async def kill(self) -> None:
        """As if the power had gone."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def get(self, path: str) -> str:
        """The body of a page of ours. Raises urllib.error.HTTPError for anything but success."""
        return await asyncio.to_thread(self._get, path)

    def command(self, *words: str) -> str:
        """What another command of Troth says, with the server's settings, while it runs or not."""
        told = self.run(*words)
        assert told.code == 0, told.err
        return told.out

    def run(self, *words: str) -> forked.Said:
        """The same, however it ends."""
        return forked.run(self._act, words, self._env, self._cwd)

    def environment(self) -> str:
        """What the system shows of the process's environment."""
        assert self._process is not None
        assert self._installed
        return Path(f"/proc/{self._process.pid}/environ").read_text()

    def tail(self) -> str:
        return "\n".join(self.said.read_text(errors="replace").splitlines()[-40:])

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()

    def _get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=30) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@cache
def tables() -> bytes:
    """An SQLite database as a first start makes it, for those that need not make it again: that takes longer than all
    else of a start."""
    with tempfile.TemporaryDirectory(prefix="troth-tables-") as folder:
        Troth(Path(folder)).command("migrate")
        return (Path(folder) / "troth.sqlite3").read_bytes()


@asynccontextmanager
async def troth(**settings: str) -> AsyncIterator[Troth]:
    """A running server on a fresh folder, ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="troth-var-", ignore_cleanup_errors=True) as folder:
        server = Troth(Path(folder), settings)
        if "DATABASE_URL" not in settings:
            database = Path(folder) / "troth.sqlite3"
            database.touch(0o600)
            database.write_bytes(await asyncio.to_thread(tables))
        try:
            await server.start()
            yield server
        finally:
            await server.stop()
