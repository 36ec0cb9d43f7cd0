"""The tables of log and keyring: made by `troth migrate` and at every start; harmless to repeat."""

import re
from contextlib import closing
from typing import Any

from troth.kernel.config import Config, ConfigError
from troth.kernel.errors import NewerTables
from troth.vault import schema as vault_schema

from . import store_sqlite
from .schema import POSTGRES, SQLITE, statements


def migrate(config: Config) -> None:
    """Raises NewerTables when a later version made them."""
    if config.database.kind == "sqlite":
        with closing(store_sqlite.connect(config.database.path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                bring_up(connection, "sqlite")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
    else:
        import psycopg

        with psycopg.connect(config.database.url) as server, server.cursor() as cursor:
            bring_up(cursor, "postgresql")
    if config.keyring.kind == "postgres":
        _keep_apart(config.keyring.url)
    vault_schema.migrate(config.keyring)


def _keep_apart(url: str) -> None:
    """One database may have two addresses. Raises ConfigError."""
    import psycopg

    with psycopg.connect(url, connect_timeout=10) as server:
        (log_is_there,) = server.execute("SELECT to_regclass('log_event') IS NOT NULL").fetchone()  # type: ignore[misc]
    if log_is_there:
        raise ConfigError(
            "TROTH_KEYRING_URL leads to the database of DATABASE_URL, or of another installation: make a database of"
            " its own for the keyring."
        )


def bring_up(cursor: Any, vendor: str, upto: int | None = None) -> None:
    """Make the log's tables in the transaction of whoever calls; `upto` a step, for what an older version had. On
    PostgreSQL two processes wait for each other."""
    steps = SQLITE if vendor == "sqlite" else POSTGRES
    if vendor == "postgresql":
        from .store_postgres import MIGRATION

        cursor.execute(f"SELECT pg_advisory_xact_lock({MIGRATION})")
    cursor.execute("CREATE TABLE IF NOT EXISTS log_schema (step INTEGER NOT NULL)")
    done = step_of(cursor)
    if done > len(steps):
        raise NewerTables("The database was made by a newer Troth. Install that version, or a later one.")
    for number, step in enumerate(steps[done:upto], done + 1):
        for statement in statements(step):
            cursor.execute(statement)
        cursor.execute(f"INSERT INTO log_schema VALUES ({number})")


def step_of(cursor: Any) -> int:
    """How many steps were made. Raises the database's error where there is no log."""
    return int(cursor.execute("SELECT coalesce(max(step), 0) FROM log_schema").fetchone()[0])


def table_names(vendor: str) -> set[str]:
    """Of all tables that the log has or ever had."""
    steps = SQLITE if vendor == "sqlite" else POSTGRES
    return {"log_schema", *re.findall(r"CREATE TABLE (\w+)", " ".join(steps))}


def newest_step(vendor: str) -> int:
    """How many steps this version knows."""
    return len(SQLITE if vendor == "sqlite" else POSTGRES)


def newest_key(config: Config) -> int:
    """The highest key id that the main database knows, 0 when it knows none."""
    sql = "SELECT coalesce(max(id), 0) FROM log_key"
    if config.database.kind == "sqlite":
        with closing(store_sqlite.connect(config.database.path, read_only=True)) as connection:
            return int(connection.execute(sql).fetchone()[0])
    import psycopg

    with psycopg.connect(config.database.url) as server:
        return int(server.execute(sql).fetchone()[0])  # type: ignore[index]
