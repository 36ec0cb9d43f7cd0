"""The notary: a thread of the worker that signs how the logs stand, once a minute where something is new in them."""

import logging
import threading
import time

from django.db import close_old_connections, connection

from troth.datamap.doors import Door, act_for, through
from troth.datamap.purposes import RECORD

from .checkpoint import sign_due, thin_out

NAME = "checkpoints"  # as the data map calls this job
LOOK = 5.0  # s between looks
HOUR = 3_600.0  # s between looks for old ones

_log = logging.getLogger("troth.proofs")


class Notary:
    def __init__(self) -> None:
        self._end = threading.Event()
        self._thinned = 0.0
        self._thread = threading.Thread(target=self._run, name="proofs-notary", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        self._thread.join(30)

    def _run(self) -> None:
        act_for(through(Door.JOB, RECORD, f"the job {NAME}"))
        while not self._end.wait(LOOK):
            try:
                self._turn()
            except Exception:  # whatever it was: an hour without checkpoints is worse than a line in the log
                _log.exception("the notary stumbled; it goes on")
            finally:
                close_old_connections()
        connection.close()

    def _turn(self) -> None:
        while sign_due() and not self._end.is_set():
            pass
        if time.monotonic() - self._thinned > HOUR:
            while thin_out() and not self._end.is_set():
                pass
            self._thinned = time.monotonic()
