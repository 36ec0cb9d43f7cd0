"""The note of the last good backup. It lies in the database, so that a doctor and a scrape on other machines know of
it, and bears nothing but when, where and how much."""

import platform
from datetime import datetime
from pathlib import Path

import msgspec
from django.db import connection

from troth.log.moments import millis, moment

LONGEST = 500  # characters of a place
_TABLE = "log_backup"


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """at: the moment that the backup shows, UTC. place: machine and folder. size: bytes."""

    at: datetime
    place: str
    rows: int
    files: int
    keys: int
    size: int


def place_of(folder: Path) -> str:
    return f"{platform.node()}:{folder.absolute()}"[-LONGEST:]


def write(note: Note) -> bool:
    """In place of an older one; False where the tables are an older version's, which have no room for it. Raises the
    database's errors."""
    if _TABLE not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLE} (id, at, place, kept_rows, kept_files, kept_keys, size) VALUES (1, %s, %s, %s, %s,"
            " %s, %s) ON CONFLICT (id) DO UPDATE SET at = excluded.at, place = excluded.place,"
            " kept_rows = excluded.kept_rows, kept_files = excluded.kept_files, kept_keys = excluded.kept_keys,"
            f" size = excluded.size WHERE excluded.at >= {_TABLE}.at",
            [millis(note.at), note.place, note.rows, note.files, note.keys, note.size],
        )
    return True


def last_at() -> datetime | None:
    """When the last one was made; None: never. Raises the database's errors."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT at FROM {_TABLE}")
        found = cursor.fetchone()
    return moment(found[0]) if found else None
