"""GET /health: whether this server can do its work, and what is broken if it can't."""

import asyncio
import logging
import tempfile
import time
from contextlib import nullcontext
from typing import Any

from troth import __version__
from troth.kernel.config import Config
from troth.kernel.ids import new_id
from troth.kernel.own_file import OwnFile
from troth.log import Log
from troth.log.gate import gate

from .errands import RowThreads

_log = logging.getLogger("troth.health")
EVERY = 1.0  # s between two looks, however often somebody asks
PATIENCE = 3.0  # s for a look; whoever asks waits no longer
LOCKED_MS = 500  # how long a look waits for another program that has the database
SLOW_MS = 1000  # the disk may be slow: that is for others to say
HEARTBEAT = "health"  # the bookmark that is moved


class Pulse:
    """Tries for real whether that which must be written can be written: a bookmark through the ORM, a fact into the
    keyring, a nameless file beside the files of conversations. Only when somebody asks, and in a thread of its own."""

    def __init__(self, log: Log, config: Config) -> None:
        self._log_of_events, self._config = log, config
        self._rows = OwnFile(config.database.path) if config.database.kind == "sqlite" else None
        self._keys = OwnFile(config.keyring)
        self._thread = RowThreads(1, "troth-health")
        self._look_on: asyncio.Future[list[str]] | None = None
        self._looked = 0.0
        self._at = ""  # what is being tried
        self._broken: dict[str, str] = {}  # what, and why

    def stop(self) -> None:
        self._thread.shutdown()

    async def broken(self) -> list[str]:
        """Names of what can't be written now: "database", "keyring", "files"."""
        if self._look_on is None or (self._look_on.done() and time.monotonic() - self._looked > EVERY):
            self._look_on = asyncio.get_running_loop().run_in_executor(self._thread, self._look)
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.shield(self._look_on)
        except TimeoutError:
            return [self._at]

    def _look(self) -> list[str]:
        broken: dict[str, str] = {}
        for name, attempt in (("database", self._database), ("keyring", self._keyring), ("files", self._files)):
            self._at = name
            try:
                attempt()
            except Exception as error:
                broken[name] = f"{type(error).__name__}: {error}"
        for name in broken.keys() - self._broken.keys():
            _log.error("the %s can't be written: %s", name, broken[name])
        for name in self._broken.keys() - broken.keys():
            _log.warning("the %s can be written again", name)
        self._broken, self._looked = broken, time.monotonic()
        return list(broken)

    def _database(self) -> None:
        if self._rows is not None:
            self._rows.check_writable()
        log, transactions = self._log_of_events, self._log_of_events.transactions
        log.where_sync(new_id())
        transactions.refresh()
        try:
            if self._rows is not None:
                transactions.cursor().execute(f"PRAGMA busy_timeout = {LOCKED_MS}")
            with gate.held(HEARTBEAT, SLOW_MS) if self._rows is not None else nullcontext(), transactions.atomic():
                cursor = transactions.cursor()
                log.bookmarks.open(cursor, HEARTBEAT)
                log.bookmarks.move(cursor, HEARTBEAT, int(time.time()))
        except Exception:
            transactions.close()
            raise

    def _keyring(self) -> None:
        self._keys.check_writable()
        self._log_of_events.keyring.beat()

    def _files(self) -> None:
        folder = self._config.var / "files"
        with tempfile.TemporaryFile(dir=folder if folder.exists() else self._config.var) as file:
            file.write(bytes(4096))
            file.flush()


async def health(log: Log, pulse: Pulse) -> tuple[bool, dict[str, Any]]:
    """(ok, body). `broken` names what is."""
    state = log.state
    broken = list(await pulse.broken())
    parts = {name: {"ok": name not in broken} for name in ("keyring", "files")}
    database = {"kind": state.database, "ok": "database" not in broken}
    if not state.scribe or state.failure:
        broken.append("scribe")
    readers: dict[str, dict[str, Any]] = {}
    for name, reader in state.readers.items():
        readers[name] = {"ok": reader.ok, "lag": reader.lag}
        if reader.parked:
            readers[name]["parked"] = reader.parked
        if not reader.ok:
            broken.append(f"reader {name}")
    body: dict[str, Any] = {
        "ok": not broken,
        "version": __version__,
        "database": database,
        **parts,
        "scribe": {"ok": "scribe" not in broken, "waiting": state.waiting},
        "readers": readers,
    }
    if broken:
        body["broken"] = broken
    return not broken, body
