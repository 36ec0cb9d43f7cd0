"""The index on SQLite: a folder with one file, and with a second one while that is built. It has nothing to do with the
log's gate, so that whoever writes never waits for it. A file that can't be read is thrown away and built anew."""

import logging
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from uuid import UUID

from . import ask_sqlite, shelves
from .change import Change, Gone, Reworded
from .index import Hit, Within
from .question import Question

_log = logging.getLogger("troth.search")

BUILDING = "building"


class _Held:
    """A thread's connection; it ends with the thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = shelves.connect(path)
        weakref.finalize(self, self.db.close)  # also where a ring of references holds both
        self._inode = os.stat(path).st_ino

    def is_there(self) -> bool:
        """Whether its file still lies where it was opened."""
        try:
            return os.stat(self.path).st_ino == self._inode
        except FileNotFoundError:
            return False


class SQLiteIndex:
    few = 1_000

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = threading.local()
        self._guard = threading.RLock()  # of those who write in this process

    # ---- looking ---------------------------------------------------------------------------------------------------
    def hits(self, question: Question, within: Within, before: int | None, most: int) -> list[Hit]:
        return self._look(lambda db: ask_sqlite.hits(db, question, within, before, most), [])

    def among(
        self, question: Question, streams: Sequence[UUID], before: int | None, most: int, *, after: int = 0,
        within: Within | None = None, team: bool = True,
    ) -> list[Hit]:  # fmt: skip
        return self._look(
            lambda db: list(islice(ask_sqlite.among(db, question, streams, before, after, within, team), most)), []
        )

    def newest(
        self, question: Question, streams: Sequence[UUID], before: int | None, most: int, *, within: Within,
        team: bool = True,
    ) -> list[Hit]:  # fmt: skip
        def look(db: sqlite3.Connection) -> list[Hit]:
            first: dict[UUID, Hit] = {}
            for hit in ask_sqlite.among(db, question, streams, None, 0, within, team):
                first.setdefault(hit.stream, hit)
            return [hit for hit in first.values() if before is None or hit.position < before][:most]

        return self._look(look, [])

    def position(self) -> int:
        return self._look(lambda db: int(db.execute("SELECT position FROM state").fetchone()[0]), 0)

    def count(self, streams: Sequence[UUID], upto: int) -> int:
        def counted(db: sqlite3.Connection) -> int:
            one = "SELECT count(*) FROM passage WHERE stream = ? AND position <= ?"
            return sum(int(db.execute(one, (stream.bytes, upto)).fetchone()[0]) for stream in streams)

        return self._look(counted, 0) + self._on_building(counted, 0)

    def size(self) -> int:
        return sum(one.stat().st_size for one in self._folder.glob("*.sqlite3*")) if self._folder.exists() else 0

    # ---- changing --------------------------------------------------------------------------------------------------
    def keep(self, changes: Sequence[Change], position: int, after: int) -> bool:
        """The changes, and that the log is known up to this position: one transaction. Nothing, and False, where it is
        not known up to `after`: somebody threw the file away since, or put another in its place."""
        kept = False

        def act(db: sqlite3.Connection) -> None:
            nonlocal kept
            kept = db.execute("SELECT position FROM state").fetchone() == (after,)
            if kept:
                write(db, changes, position)

        self._change(act)
        return kept

    def forget(self, streams: Sequence[UUID], upto: int) -> None:
        def act(db: sqlite3.Connection) -> None:
            for stream in streams:
                db.execute("INSERT OR REPLACE INTO gone VALUES (?, ?)", (stream.bytes, upto))
                shelves.take_out(db, stream, upto)

        self._change(act)
        self._on_building(lambda db: shelves.in_transaction(db, act), None)

    def compact(self) -> bool:
        with self._guard:
            whole = self._look(_compacted, False)
            return self._on_building(_compacted, True) and whole

    def throw_away(self) -> None:
        """An empty one takes its place."""
        with self._guard:
            old = self.path
            self._close()
            shelves.connect(old.with_name(f"{_number(old) + 1}.sqlite3")).close()  # others see by its name what it is
            for one in self._folder.glob(f"{old.stem}.sqlite3*"):
                one.unlink(missing_ok=True)

    # ---- building another beside it --------------------------------------------------------------------------------
    @property
    def building(self) -> Path:
        return self._folder / f"{BUILDING}.sqlite3"

    def put_in_place(self) -> None:
        """What was built takes the place of what is there; others notice at their next look."""
        with self._guard:
            old = self.path
            fresh = self._folder / f"{_number(old) + 1}.sqlite3"
            db = shelves.connect(self.building)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()
            self._close()
            self.building.replace(fresh)
            for one in self._folder.glob(f"{old.stem}.sqlite3*"):
                one.unlink(missing_ok=True)

    # ---- the file --------------------------------------------------------------------------------------------------
    @property
    def path(self) -> Path:
        """The file that is asked."""
        there = [one for one in self._folder.glob("*.sqlite3") if one.stem.isdigit()]
        return max(there, key=_number, default=self._folder / "1.sqlite3")

    def _connection(self) -> sqlite3.Connection:
        """This thread's own, of the file that is there now."""
        held: _Held | None = getattr(self._own, "held", None)
        if held is None or not held.is_there():
            held = self._own.held = _Held(self.path)
        return held.db

    def _close(self) -> None:
        self._own.held = None

    def _change(self, act: Callable[[sqlite3.Connection], None]) -> None:
        """In a transaction. What can't be read is thrown away, and has nothing to change any more."""
        with self._guard:
            self._look(lambda db: shelves.in_transaction(db, act), None)

    def _look[Found](self, act: Callable[[sqlite3.Connection], Found], nothing: Found) -> Found:
        try:
            return act(self._connection())
        except sqlite3.DatabaseError as error:
            if not shelves.is_broken(error):
                raise
            why = type(error).__name__  # the error itself would keep the connection
        self._say_broken(why)
        return nothing

    def _on_building[Found](self, act: Callable[[sqlite3.Connection], Found], nothing: Found) -> Found:
        """With the file that is being built, where there is one."""
        if not self.building.exists():
            return nothing
        db = shelves.connect(self.building)
        try:
            return act(db)
        finally:
            db.close()

    def _say_broken(self, why: str) -> None:
        _log.error("the search index can't be read (%s); it is thrown away and built anew", why)
        self.throw_away()


def look_at(folder: Path) -> int | None:
    """How far of the log the index knows, for whoever only looks; None where there is none yet. Raises
    sqlite3.DatabaseError where it can't be read."""
    path = SQLiteIndex(folder).path
    if not path.exists():
        return None
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=shelves.BUSY_S)) as db:
        db.execute("PRAGMA query_only = ON")
        return int(db.execute("SELECT position FROM state").fetchone()[0])


def _number(path: Path) -> int:
    return int(path.stem)


def write(db: sqlite3.Connection, changes: Sequence[Change], position: int) -> None:
    gone = {UUID(bytes=stream): upto for stream, upto in db.execute("SELECT stream, upto FROM gone")}
    for change in changes:
        if isinstance(change, Gone):
            shelves.take_out(db, change.stream, change.position)
        elif isinstance(change, Reworded):
            for stream in change.streams:
                if stream not in gone:
                    shelves.word_anew(db, stream, change.seq, change.words)
        elif change.position > gone.get(change.stream, 0):
            shelves.put(db, change)
    db.execute("UPDATE state SET position = ?", (position,))
    if gone:
        db.execute("DELETE FROM gone WHERE upto <= ?", (position,))


def _compacted(db: sqlite3.Connection) -> bool:
    """Deleting leaves words in the lists until they are merged: the shelves it touched are, whole."""
    for (number,) in db.execute("SELECT number FROM shelf WHERE torn").fetchall():
        db.execute("BEGIN IMMEDIATE")
        db.execute(f"INSERT INTO shelf_{number} (shelf_{number}) VALUES ('optimize')")
        db.execute("UPDATE shelf SET torn = 0 WHERE number = ?", (number,))
        db.execute("COMMIT")
    busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
