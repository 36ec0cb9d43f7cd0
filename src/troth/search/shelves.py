"""The file of the index on SQLite: its tables, and one full-text table for every so many positions of the log.

Shelves keep what is costly small: a frequent word is found on the newest, a beginning of words merges the lists of one
shelf at a time, and after an erasure only the shelves it touched are written anew.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from .change import Passage
from .question import Question

SHELF = 2**16  # positions: to write one anew takes a third of a second
VERSION = 1  # of the words and the tables: another one is thrown away and built anew
BUSY_S = 20.0

_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "cache_size = -16384")
_TABLES = f"""
CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL);
INSERT INTO state VALUES (1, 0);
CREATE TABLE named (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, uuid BLOB NOT NULL, UNIQUE (kind, uuid));
CREATE TABLE passage (
    position INTEGER PRIMARY KEY, stream BLOB NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
    workspace INTEGER NOT NULL, site INTEGER NOT NULL, by INTEGER, team INTEGER NOT NULL, words TEXT NOT NULL
);
CREATE INDEX passage_stream ON passage (stream);
CREATE TABLE gone (stream BLOB PRIMARY KEY, upto INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE shelf (number INTEGER PRIMARY KEY, torn INTEGER NOT NULL DEFAULT 0);
PRAGMA user_version = {VERSION};
"""  # made in this order: a file whose version is right is whole


def connect(path: Path) -> sqlite3.Connection:
    """The file's tables are made where it has none."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=1_024)
    try:
        for pragma in _PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
        if version(db) == 0:
            _make(db)
        if version(db) != VERSION:
            raise Outdated("of another version")
    except BaseException:
        db.close()
        raise
    return db


def _make(db: sqlite3.Connection) -> None:
    db.execute("BEGIN IMMEDIATE")
    if version(db) == 0:  # else another was quicker
        for statement in _TABLES.split(";"):
            db.execute(statement)
    db.execute("COMMIT")


class Outdated(sqlite3.DatabaseError):
    """An older or newer program made the file."""


def version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def is_broken(error: BaseException) -> bool:
    """Whether the file can't be read any more, rather than locked, full or away."""
    codes = sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB
    return isinstance(error, Outdated) or (
        isinstance(error, sqlite3.DatabaseError) and getattr(error, "sqlite_errorcode", 0) & 0xFF in codes
    )


def in_transaction(db: sqlite3.Connection, act: Callable[[sqlite3.Connection], None]) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        act(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


# ---- inside a transaction -----------------------------------------------------------------------------------------
def number_of(db: sqlite3.Connection, kind: str, one: UUID) -> int:
    """The short name of a workspace (w), a site (s) or a member (b) in this file."""
    known = found_number(db, kind, one)
    if known is None:
        known = db.execute("INSERT INTO named (kind, uuid) VALUES (?, ?)", (kind, one.bytes)).lastrowid
    return int(known or 0)


def found_number(db: sqlite3.Connection, kind: str, one: UUID) -> int | None:
    row = db.execute("SELECT id FROM named WHERE kind = ? AND uuid = ?", (kind, one.bytes)).fetchone()
    return None if row is None else int(row[0])


def put(db: sqlite3.Connection, passage: Passage) -> None:
    """Once: a second time changes nothing."""
    workspace, site = number_of(db, "w", passage.workspace), number_of(db, "s", passage.site)
    by = None if passage.by is None else number_of(db, "b", passage.by)
    words = " ".join(passage.words)
    made = db.execute(
        "INSERT OR IGNORE INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (passage.position, passage.stream.bytes, passage.seq, passage.at, workspace, site, by, passage.team, words),
    )
    if made.rowcount:
        number = passage.position // SHELF
        if db.execute("INSERT OR IGNORE INTO shelf (number) VALUES (?)", (number,)).rowcount:
            db.execute(
                f"CREATE VIRTUAL TABLE shelf_{number} USING fts5"
                "(words, content = '', columnsize = 0, tokenize = \"ascii tokenchars '_'\")"
            )
        _shelve(db, passage.position, words, workspace, site, by)


def take_out(db: sqlite3.Connection, stream: UUID, upto: int) -> None:
    rows = db.execute(
        "SELECT position, words, workspace, site, by FROM passage WHERE stream = ? AND position <= ?",
        (stream.bytes, upto),
    ).fetchall()
    for position, words, workspace, site, by in rows:
        _unshelve(db, position, words, workspace, site, by)
        db.execute("DELETE FROM passage WHERE position = ?", (position,))


def word_anew(db: sqlite3.Connection, stream: UUID, seq: int, words: Sequence[str]) -> None:
    row = db.execute(
        "SELECT position, words, workspace, site, by FROM passage WHERE stream = ? AND seq = ?", (stream.bytes, seq)
    ).fetchone()
    fresh = " ".join(words)
    if row is not None and row[1] != fresh:
        position, _, workspace, site, by = row
        _unshelve(db, *row)
        db.execute("UPDATE passage SET words = ? WHERE position = ?", (fresh, position))
        _shelve(db, position, fresh, workspace, site, by)


def _shelve(db: sqlite3.Connection, position: int, words: str, workspace: int, site: int, by: int | None) -> None:
    shelf = f"shelf_{position // SHELF}"
    db.execute(f"INSERT INTO {shelf} (rowid, words) VALUES (?, ?)", (position, _with_place(words, workspace, site, by)))


def _unshelve(db: sqlite3.Connection, position: int, words: str, workspace: int, site: int, by: int | None) -> None:
    number = position // SHELF
    db.execute(
        f"INSERT INTO shelf_{number} (shelf_{number}, rowid, words) VALUES ('delete', ?, ?)",
        (position, _with_place(words, workspace, site, by)),
    )
    db.execute("UPDATE shelf SET torn = 1 WHERE number = ?", (number,))


def _with_place(words: str, workspace: int, site: int, by: int | None) -> str:
    """Where it was said, as words that nobody can type."""
    return f"{words} _w{workspace} _s{site}" + (f" _b{by}" if by is not None else "")


def asked(question: Question, places: Sequence[Sequence[str]]) -> str:
    """The question in FTS5's language. places: of each sequence one must be there."""
    parts = ["(" + " OR ".join(f'"{one}"' for one in some) + ")" for some in places]
    parts += [f'"{" ".join(term.words)}"' + (" *" if term.begins else "") for term in question.terms]
    return " AND ".join(parts)
