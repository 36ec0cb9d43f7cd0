"""A real server in a process of its own: started, killed and started again as an operator's would be."""

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
UP_WITHIN = 60.0  # s, on a busy machine; a server that dies earlier is noticed at once
FOREIGN = ("TROTH_", "PORT", "HOST", "DATABASE_URL", "DJANGO_")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Troth:
    """`troth serve` with its demo, on a port that stays the same over restarts. Everything it keeps is in `var`."""

    def __init__(self, var: Path, settings: Mapping[str, str] | None = None, cwd: Path = ROOT) -> None:
        self.var, self.port, self._cwd = var, free_port(), cwd
        self.said = var / "server.log"
        own = {"PORT": str(self.port), "TROTH_VAR": str(var), "TROTH_DEMO": "1", "PYTHONUNBUFFERED": "1"}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        self._env = {**inherited, **own, **(settings or {})}
        self._process: asyncio.subprocess.Process | None = None

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
        with self.said.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "troth", "serve", cwd=self._cwd, env=self._env, stdout=log, stderr=log
            )
        try:
            async with asyncio.timeout(UP_WITHIN):
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

    def tail(self) -> str:
        return "\n".join(self.said.read_text(errors="replace").splitlines()[-40:])

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()

    def _get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@asynccontextmanager
async def troth(**settings: str) -> AsyncIterator[Troth]:
    """A running server on a fresh folder, ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="troth-var-", ignore_cleanup_errors=True) as folder:
        server = Troth(Path(folder), settings)
        try:
            await server.start()
            yield server
        finally:
            await server.stop()
