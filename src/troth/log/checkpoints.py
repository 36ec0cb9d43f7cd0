"""SQLite's checkpoints in a thread of their own: automatic ones would run inside the COMMIT of whoever is there."""

import logging
import sqlite3
import threading
from pathlib import Path

from .gate import Gate

_log = logging.getLogger(__name__)

EVERY = 0.25  # seconds
CATCH_UP = 5  # tries to come close to the writers before the gate is asked for
FEW = 256  # pages
TOO_LONG = 64 * 1024 * 1024  # bytes of write-ahead log; then one checkpoint goes through the gate


class Checkpoints:
    def __init__(self, path: Path, gate: Gate) -> None:
        self._db = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
        self._wal = Path(f"{path}-wal")
        self._gate = gate
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log-checkpoints", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """The last checkpoint empties the write-ahead log, when nobody reads."""
        self._end.set()
        self._thread.join()
        try:
            self._db.execute("PRAGMA busy_timeout = 200")
            with self._gate.held("checkpoint"):
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            _log.info("the last checkpoint was left to the next start")
        self._db.close()

    def _run(self) -> None:
        seen = (0, 0)
        while not self._end.wait(EVERY):
            try:
                stat = self._wal.stat()
            except FileNotFoundError:
                continue
            now = (stat.st_mtime_ns, stat.st_size)
            if now == seen:
                continue
            seen = now
            try:
                _, in_log, moved = self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if stat.st_size <= TOO_LONG or moved == in_log:
                    continue  # a log that was moved whole begins anew by itself
                for _ in range(CATCH_UP):  # so that little is left to do behind the gate
                    if in_log - moved < FEW:
                        break
                    _, in_log, moved = self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if moved < in_log:
                    with self._gate.held("checkpoint"):
                        self._db.execute("PRAGMA wal_checkpoint(RESTART)")
            except sqlite3.Error:
                _log.exception("a checkpoint failed; it is tried again")
