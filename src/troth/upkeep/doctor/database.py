"""The main database: there, durable, of this version, and not held up."""

import os
import sqlite3
from typing import Any

from troth.kernel import scrubbed
from troth.log.schema import POSTGRES, SQLITE

from .. import upgrade
from .found import CantLook, Check, Found, broken, ok, warning
from .installation import Installation
from .rows import Rows

OLDEST = 130_000  # server_version_num
NEEDS = 20  # connections of a process, beside its threads for requests
_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
_LARGEST_CHECKED = 4 * 1024**3  # bytes of an SQLite file that is read through


def _reached(here: Installation) -> Found:
    try:
        rows = here.rows()
    except CantLook as error:
        return broken(
            f"Nothing can be kept: {error.why}.",
            "Look at DATABASE_URL and TROTH_VAR, and whether the database runs; a new installation is made by troth"
            " serve.",
            "on-postgresql" if here.config.database.kind == "postgres" else "start",
        )
    if rows.kind == "postgres" and _one(
        rows, "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'"
    ):
        return broken(
            "The database takes no writes: it is a replica, or was set so.",
            "Lead DATABASE_URL to the server that leads.",
            "on-postgresql",
        )
    path = here.config.database.path
    if rows.kind == "sqlite" and not all(os.access(one, os.W_OK) for one in (path, path.parent)):
        return broken(
            f"{path} can't be written by this user.",
            f"Give it to the server's user: chown -R USER {path.parent}",
            "start",
        )
    return ok("The database answers." if rows.kind == "postgres" else "The database is there and can be read.")


def _version(here: Installation) -> Found:
    rows = _postgres(here)
    number, shown = rows.read("SELECT current_setting('server_version_num')::int, current_setting('server_version')")[0]
    if number < OLDEST:
        return broken(f"PostgreSQL is {shown}, and Troth needs 13.", "Upgrade the server.", "on-postgresql")
    return ok(f"PostgreSQL is {shown}.")


def _durability(here: Installation) -> Found:
    rows = here.rows()
    if rows.kind == "sqlite":
        mode = str(_one(rows, "PRAGMA journal_mode")).lower()
        if mode != "wal":
            return broken(
                f"The database is in the journal mode {mode}, where readers and writers wait for each other.",
                "Start the server once: it sets WAL; when it does not stay, the disk has no shared memory.",
                "start",
            )
        return ok("The database is in WAL mode.")
    off = [
        name
        for name, value in rows.read("SELECT name, reset_val FROM pg_settings WHERE name IN (?, ?, ?)", *_DURABLE)
        if value == "off"
    ]
    if off:
        return broken(
            f"PostgreSQL has {', '.join(sorted(off))} off: what it says to have kept is lost when the power goes.",
            "Set it on in postgresql.conf (or by ALTER SYSTEM) and reload.",
            "on-postgresql",
        )
    return ok("What PostgreSQL says to have kept is on its disk.")


def _connections(here: Installation) -> Found:
    rows = _postgres(here)
    most, used = rows.read(
        "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,"
        " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"
    )[0]
    needs = NEEDS + here.config.threads
    says = f"PostgreSQL takes {most} connections, {used} are in use, and a process of Troth needs {needs}"
    mend = "Raise max_connections (100 for each three processes), or lower TROTH_THREADS."
    if most - used < (3 if here.server() else needs):
        return broken(f"{says}.", mend, "on-postgresql")
    if most < 2 * needs:
        return warning(f"{says}: two can't overlap at a restart.", mend, "on-postgresql")
    return ok(f"{says}.")


def _encoding(here: Installation) -> Found:
    rows = here.rows()
    said = str(_one(rows, "SHOW server_encoding" if rows.kind == "postgres" else "PRAGMA encoding"))
    if said.upper().replace("-", "") != "UTF8":
        return broken(
            f"The database's encoding is {said}, which can't hold what people write.",
            "Make one with createdb --encoding UTF8 --template template0, and restore a backup into it.",
            "on-postgresql",
        )
    return ok("The database holds every script.")


def _tables(here: Installation) -> Found:
    rows = here.rows()
    if upgrade.unfinished(here.config):
        return broken(
            "An upgrade was cut off, and nothing is served until it is done.", "Run troth upgrade again.", "upgrade"
        )
    try:
        here.kept()
    except CantLook as error:
        return broken(f"Nothing is kept yet: {error.why}.", "Start the server, or run troth migrate.", "upgrade")
    from django.db.migrations.loader import MigrationLoader

    ours = MigrationLoader(None)
    known = set(ours.disk_migrations)
    done = {
        (app, name) for app, name in rows.read("SELECT app, name FROM django_migrations") if app in ours.migrated_apps
    }
    steps, of = (
        int(_one(rows, "SELECT coalesce(max(step), 0) FROM log_schema")),
        len(POSTGRES if rows.kind == "postgres" else SQLITE),
    )
    if steps > of or done - known - set(ours.replacements):
        return broken(
            "The tables were made by a newer Troth than this one.", "Install that version, or a later one.", "upgrade"
        )
    if steps < of or known - done:
        return broken(
            f"The tables are those of an older Troth: {of - steps + len(known - done)} steps are missing.",
            "Stop the server and start this version: it updates them.",
            "upgrade",
        )
    return ok("The tables are those of this version.")


def _idle(here: Installation) -> Found:
    rows = _postgres(here)
    held = rows.read(
        "SELECT pid, coalesce(nullif(application_name, ''), 'a program without a name'),"
        " extract(epoch FROM clock_timestamp() - state_change)::float8 FROM pg_stat_activity"
        " WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()"
        " AND extract(epoch FROM clock_timestamp() - state_change) > ? ORDER BY 3 DESC",
        here.bars.idle_in_transaction,
    )
    if held:
        pid, name, seconds = held[0]
        return warning(
            f"{name} (pid {pid}) has held a transaction open for {seconds:.0f} seconds and does nothing: tables can't"
            " be cleaned, and who waits for its locks waits on.",
            f"End it (SELECT pg_terminate_backend({pid})), and set idle_in_transaction_session_timeout.",
            "on-postgresql",
        )
    return ok("Nobody holds a transaction open and sleeps.")


def _integrity(here: Installation) -> Found:
    rows = here.rows()
    if rows.kind != "sqlite":
        raise CantLook("PostgreSQL looks after its pages itself")
    if here.config.database.path.stat().st_size > _LARGEST_CHECKED:
        raise CantLook("the file is too large to be read through in some seconds")
    try:
        said = [str(row[0]) for row in rows.read("PRAGMA quick_check(1)")]
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise CantLook("the file is too large to be read through in some seconds") from None
        said = [scrubbed.told(error)]
    except sqlite3.DatabaseError as error:
        said = [scrubbed.told(error)]
    if said != ["ok"]:
        return broken(
            "The database's file is damaged: SQLite finds pages that are not as it wrote them.",
            "Stop the server, copy the file away, and restore the newest backup; look at the disk.",
            "backup",
        )
    return ok("The database's file is whole.")


def _postgres(here: Installation) -> Rows:
    rows = here.rows()
    if rows.kind != "postgres":
        raise CantLook("the database is SQLite")
    return rows


def _one(rows: Rows, sql: str) -> Any:
    return rows.read(sql)[0][0]


CHECKS = (
    Check("database", "it answers, and takes writes", _reached),
    Check("PostgreSQL's version", "13 or newer", _version),
    Check(
        "durability", "`fsync`, `full_page_writes` and `synchronous_commit` are on; SQLite is in WAL mode", _durability
    ),
    Check("connections", "PostgreSQL takes as many as the processes need", _connections),
    Check("encoding", "the database holds every script", _encoding),
    Check("tables", "they are those of this version, no older and no newer", _tables),
    Check("idle transactions", "nobody holds one open and sleeps", _idle),
    Check("integrity", "the SQLite file is whole (`quick_check`)", _integrity),
)
