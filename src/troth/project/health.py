"""GET /health: whether this process can do the work of its role, and what is broken if it can't."""

import asyncio
import logging
import time
from contextlib import nullcontext
from typing import Any

from troth import __version__
from troth.datamap import egress
from troth.datamap.doors import act_for
from troth.datamap.purposes import SECURITY
from troth.filestore import open_store
from troth.kernel import scrubbed
from troth.kernel.config import Config
from troth.kernel.ids import new_id
from troth.kernel.own_file import OwnFile
from troth.log import Log
from troth.log.gate import gate
from troth.murmur import Murmur
from troth.privacy.named import named

from .errands import RowThreads
from .stopping import Stopping

_log = logging.getLogger("troth.health")
EVERY = 1.0  # s between two looks, however often somebody asks
PATIENCE = 3.0  # s for a look; whoever asks waits no longer
LOCKED_MS = 500  # how long a look waits for another program that has the database
SLOW_MS = 1000  # the disk may be slow: that is for others to say
HEARTBEAT = "health"  # the bookmark that is moved


class Pulse:
    """Tries for real whether that which must be written can be written: a bookmark through the ORM, a fact into the
    keyring, and where files come in something into their store. Only when somebody asks, and in a thread of its own."""

    def __init__(self, log: Log, config: Config, murmur: Murmur | None) -> None:
        self.murmur = murmur if config.database.kind == "postgres" else None
        self._log_of_events = log
        self._rows = OwnFile(config.database.path) if config.database.kind == "sqlite" else None
        self.role = config.role
        self.tried = {"database": self._database, "keyring": self._keyring}
        if config.has("gateway"):
            self.tried["files"] = open_store(config.files).attempt
        self._thread = RowThreads(1, "troth-health")
        self._look_on: asyncio.Future[list[str]] | None = None
        self._looked = 0.0
        self._at = ""  # what is being tried
        self._broken: dict[str, str] = {}  # what, and why
        self._named = [one.host for one in named(config)]
        self.refused: list[str] = []  # hosts of the settings to which nothing is sent, by decision

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
        act_for(SECURITY)  # this thread does nothing else
        self.refused = [host for host in self._named if egress.why_not(host)]
        for name, attempt in self.tried.items():
            self._at = name
            try:
                attempt()
            except Exception as error:
                broken[name] = scrubbed.told(error)
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
        self._log_of_events.keyring.beat()


async def health(log: Log, pulse: Pulse, stopping: Stopping) -> tuple[bool, dict[str, Any]]:
    """(ok, body). `broken` names what is; only what this process's role needs is looked at. A server that was told to
    stop is well, and yet not ok: nobody should be sent here any more."""
    state = log.state
    broken = list(await pulse.broken())
    parts: dict[str, dict[str, Any]] = {name: {"ok": name not in broken} for name in pulse.tried}
    if not state.scribe or state.failure:
        broken.append("scribe")
    if (murmur := pulse.murmur) is not None:
        parts["murmur"] = {"ok": not murmur.failure, "others": murmur.others}
        if murmur.failure:
            broken.append("murmur")
    readers: dict[str, dict[str, Any]] = {}
    for name, reader in state.readers.items():
        readers[name] = {"ok": reader.ok, "lag": reader.lag, "holder": reader.holder}
        if reader.parked:
            readers[name]["parked"] = reader.parked
        if not reader.ok:
            broken.append(f"reader {name}")
    body: dict[str, Any] = {
        "ok": not broken and not stopping.begun,
        "version": __version__,
        "role": pulse.role,
        **parts,
        "database": {"kind": state.database, **parts["database"]},
        "scribe": {"ok": "scribe" not in broken, "waiting": state.waiting},
        "readers": readers,
    }
    if pulse.refused:  # the officer's decision, and no fault: chats go on
        body["processors"] = {"ok": False, "refused": pulse.refused}
    if broken:
        body["broken"] = broken
    if stopping.begun:
        body["stopping"] = True
    return body["ok"], body
