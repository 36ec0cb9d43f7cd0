"""The tables of log and keyring: made by `troth migrate` and at every start; harmless to repeat."""

import sqlite3
from contextlib import closing

from troth.kernel.config import Config
from troth.vault import schema as vault_schema

from . import store_sqlite


def migrate(config: Config) -> None:
    if config.database.kind == "sqlite":
        store_sqlite.migrate(config.database.path)
    else:
        from . import store_postgres

        store_postgres.migrate(config.database.url)
    config.keyring.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(config.keyring, timeout=30, isolation_level=None)
    try:
        vault_schema.bring_up(connection)
    finally:
        connection.close()


def newest_key(config: Config) -> int:
    """The highest key id that the main database knows, 0 when it knows none."""
    sql = "SELECT coalesce(max(id), 0) FROM log_key"
    if config.database.kind == "sqlite":
        with closing(store_sqlite.connect(config.database.path, read_only=True)) as connection:
            return int(connection.execute(sql).fetchone()[0])
    import psycopg

    with psycopg.connect(config.database.url) as server:
        return int(server.execute(sql).fetchone()[0])  # type: ignore[index]
