"""The tables of the keyring, made in numbered steps. Moments are ms since 1970.

A step only ever adds: an upgrade that is rolled back leaves the keyring as it is, and the older version goes on with
it.
"""

import sqlite3
from contextlib import closing
from typing import Any

from troth.kernel.config import Database

SQLITE = [
    """
    CREATE TABLE key (
        id INTEGER PRIMARY KEY,
        wrapped BLOB,                -- NULL once destroyed
        minted_at INTEGER NOT NULL,
        workspace BLOB, stream BLOB, subject BLOB,  -- bound later, the main database knows first
        destroyed_at INTEGER
    );
    CREATE INDEX key_subject ON key (subject) WHERE subject IS NOT NULL;
    CREATE TABLE fact (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    INSERT INTO fact VALUES ('next_id', 1), ('bound_to', 0)
    """,
    """
    CREATE TABLE destroyed (n INTEGER PRIMARY KEY, key_id INTEGER NOT NULL)  -- read by the other processes, in order
    """,
]

POSTGRES = [
    """
    CREATE TABLE key (
        id bigint PRIMARY KEY,
        wrapped bytea,
        minted_at bigint NOT NULL,
        workspace uuid, stream uuid, subject uuid,
        destroyed_at bigint
    ) WITH (fillfactor = 60);
    ALTER TABLE key ALTER COLUMN wrapped SET STORAGE PLAIN;
    CREATE INDEX key_subject ON key (subject) WHERE subject IS NOT NULL;
    CREATE TABLE fact (name text PRIMARY KEY, number bigint, bytes bytea);
    INSERT INTO fact (name, number) VALUES ('next_id', 1), ('bound_to', 0), ('destroyed', 0), ('beat', 0);
    CREATE TABLE destroyed (n bigint PRIMARY KEY, key_id bigint NOT NULL);
    CREATE TABLE holder (id uuid PRIMARY KEY, heard bigint NOT NULL, beat bigint NOT NULL DEFAULT 0)
    """,
]

_BRINGING_UP = 0x74726F_04  # an advisory lock: "tro" and what for


def migrate(database: Database) -> None:
    """Make the tables where the settings say that they are."""
    if database.kind == "sqlite":
        database.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(database.path, timeout=30, isolation_level=None)) as connection:
            bring_up(connection)
        return
    import psycopg

    with psycopg.connect(database.url, autocommit=True, connect_timeout=10) as server:
        bring_up_postgres(server)


def bring_up(connection: sqlite3.Connection) -> None:
    """Run the steps that are missing. Harmless to repeat; two processes at once are kept apart by the lock."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (at,) = connection.execute("PRAGMA user_version").fetchone()
        for step in SQLITE[at:]:
            for statement in step.split(";"):
                if statement.strip():
                    connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {max(at, len(SQLITE))}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def bring_up_postgres(connection: Any) -> None:
    """The same, for a connection of psycopg's."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_BRINGING_UP,))
        cursor.execute("CREATE TABLE IF NOT EXISTS keyring_schema (step int NOT NULL)")
        cursor.execute("SELECT coalesce(max(step), 0) FROM keyring_schema")
        (at,) = cursor.fetchone()
        for number, step in enumerate(POSTGRES[at:], at + 1):
            for statement in step.split(";"):
                cursor.execute(statement)
            cursor.execute("INSERT INTO keyring_schema VALUES (%s)", (number,))
