"""Rows of tables as bytes, as the database is fastest at it: packed rows on SQLite, binary COPY on PostgreSQL. So a
backup goes back into the kind of database it came from."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Protocol

import msgspec
import psycopg

from troth.kernel.config import Config
from troth.log.store_sqlite import connect
from troth.search.schema import TABLES as MIRRORS

from .records import Found, Section
from .refused import Refused

ROWS = 500  # packed together on SQLite
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[tuple[Any, ...]]).decode


class Source(Protocol):
    """The tables at one moment, while others go on writing."""

    def size(self) -> int:
        """Bytes, about."""
        ...

    def tables(self) -> list[str]: ...

    def columns(self, table: str) -> list[str]: ...

    def dump(self, table: str, columns: list[str], section: Section) -> Iterator[int]:
        """Adds all rows to the section; yields how many bytes went by."""
        ...


@contextmanager
def snapshot(config: Config) -> Iterator[Source]:
    """A connection of its own, in one reading transaction."""
    if config.database.kind == "sqlite":
        with closing(connect(config.database.path, read_only=True)) as database:
            database.execute("BEGIN")
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on nothing moves
            yield _SQLite(database)
        return
    with psycopg.connect(config.database.url, application_name="troth backup") as server:
        server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        server.read_only = True
        server.execute("SELECT 1")
        yield _Postgres(server)


class _SQLite:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def size(self) -> int:
        (pages,) = self._database.execute("PRAGMA page_count").fetchone()
        (page,) = self._database.execute("PRAGMA page_size").fetchone()
        return int(pages * page)

    def tables(self) -> list[str]:
        found = self._database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND (name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            " OR name = 'sqlite_sequence') ORDER BY name"
        )
        return [name for (name,) in found]

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self._database.execute(f'PRAGMA table_info("{table}")')]

    def dump(self, table: str, columns: list[str], section: Section) -> Iterator[int]:
        cursor = self._database.execute(f'SELECT {_listed(columns)} FROM "{table}"')
        while rows := cursor.fetchmany(ROWS):
            data = _pack(rows)
            section.add(data, len(rows))
            yield len(data)


class _Postgres:
    def __init__(self, server: psycopg.Connection[Any]) -> None:
        self._server = server

    def size(self) -> int:
        row = self._server.execute(
            "SELECT coalesce(sum(pg_table_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid ="
            " c.relnamespace WHERE c.relkind = 'r' AND n.nspname = current_schema() AND NOT c.relname = ANY(%s)",
            (list(MIRRORS),),
        ).fetchone()
        return int(row[0]) if row else 0

    def tables(self) -> list[str]:
        found = self._server.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
        return [name for (name,) in found.fetchall() if name not in MIRRORS]

    def columns(self, table: str) -> list[str]:
        found = self._server.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name = %s ORDER BY ordinal_position", (table,)
        )  # fmt: skip
        return [name for (name,) in found.fetchall()]

    def dump(self, table: str, columns: list[str], section: Section) -> Iterator[int]:
        with self._server.cursor() as cursor:
            with cursor.copy(f'COPY "{table}" ({_listed(columns)}) TO STDOUT (FORMAT binary)'.encode()) as copy:
                waiting = bytearray()
                for data in copy:
                    waiting += data
                    if len(waiting) > 256 * 1024:
                        section.add(bytes(waiting))
                        yield len(waiting)
                        waiting.clear()
                section.add(bytes(waiting))
            section.count(cursor.rowcount)


def fill(cursor: Any, found: Found) -> int:
    """Put a section's rows into its table, and count them there. Raises Refused when it is not as many."""
    table, columns = found.about.name, found.about.columns
    if isinstance(cursor, sqlite3.Cursor):
        if table == "sqlite_sequence":  # SQLite's own: what filling the tables put there goes
            cursor.execute("DELETE FROM sqlite_sequence")
        marks = ", ".join("?" * len(columns))
        for data in found.data():
            cursor.executemany(f'INSERT INTO "{table}" ({_listed(columns)}) VALUES ({marks})', _unpack(data))
    else:
        with cursor.copy(f'COPY "{table}" ({_listed(columns)}) FROM STDIN (FORMAT binary)'.encode()) as copy:
            for data in found.data():
                copy.write(data)
        _go_on_counting(cursor, table)
    (count,) = cursor.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    if count != found.rows:
        raise Refused(f"Table {table} has {count} rows after the restore, and had {found.rows} in the backup.")
    return found.rows


def _go_on_counting(cursor: Any, table: str) -> None:
    """Sequences behind columns give numbers after the highest one."""
    counted = cursor.execute(
        "SELECT attname, pg_get_serial_sequence(quote_ident(%s), attname) FROM pg_attribute WHERE attrelid ="
        " to_regclass(quote_ident(%s)) AND attnum > 0 AND NOT attisdropped", (table, table)
    )  # fmt: skip
    for column, sequence in counted.fetchall():
        if sequence:
            cursor.execute(f'SELECT setval(%s, coalesce(max("{column}"), 0) + 1, false) FROM "{table}"', (sequence,))


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


_ERASED = (  # table -> who was or is being erased or deleted, as (kind, mark)
    ("privacy_erasure", "SELECT subject, mark FROM privacy_erasure ORDER BY at"),
    ("privacy_closing", "SELECT 'workspace', mark FROM privacy_closing WHERE state IN ('due', 'running', 'done')"
     " ORDER BY asked_at"),
)  # fmt: skip


def erased_subjects(config: Config) -> list[tuple[str, bytes]]:
    """(kind of subject, mark) of all who were or are being erased, and of workspaces that were closed; none where the
    tables are older. By a connection of its own: it is asked in whatever thread, and in processes without Django's."""
    found: list[tuple[str, bytes]] = []
    if config.database.kind == "sqlite":
        if not config.database.path.exists():
            return []
        with closing(sqlite3.connect(f"{config.database.path.as_uri()}?mode=ro", uri=True, timeout=20)) as file:
            for table, sql in _ERASED:
                if file.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone():
                    found += [(kind, bytes(mark)) for kind, mark in file.execute(sql)]
        return found
    with psycopg.connect(config.database.url, autocommit=True) as server:
        for table, sql in _ERASED:
            if server.execute("SELECT to_regclass(%s)", (table,)).fetchone() != (None,):
                found += [(kind, bytes(mark)) for kind, mark in server.execute(sql.encode())]
    return found
