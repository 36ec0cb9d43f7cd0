"""The shipped server, started as an operator would, on a core of its own and an empty store of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .cluster import cluster
from .machine import SERVER_CORE, cpu_seconds, pin, rss_kib

ROOT = Path(__file__).parents[1]

# The load comes from one address, and a few visitors speak for thousands: what a limit is for. Nothing else differs
# from the shipped configuration.
LIMITS = {
    "address_sockets": 100_000,
    "address_connections": 100_000,
    "address_visitors": 1_000_000,
    "address_conversations": 1_000_000,
    "visitor_rate": 100_000,
    "visitor_burst": 100_000,
    "frames_rate": 100_000,
    "frames_burst": 100_000,
}


class Served:
    """A running server. `database` says what it stands on."""

    def __init__(self, var: Path, env: Mapping[str, str], database: str) -> None:
        self.var, self.database = var, database
        self._env = dict(env)
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def demo(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.var / "demo.json").read_bytes())
        return found

    def start(self) -> float:
        """Start; seconds until /health answers 200."""
        env = self._env | {"PORT": str(self.port), "TROTH_VAR": str(self.var), "PYTHONPATH": str(ROOT / "src")}
        began = time.monotonic()
        with (self.var / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "troth", "serve"],
                env=env, cwd=ROOT, stdout=log, stderr=log, preexec_fn=lambda: pin(SERVER_CORE),
            )  # fmt: skip
        while True:
            try:
                if self.health().get("ok"):
                    return time.monotonic() - began
            except OSError:
                pass
            if self._process.poll() is not None or time.monotonic() - began > 120:
                raise SystemExit(f"bench: the server did not start:\n{(self.var / 'server.log').read_text()[-3000:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def health(self) -> dict[str, Any]:
        """What /health says. Raises OSError while nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError:
            return {"ok": False}

    def lag(self) -> dict[str, int]:
        """How many events each reader of the log is behind."""
        return {name: reader.get("lag", -1) for name, reader in self.health().get("readers", {}).items()}

    def cpu(self) -> float:
        return cpu_seconds(self.pid)

    def rss(self) -> int:
        """KiB."""
        return rss_kib(self.pid)


@contextmanager
def served(database_url: str | None, limits: Mapping[str, int] = LIMITS) -> Iterator[Served]:
    """A server that is not started yet, on SQLite (None) or PostgreSQL; everything of it is gone at the end."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")}
    quiet.pop("DATABASE_URL", None)
    env = quiet | {"TROTH_DEMO": "1"} | {f"TROTH_LIMIT_{name.upper()}": str(value) for name, value in limits.items()}
    with TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as var:
        if database_url is None:
            server = Served(Path(var), env, "SQLite, synchronous=FULL")
            try:
                yield server
            finally:
                server.stop()
            return
        with cluster(database_url) as (address, what):
            server = Served(Path(var), env | {"DATABASE_URL": address}, what)
            try:
                yield server
            finally:
                server.stop()
