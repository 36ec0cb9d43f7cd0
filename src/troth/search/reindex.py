"""`troth reindex`: the index made anew from the log, while the server serves with the old one. Killed, it goes on where
it was.

On SQLite a second file is built and takes the place of the first; on PostgreSQL the reader goes through the log once
more and writes over what is there.
"""

import sqlite3
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

import troth.log
from troth.datamap.doors import Door, in_force, through

from . import shelves
from .index import NAME
from .index_sqlite import SQLiteIndex, write
from .passages import KINDS, changes

AT_ONCE = 2_000  # events

type Told = Callable[[int, int], None]  # the position it is at, the newest


def reindex(index: SQLiteIndex, told: Told) -> int:
    """On SQLite. How many events it knows then."""
    through(Door.INDEX, in_force(), NAME)
    log = troth.log.current()
    try:
        db = shelves.connect(index.building)
    except sqlite3.DatabaseError as error:
        if not shelves.is_broken(error):
            raise
        index.building.unlink()
        db = shelves.connect(index.building)
    try:
        (position,) = db.execute("SELECT position FROM state").fetchone()
        while events := log.follow(NAME, position, AT_ONCE):
            found = changes([event for event in events if event.kind in KINDS])
            position = events[-1].position
            shelves.in_transaction(db, lambda db, found=found, at=position: write(db, found, at))  # type: ignore[misc]
            told(position, log.newest_position())
    finally:
        db.close()
    index.put_in_place()
    return int(position)


def go_back() -> None:
    """On PostgreSQL: whoever holds the bookmark begins with the first event, but for one that is at it already."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO log_bookmark (name) VALUES (%s) ON CONFLICT DO NOTHING", [NAME])
        cursor.execute("UPDATE log_bookmark SET position = 0 WHERE name = %s", [NAME])
        cursor.execute("INSERT INTO search_whole VALUES (1) ON CONFLICT DO NOTHING")


def watch(position: Callable[[], int], told: Told, pause: Callable[[float], Any] = time.sleep) -> int:
    """Until the reader has come to where the log ended at the beginning."""
    end = troth.log.current().newest_position()
    while (at := position()) < end:
        told(at, end)
        pause(0.2)
    return end
