"""The keyring's rows in an SQLite file: of all processes of one machine."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from troth.kernel import clock
from troth.kernel.own_file import OwnFile

from . import schema
from .contract import Bound, StillOnDisk, Told
from .copying import RESTORED
from .erasures import Erasures

BEAT_WITHIN = 0.5  # seconds for another program that has the keyring
WIPE_WITHIN = 5.0  # seconds to wait for those who read the keyring while a key is being destroyed
JOURNAL_WITHIN = 30.0  # seconds for other processes that make the same keyring


class SQLiteRows:
    """Opens (and makes) the keyring at `path`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self.where = str(path)
        self._path = path
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._lock = threading.Lock()  # the connection's
        self._woken = threading.Event()
        try:
            self._journal()
            for pragma in ("synchronous=FULL", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            schema.bring_up(self._db)
            self._erasures = Erasures(path.with_name(path.name + "-erasures"))
        except BaseException:
            self._db.close()
            raise
        self._seen = self._erasures.last()
        self._marked = self._seen
        self._file = OwnFile(path)

    def _journal(self) -> None:
        """SQLite does not wait here for another process that makes the same file at the same moment, as elsewhere."""
        until = time.monotonic() + JOURNAL_WITHIN
        while True:
            try:
                self._db.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(0.02)

    def check(self) -> None:
        """A look into the file system: raises Moved when the file is not where it was opened."""
        self._file.check()

    def beat(self) -> None:
        self._file.check_writable()
        beating = sqlite3.connect(f"{self._path.as_uri()}?mode=rw", uri=True, timeout=BEAT_WITHIN, isolation_level=None)
        with closing(beating):
            beating.execute("INSERT OR REPLACE INTO fact VALUES ('beat', ?)", (_ms(),))

    def close(self) -> None:
        with self._lock:
            self._db.close()
        self._erasures.close()

    def proof(self, made: bytes) -> bytes:
        with self._lock:
            self._db.execute("INSERT INTO fact VALUES ('secret', ?) ON CONFLICT DO NOTHING", (made,))
        return bytes(self._fact("secret"))

    def restored(self) -> int | None:
        found = self._read("SELECT value FROM fact WHERE name = ?", RESTORED)
        return int(found[0][0]) if found else None

    def next_id(self) -> int:
        return int(self._fact("next_id"))

    def mint(self, many: int, wrap: Callable[[int], bytes]) -> int:
        with self._writing() as db:
            (first,) = db.execute("SELECT value FROM fact WHERE name = 'next_id'").fetchone()
            now = _ms()
            db.executemany(
                "INSERT INTO key (id, wrapped, minted_at) VALUES (?, ?, ?)",
                [(key_id, wrap(key_id), now) for key_id in range(first, first + many)],
            )
            db.execute("UPDATE fact SET value = ? WHERE name = 'next_id'", (first + many,))
        return int(first)

    def minted(self, key_id: int) -> bool:
        return bool(self._read("SELECT 1 FROM key WHERE id = ?", key_id))

    def wrapped(self, key_ids: Sequence[int]) -> list[tuple[int, bytes]]:
        marks = ",".join("?" * len(key_ids))
        return self._read(f"SELECT id, wrapped FROM key WHERE wrapped IS NOT NULL AND id IN ({marks})", *key_ids)

    def bound_to(self) -> int:
        return int(self._fact("bound_to"))

    def bind(self, rows: Sequence[Bound], position: int) -> None:
        with self._writing() as db:
            db.executemany(
                "UPDATE key SET workspace = ?, stream = ?, subject = ? WHERE id = ? AND subject IS NULL",
                [(w.bytes, st.bytes, su.bytes, key_id) for key_id, w, st, su in rows],
            )
            db.execute("UPDATE fact SET value = max(value, ?) WHERE name = 'bound_to'", (position,))

    def owner(self, key_id: int) -> tuple[UUID, UUID, UUID] | None:
        found = self._read("SELECT workspace, stream, subject FROM key WHERE id = ? AND subject IS NOT NULL", key_id)
        return (UUID(bytes=found[0][0]), UUID(bytes=found[0][1]), UUID(bytes=found[0][2])) if found else None

    # --- destroying, and hearing of it

    def destroy(self, key_ids: Sequence[int]) -> tuple[int, int]:
        gone, last = 0, 0
        with self._writing() as db:
            for key_id in key_ids:
                done = db.execute(
                    "UPDATE key SET wrapped = NULL, destroyed_at = ? WHERE id = ? AND wrapped IS NOT NULL",
                    (_ms(), key_id),
                )
                if done.rowcount:
                    told = db.execute("INSERT INTO destroyed (key_id) VALUES (?)", (key_id,))
                    gone, last = gone + 1, told.lastrowid or 0
        if gone:
            self._erasures.tell(last)  # the others look there before they seal or open: now they have heard
        return gone, last

    def destroyed_after(self, heard: int) -> list[Told]:
        return self._read("SELECT n, key_id FROM destroyed WHERE n > ? ORDER BY n", heard)

    def stirred(self) -> bool:
        return self._erasures.last() != self._seen

    def mark(self, heard: int) -> float:
        self._marked = self._erasures.last()
        return 0.0

    def settle(self, mark: float) -> None:
        self._seen = self._marked

    def wait(self, seconds: float) -> None:
        self._woken.wait(seconds)

    def wake(self) -> None:
        self._woken.set()

    def heard_by_all(self, number: int) -> None: ...

    def wipe(self, key_ids: Sequence[int]) -> None:
        """Carry the overwritten pages from the write-ahead log into the file and empty it. Whoever reads holds it up;
        meanwhile keys are given and read as ever."""
        until = time.monotonic() + WIPE_WITHIN
        with closing(sqlite3.connect(self._path, timeout=0.1, isolation_level=None)) as connection:
            while True:
                (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return
                if time.monotonic() > until:
                    raise StillOnDisk
                time.sleep(0.02)

    # --- the connection

    def _fact(self, name: str) -> Any:
        return self._read("SELECT value FROM fact WHERE name = ?", name)[0][0]

    def _read(self, sql: str, *params: Any) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, params).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


def _ms() -> int:
    return int(clock.now().timestamp() * 1000)
