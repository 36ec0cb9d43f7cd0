"""A keyring in an SQLite file, as backups and restores see it."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from . import schema
from .copying import COLUMNS, RESTORED, STEP, KeyRow, Tombstone


class KeyringFile:
    """A keyring in an SQLite file. Reads in small steps, so that whoever erases meanwhile waits for nobody."""

    def __init__(self, path: Path) -> None:
        self.path, self.where = path, str(path)

    def there(self) -> bool:
        return self.path.exists()

    def facts(self) -> dict[str, int]:
        with self._open() as db:
            found = db.execute("SELECT name, value FROM fact WHERE name IN ('next_id', 'bound_to', ?)", (RESTORED,))
            return {name: int(value) for name, value in found}

    def destroyed(self) -> int:
        with self._open() as db:
            return int(db.execute("SELECT count(*) FROM key WHERE wrapped IS NULL").fetchone()[0])

    def rows(self) -> Iterator[list[KeyRow]]:
        return self._steps(f"SELECT {', '.join(COLUMNS)} FROM key WHERE id > ? ORDER BY id LIMIT {STEP}")

    def tombstones(self) -> Iterator[list[Any]]:
        return self._steps(
            f"SELECT id, coalesce(destroyed_at, 0) FROM key WHERE wrapped IS NULL AND id > ? ORDER BY id LIMIT {STEP}"
        )

    def begin(self, mark: int) -> None:
        self.remove()
        fresh = self.path.with_name(self.path.name + ".part")
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(fresh, isolation_level=None)) as db:
            schema.bring_up(db)
            db.execute("INSERT INTO fact VALUES (?, ?)", (RESTORED, mark))
        fresh.replace(self.path)  # never there without its mark

    def remove(self) -> None:
        for end in ("", "-wal", "-shm", "-erasures", ".part", ".part-journal"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)

    def fill(self, rows: Sequence[KeyRow]) -> None:
        with self._writing() as db:
            db.executemany(f"INSERT INTO key ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def set_facts(self, facts: dict[str, int]) -> None:
        with self._writing() as db:
            db.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", list(facts.items()))

    def forget_fact(self, name: str) -> None:
        with self._writing() as db:
            db.execute("DELETE FROM fact WHERE name = ?", (name,))

    def bury(self, stones: Iterable[Tombstone]) -> int:
        gone = 0
        with self._writing() as db:
            for key_id, at in stones:
                done = db.execute(
                    "UPDATE key SET wrapped = NULL, destroyed_at = ? WHERE id = ? AND wrapped IS NOT NULL",
                    (at, key_id),
                )
                if done.rowcount:
                    db.execute("INSERT INTO destroyed (key_id) VALUES (?)", (key_id,))
                    gone += 1
                else:
                    db.execute("INSERT OR IGNORE INTO key (id, minted_at, destroyed_at) VALUES (?, 0, ?)", (key_id, at))
        return gone

    def note_lost(self, key_ids: Iterable[int]) -> None:
        with self._writing() as db:
            db.executemany(
                "INSERT OR IGNORE INTO key (id, minted_at, destroyed_at) VALUES (?, 0, 0)", [(one,) for one in key_ids]
            )

    def settle(self) -> None:
        with self._open() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _steps(self, sql: str) -> Iterator[list[Any]]:
        after = -1
        while True:
            with self._open() as db:
                rows = db.execute(sql, (after,)).fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield rows

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(
            sqlite3.connect(f"{self.path.as_uri()}?mode=rw", uri=True, timeout=30, isolation_level=None)
        ) as db:
            for pragma in ("synchronous = FULL", "secure_delete = ON"):
                db.execute(f"PRAGMA {pragma}")
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.execute("ROLLBACK")
                raise
