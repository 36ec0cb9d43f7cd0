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
from typing import Any, Protocol

from .cluster import cluster
from .machine import SERVER_CORE, cpu_seconds, handles, pin, rss_kib

ROOT = Path(__file__).parents[1]

# The load comes from one address, and a few visitors speak for thousands: what a limit is for. Nothing else differs
# from the shipped configuration.
LIMITS = {
    "address_sockets": 100_000,
    "address_connections": 100_000,
    "address_visitors": 1_000_000,
    "address_conversations": 1_000_000,
    "site_conversations": 1_000_000,
    "workspace_conversations": 1_000_000,
    "visitor_sockets": 100_000,
    "address_rate": 1_000_000,
    "address_burst": 1_000_000,
    "site_rate": 1_000_000,
    "site_burst": 1_000_000,
    "workspace_rate": 1_000_000,
    "workspace_burst": 1_000_000,
    "visitor_rate": 100_000,
    "visitor_burst": 100_000,
    "frames_rate": 100_000,
    "frames_burst": 100_000,
}


class Serving(Protocol):
    """What a load talks to: one process, or many of one installation. ports: where sockets go, in turn."""

    database: str

    @property
    def url(self) -> str: ...
    @property
    def ports(self) -> list[int]: ...
    @property
    def demo(self) -> dict[str, Any]: ...
    def lag(self) -> dict[str, int]: ...
    def cpu(self) -> float: ...


class Served:
    """A process of `troth serve`, running or not. `database` says what it stands on; see `served` for the entry."""

    def __init__(
        self, var: Path, env: Mapping[str, str], database: str, role: str = "all", core: int = SERVER_CORE,
        entry: str = "troth",
    ) -> None:  # fmt: skip
        self.var, self.database, self.role, self.core = var, database, role, core
        self.env, self._entry = dict(env), entry
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0  # another at each start
        self._log = var / ("server.log" if role == "all" else f"{role}.log")

    @property
    def ports(self) -> list[int]:
        return [self.port]

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

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
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        env = self.env | {"PORT": str(self.port), "TROTH_VAR": str(self.var), "PYTHONPATH": str(ROOT / "src")}
        began = time.monotonic()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._entry, "serve", "--role", self.role],
                env=env, cwd=ROOT, stdout=log, stderr=log, preexec_fn=lambda: pin(self.core),
            )  # fmt: skip
        while True:
            try:
                well = self.health().get("ok")
            except OSError:
                well = False
            ended = self._process.poll() is not None  # then whoever answered is a stranger who took the port
            if well and not ended:
                return time.monotonic() - began
            if ended or time.monotonic() - began > 120:
                raise SystemExit(f"bench: the server did not start:\n{self._log.read_text()[-3000:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None and self.running:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def kill(self) -> None:
        """As if the power had gone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @contextmanager
    def beside(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run `python WORDS` on this installation while it serves, on the server's core; ended afterwards. What it
        prints is to be read."""
        env = self.env | {"TROTH_VAR": str(self.var), "PYTHONPATH": str(ROOT / "src")}
        process = subprocess.Popen(
            [sys.executable, *words],
            env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=lambda: pin(SERVER_CORE),
        )  # fmt: skip
        with process:  # waits
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.terminate()

    def aside(self, *words: str) -> str:
        """Run `python WORDS` on this installation, which does not serve meanwhile; what it printed."""
        env = self.env | {"TROTH_VAR": str(self.var), "PYTHONPATH": str(ROOT / "src")}
        told = subprocess.run([sys.executable, *words], env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True)
        return told.stdout.decode()

    def health(self) -> dict[str, Any]:
        """What /health says. Raises OSError while nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=30) as answer:
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

    def handles(self) -> dict[str, int]:
        """Open files and threads."""
        return handles(self.pid)


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def installed(
    database_url: str | None, limits: Mapping[str, int] = LIMITS, kept: Path | None = None
) -> Iterator[tuple[Path, dict[str, str], str]]:
    """An installation without a process: its folder, the environment of its processes, and what it stands on."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")}
    quiet.pop("DATABASE_URL", None)
    env = quiet | {"TROTH_DEMO": "1"} | {f"TROTH_LIMIT_{name.upper()}": str(value) for name, value in limits.items()}
    with _folder(kept) as folder:
        if database_url is None:
            yield folder, env, "SQLite, synchronous=FULL"
            return
        with cluster(database_url, kept and kept / "postgres") as (address, what):
            yield folder, env | {"DATABASE_URL": address}, what


@contextmanager
def served(
    database_url: str | None, limits: Mapping[str, int] = LIMITS, kept: Path | None = None, entry: str = "troth"
) -> Iterator[Served]:
    """A server that is not started yet, on SQLite (None) or PostgreSQL; everything of it is gone at the end, unless it
    is `kept` in a folder, to be found there again. entry: the module that is run, where it is not the product's own."""
    with installed(database_url, limits, kept) as (folder, env, what):
        server = Served(folder, env, what, entry=entry)
        try:
            yield server
        finally:
            server.stop()
