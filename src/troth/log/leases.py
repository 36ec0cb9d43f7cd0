"""Which of the workers on PostgreSQL reads for which reader. (On SQLite one process has the file, and all readers.)

A worker has a row with its name, renewed once a second; a bookmark names the one that holds it. Only the holder moves a
bookmark, by the very statement that locks it, so one that slept through its lease writes nothing. A row that was not
renewed for LEASE seconds of the database's clock is as good as none; so is one whose end is too far away to be true,
since that clock was put back.
"""

from typing import Any
from uuid import UUID

import msgspec

from .running import rows

LEASE = 5.0  # seconds of the database's clock
FORGOTTEN = "1 hour"  # after which the row of a worker that died goes
# A reader's transaction whose process sleeps in the middle is ended by the server, else it would lock the bookmark on.
ASLEEP = "5s"

_LIVE = "w.until > clock_timestamp() AND w.until <= clock_timestamp() + 2 * make_interval(secs => %s)"


class WorkerRow(msgspec.Struct, frozen=True):
    """A worker. token: of this run of it. place: machine and process id, for people."""

    name: str
    token: UUID
    place: str


def keep(cursor: Any, worker: WorkerRow) -> bool:
    """Have the name for LEASE seconds from now. False: another live worker has it."""
    found = rows(cursor, [(
        "INSERT INTO log_worker AS w (name, token, place, until)"
        " VALUES (%s, %s, %s, clock_timestamp() + make_interval(secs => %s))"
        " ON CONFLICT (name) DO UPDATE SET token = excluded.token, place = excluded.place, until = excluded.until"
        f" WHERE w.token = excluded.token OR NOT ({_LIVE}) RETURNING 1",
        (worker.name, worker.token, worker.place, LEASE, LEASE),
    )])  # fmt: skip
    return bool(found)


def who(cursor: Any, name: str) -> tuple[str, Any] | None:
    """(place, until when) of the worker that has the name."""
    found = rows(cursor, [("SELECT place, until FROM log_worker WHERE name = %s", (name,))])
    return (found[0][0], found[0][1]) if found else None


def leave(cursor: Any, worker: WorkerRow) -> None:
    """Give the name up, and clear those of the long dead."""
    rows(cursor, [
        ("DELETE FROM log_worker WHERE token = %s", (worker.token,)),
        (f"DELETE FROM log_worker WHERE until < clock_timestamp() - interval '{FORGOTTEN}'", ()),
    ])  # fmt: skip


def holder(cursor: Any, reader: str) -> tuple[int, str, UUID | None]:
    """(position, name, token) of the bookmark and of the live worker that holds it: "", None when nobody does."""
    found = rows(cursor, [(
        "SELECT b.position, coalesce(w.name, ''), w.token FROM log_bookmark b"
        f" LEFT JOIN log_worker w ON w.token = b.holder AND {_LIVE} WHERE b.name = %s",
        (LEASE, reader),
    )])  # fmt: skip
    position, name, token = found[0]
    return position, name, token


def take(cursor: Any, reader: str, worker: WorkerRow) -> int | None:
    """Hold the bookmark, when nobody who lives does: its position."""
    found = rows(cursor, [(
        "UPDATE log_bookmark SET holder = %s WHERE name = (SELECT b.name FROM log_bookmark b WHERE b.name = %s"
        f" AND NOT EXISTS (SELECT 1 FROM log_worker w WHERE w.token = b.holder AND w.token <> %s AND {_LIVE})"
        f" AND EXISTS (SELECT 1 FROM log_worker w WHERE w.token = %s AND {_LIVE}) FOR UPDATE SKIP LOCKED)"
        " RETURNING position",
        (worker.token, reader, worker.token, LEASE, worker.token, LEASE),
    )])  # fmt: skip
    return int(found[0][0]) if found else None


def give_up(cursor: Any, reader: str, worker: WorkerRow) -> None:
    rows(cursor, [("UPDATE log_bookmark SET holder = NULL WHERE name = %s AND holder = %s", (reader, worker.token))])
