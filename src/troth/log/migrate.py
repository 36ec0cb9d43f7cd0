"""The tables of log and keyring: made by `troth migrate` and at every start; harmless to repeat."""

import sqlite3

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
