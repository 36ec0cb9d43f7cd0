"""What the checks look at, each thing fetched once for all of them."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from troth.kernel.config import Config

from .asked import Answer, Away, ask
from .found import CantLook
from .rows import Rows, open_rows


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """Beyond these something is named; seconds, days and bytes."""

    certificate_days: int = 21
    clock_warning: float = 2.0
    clock_broken: float = 30.0
    idle_in_transaction: float = 60.0
    reader_behind: float = 60.0
    mail_waits: float = 900.0
    mail_days: int = 7  # for which a mail that failed is news
    backup_age: float = 2 * 86_400.0
    open_files: int = 4096
    memory: int = 512 * 1024 * 1024


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """Where the system tells about itself."""

    mounts: Path = Path("/proc/self/mountinfo")
    memory: tuple[Path, ...] = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


class Once[T]:
    """Made when the first asks; everybody gets the same, also the same exception."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock = make, threading.Lock()
        self._made: Future[T] | None = None

    def __call__(self) -> T:
        with self._lock:
            if self._made is None:
                self._made = Future()
                try:
                    self._made.set_result(self._make())
                except Exception as error:
                    self._made.set_exception(error)
        return self._made.result()


class Installation:
    """config: None where only the public address is known. url: that address. readers: names of the readers of the log
    whose bookmarks should move. All of it raises CantLook where there is nothing to look at."""

    def __init__(
        self, config: Config | None, url: str = "", readers: tuple[str, ...] = (), *,
        bars: Bars | None = None, machine: Machine | None = None, plain_port: int = 80, long: float = 0.0,
    ) -> None:  # fmt: skip
        self._config = config
        self.url = (url or (config.base_url if config else "")).rstrip("/")
        self.readers = readers
        self.bars, self.machine = bars or Bars(), machine or Machine()
        self.long = long  # s for which a socket is watched; 0: not at all
        self.plain_port = plain_port  # where people come who type the name without https
        self._opened: Rows | None = None
        self.rows: Callable[[], Rows] = Once(self._rows)
        self.kept: Callable[[], Rows] = Once(self._kept)
        self.server: Callable[[], dict[str, Any] | None] = Once(self._server)
        self.public: Callable[[], Answer] = Once(self._public)

    @property
    def config(self) -> Config:
        assert self._config is not None, "a check that needs the settings is not one for outside"
        return self._config

    @property
    def from_outside(self) -> bool:
        return self._config is None

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def secure(self) -> bool:
        return self.url.startswith("https:")

    @property
    def for_the_world(self) -> bool:
        """Whether others than this machine are to reach it."""
        return self.from_outside or not self.config.local

    def only_here(self) -> None:
        """Raises CantLook where only this machine is to reach Troth."""
        if not self.for_the_world:
            raise CantLook("TROTH_BASE_URL is this machine's own address")

    def running(self) -> dict[str, Any]:
        """What /health of the server here says."""
        said = self.server()
        if said is None:
            raise CantLook(f"no server runs here, at {self.where()}")
        return said

    def where(self) -> str:
        """The server's own address, beside any proxy."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.config.host, self.config.host)  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.config.port}"

    def end(self) -> None:
        """Let go of what was opened; what never was is not opened for it."""
        if self._opened is not None:
            self._opened.close()

    def _rows(self) -> Rows:
        self._opened = open_rows(self.config.database)
        return self._opened

    def _kept(self) -> Rows:
        """The same, where Troth's tables are in it."""
        rows = self.rows()
        if not rows.has("log_schema") or not rows.has("django_migrations"):
            raise CantLook("the database has no tables of Troth")
        return rows

    def _server(self) -> dict[str, Any] | None:
        if not self.config.port:
            return None
        try:
            said = json.loads(ask(self.where(), "/health").body)
        except (Away, ValueError):
            return None
        return said if isinstance(said, dict) and "version" in said else None

    def _public(self) -> Answer:
        try:
            return ask(self.url, "/health")
        except Away as error:
            raise CantLook(f"{self.host} can't be reached ({error})") from None
