"""A worker's standing among the others of its installation: its name, kept by a lease, and which bookmarks it holds.

On SQLite there are no others.
"""

import logging
import os
import socket
import threading
import time

from troth.kernel.config import ConfigError
from troth.kernel.ids import new_id
from troth.kernel.outages import is_outage
from troth.log import Log, leases

_log = logging.getLogger(__name__)

RENEWED = 1.0  # seconds between renewals
ASKED = 0.2  # seconds between looks at a name that another has


class NameTaken(Exception):
    """Another worker took this one's name while it slept."""


class Standing(threading.Thread):
    def __init__(self, log: Log, name: str) -> None:
        super().__init__(name="worker-standing", daemon=True)
        place = f"{socket.gethostname()}, process id {os.getpid()}"
        token = new_id()
        self.worker = leases.WorkerRow(name or f"{socket.gethostname()}-{token.hex[-12:]}", token, place)
        self.alone = log.transactions.vendor == "sqlite"
        self._transactions = log.transactions
        self._end = threading.Event()
        self._taken = False

    def enlist(self) -> None:
        """Have the name. Waits for the end of a dead one's lease; raises ConfigError when its owner lives."""
        if self.alone:
            return
        seen = None
        while not self._keep():
            found = self._who()
            if seen is not None and found is not None and found != seen:
                raise ConfigError(
                    f"TROTH_NAME: a worker called {self.worker.name} runs already ({found[0]}). Stop it, or give each"
                    " process a name of its own; left empty, it has one."
                )
            seen = found
            time.sleep(ASKED)
        self._transactions.close()
        self.start()

    def leave(self) -> None:
        if self.is_alive():
            self._end.set()
            self.join()

    def check(self) -> None:
        """Raises NameTaken."""
        if self._taken:
            raise NameTaken(self.worker.name)

    def run(self) -> None:
        while not self._end.wait(RENEWED):
            try:
                self._transactions.refresh()
                taken = not self._keep()
                if taken and not self._taken:
                    _log.error("another worker has the name %s now; this one reads nothing", self.worker.name)
                self._taken = taken
            except Exception as error:
                self._complain(error)
        try:
            with self._transactions.atomic():
                leases.leave(self._transactions.cursor(), self.worker)
        except Exception as error:
            self._complain(error)  # its lease ends by itself
        self._transactions.close()

    def _keep(self) -> bool:
        with self._transactions.atomic():
            return leases.keep(self._transactions.cursor(), self.worker)

    def _who(self) -> tuple[str, object] | None:
        with self._transactions.atomic():
            return leases.who(self._transactions.cursor(), self.worker.name)

    def _complain(self, error: Exception) -> None:
        if is_outage(error):
            _log.warning("the worker %s can't renew its lease: %s", self.worker.name, type(error).__name__)
        else:
            _log.error("the worker %s can't renew its lease", self.worker.name, exc_info=error)
