"""What must be there before anything is served: Django, tables, and on request the demo."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator

from troth.kernel import config as kernel_config
from troth.kernel.config import Config, ConfigError


class CannotStart(Exception):
    """One sentence for the operator about something that is no setting."""


def reach_folders(config: Config) -> None:
    """Whatever is kept as files can be written. Raises ConfigError."""
    kept = [config.var / "files", config.var / "tmp", *([] if config.smtp else [config.mail_dir])]
    for folder in kept:
        if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            raise ConfigError(f"TROTH_VAR: {folder} must be a folder that can be written to.")


@contextlib.contextmanager
def in_one_sentence() -> Iterator[None]:
    """What databases and disk refuse at the start, as CannotStart."""
    import psycopg
    from django.db import Error

    try:
        yield
    except (sqlite3.Error, psycopg.Error, Error, OSError) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise CannotStart(f"The start failed, since what is kept can't be opened or written: {why}.") from None


def django_ready(config: Config) -> None:
    """Put the settings in force and set Django up. Once a process."""
    kernel_config.use(config)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.project.settings")
    import django

    django.setup()


def reach(config: Config) -> None:
    """Touch the database once, so that a wrong address is one sentence. Raises ConfigError."""
    import psycopg

    reach_folders(config)
    try:
        if config.database.kind == "postgres":
            psycopg.connect(config.database.url, connect_timeout=10).close()
        else:
            config.database.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(config.database.path)
            try:
                connection.execute("PRAGMA schema_version").fetchall()
            finally:
                connection.close()
    except (psycopg.Error, sqlite3.Error, OSError) as error:
        why = " ".join(str(error).split())
        raise ConfigError(f"DATABASE_URL: the database can't be opened ({why}).") from None


def migrate(config: Config) -> None:
    """Make or update all tables: all of them or none, so that a start killed in the middle can be repeated. Quick when
    there is nothing to do."""
    django_ready(config)
    from django.core.management import call_command
    from django.db import connection, transaction

    from troth import log

    log.migrate(config)
    if _pending():
        connection.disable_constraint_checking()  # SQLite's schema editor wants it off, and can't do so inside
        with transaction.atomic():
            call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def _pending() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    plan = MigrationExecutor(connection)
    return bool(plan.migration_plan(plan.loader.graph.leaf_nodes()))


def beside_a_server(config: Config) -> bool:
    """Whether a server has the SQLite file now. Raises InUse when it is of another version: its tables stay as they
    are while it runs. (PostgreSQL keeps them apart itself.)"""
    from troth.log import store_sqlite

    path = config.database.path
    if config.database.kind != "sqlite" or not store_sqlite.in_use(path):
        return False
    if not store_sqlite.is_current(path) or _pending():
        raise store_sqlite.InUse(f"A server of another version uses {path}. Stop it, and start this one.")
    return True


def demo(config: Config) -> None:
    """Make the demo workspaces, sites and people, and say where everything is."""
    from troth.project.demo import seed

    with _open_log(config):
        seed(config)


def workspace(
    config: Config, name: str, owner: str, owner_name: str, domains: list[str], *, beside: bool = False
) -> str:
    """Make a workspace with its first site and its owner. What to tell whoever asked. Raises Invalid. beside: a
    server may go on with the same SQLite file."""
    from troth.project.beginning import begin

    with _open_log(config, exclusive=not beside):
        return begin(config, name, owner, owner_name, domains)


@contextlib.contextmanager
def _open_log(config: Config, exclusive: bool = True) -> Iterator[None]:
    from troth import log
    from troth.conversations import rights
    from troth.project.transactions import DjangoTransactions

    opened = log.open_log(config, rights, DjangoTransactions(), exclusive=exclusive)
    try:
        yield
    finally:
        opened.close()
