"""Many rows into the tables at once: COPY on PostgreSQL, many to a statement on SQLite. Nothing waits for the disk."""

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from troth.kernel import config

# What a lot gives for each table, in order. What Django's tables have besides is each model's default.
COLUMNS = {
    "log_key": "id workspace stream subject",
    "log_head": "workspace stream last_seq last_all last_commit at state",
    "log_mark": "workspace stream participant kind delivered seen",
    "log_event": "position workspace stream seq after_all at kind v audience author_kind author client_id key_id"
    " commitment payload",
    "log_feed": "last n workspaces streams seqs",
    "contacts.Contact": "id workspace_id name created_at",
    "contacts.Identity": "id workspace_id contact_id kind value mark",
    "visitors.Visitor": "id workspace_id site_id contact_id token_hash language created_at",
    "conversations.Conversation": "id workspace_id site_id visitor_id contact_id number state language opened_at"
    " closed_at waiting_since last_at preview answers",
    "conversations.Participation": "id conversation_id member_id joined_at alias",
}


def columns(table: str) -> tuple[str, list[str], list[Any]]:
    """(the table's name, columns given first, what the others hold)."""
    from django.apps import apps
    from django.db import connection

    given = COLUMNS[table].split()
    if "." not in table:
        if table == "log_event" and config.current().database.kind == "postgres":
            given = given[1:]  # its position is in the feed
        return table, given, []
    model = apps.get_model(table)
    rest = [field for field in model._meta.concrete_fields if field.column not in given]
    constants = [field.get_db_prep_save(field.get_default(), connection) for field in rest]
    return model._meta.db_table, [*given, *(field.column for field in rest)], constants


class SQLite:
    """Ids are bytes in the log's tables, 32 digits in Django's; moments are text there."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(config.current().database.path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -262144", "locking_mode = EXCLUSIVE"):
            self._db.execute(f"PRAGMA {pragma}").fetchall()

    @staticmethod
    def packed(table: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """As this database keeps them."""
        id_of: Callable[[UUID], Any] = UUID.bytes.fget if table.startswith("log_") else UUID.hex.fget  # type: ignore[attr-defined]

        def value(one: Any) -> Any:
            kind = type(one)
            return id_of(one) if kind is UUID else str(one.replace(tzinfo=None)) if kind is datetime else one

        return [tuple(map(value, row)) for row in rows]

    def put(self, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(columns))
        self._db.execute("BEGIN")
        self._db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.execute("PRAGMA locking_mode = NORMAL").fetchall()
        self._db.execute("PRAGMA journal_mode = WAL").fetchall()
        self._db.close()
        with open(config.current().database.path, "rb") as file:
            os.fsync(file.fileno())  # or whoever is measured next waits for these gigabytes


class Postgres:
    """Each process of ours copies what it made."""

    def __init__(self) -> None:
        import psycopg

        self._db = psycopg.connect(config.current().database.url)
        self._db.execute("SET session_replication_role = replica")  # no look at foreign keys, row by row
        self._db.execute("SET synchronous_commit = off")
        self._db.commit()

    def put(self, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
        named = f"{table} ({', '.join(columns)})"
        with self._db.transaction(), self._db.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table} LIMIT 0".encode())
            assert cursor.description is not None
            types = [column.type_code for column in cursor.description]
            with cursor.copy(f"COPY {named} FROM STDIN (FORMAT BINARY)".encode()) as copy:
                copy.set_types(types)
                for row in rows:
                    copy.write_row(row)
