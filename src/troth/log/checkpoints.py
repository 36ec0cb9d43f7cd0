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
LONGEST = 32_768  # pages of 4 KiB in the write-ahead log; then it begins anew. The start after a crash reads it whole
READERS_MS = 100  # that a new beginning waits for those who read in the log, while nobody writes
SLOW_MS = 100  # the disk may be slow


class Checkpoints:
    def __init__(self, path: Path, gate: Gate, longest: int = LONGEST) -> None:
        self._db = sqlite3.connect(path, timeout=READERS_MS / 1000, isolation_level=None, check_same_thread=False)
        self._wal = Path(f"{path}-wal")
        self._gate = gate
        self._longest = self._bound = longest
        self._seen = (0, 0)
        self._looking = threading.Lock()  # two at once on one connection take each other's answer
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
        while not self._end.wait(EVERY):
            try:
                self.look()
            except FileNotFoundError:
                continue
            except sqlite3.Error:
                _log.exception("a checkpoint failed; it is tried again")

    def look(self) -> int:
        """Carry into the file what was written since the last look. How many pages the log holds.

        A log that was carried over whole begins anew by itself, but only where nobody wrote meanwhile. Where words
        never pause it would grow for ever, so that from a length on it is told to, while the writers wait."""
        with self._looking:
            return self._look()

    def _look(self) -> int:
        stat = self._wal.stat()
        now = (stat.st_mtime_ns, stat.st_size)
        if now == self._seen:
            return 0
        self._seen = now
        _, held, moved = self._carry("PASSIVE")
        if held <= self._bound:
            return held
        for _ in range(CATCH_UP):  # so that little is left to do behind the gate
            if held - moved < FEW:
                break
            _, held, moved = self._carry("PASSIVE")
        with self._gate.held("checkpoint", SLOW_MS):
            busy, held, _ = self._carry("RESTART")
        # somebody who reads for long, a backup say, holds it up: the writers do not wait for them at every look
        self._bound = held + self._longest if busy else self._longest
        return held

    def _carry(self, how: str) -> tuple[int, int, int]:
        """(whether somebody held it up, pages in the log, how many of them are in the file)."""
        done: tuple[int, int, int] = self._db.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
        return done
