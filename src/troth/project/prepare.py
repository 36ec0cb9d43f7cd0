"""What must be there before anything is served: Django, tables, and on request the demo."""

import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterator

from troth.kernel import config as kernel_config
from troth.kernel.config import Config, ConfigError
from troth.kernel.outages import DatabaseAway

_log = logging.getLogger("troth")
_TABLES = 0x74726F_03  # advisory lock; the log has those before it


class CannotStart(Exception):
    """One sentence for the operator about something that is no setting."""


def reach_folders(config: Config) -> None:
    """Whatever is kept as files can be written. Raises ConfigError."""
    kept = [("TROTH_VAR", config.var / "tmp"), *([] if config.smtp else [("TROTH_VAR", config.mail_dir)])]
    if config.files.kind == "folder":
        inside = config.files.folder.is_relative_to(config.var)
        kept.append(("TROTH_VAR" if inside else "FILES_URL", config.files.folder))
    for name, folder in kept:
        if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            raise ConfigError(f"{name}: {folder} must be a folder that can be written to.")


@contextlib.contextmanager
def in_one_sentence() -> Iterator[None]:
    """What databases and disk refuse at the start, as CannotStart."""
    import psycopg
    from django.db import Error

    try:
        yield
    except (sqlite3.Error, psycopg.Error, Error, OSError, DatabaseAway) as error:
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
    reach_folders(config)
    reach_server(config)
    if config.database.kind == "sqlite":
        try:
            config.database.path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(config.database.path)) as connection:
                connection.execute("PRAGMA schema_version").fetchall()
        except (sqlite3.Error, OSError) as error:
            raise _cant_open(error) from None


def reach_server(config: Config) -> None:
    """The same of PostgreSQL. Raises ConfigError."""
    import psycopg

    if config.keyring.kind == "postgres":
        try:
            psycopg.connect(config.keyring.url, connect_timeout=10).close()
        except psycopg.Error as error:
            why = " ".join(str(error).split())
            raise ConfigError(f"TROTH_KEYRING_URL: the keyring's database can't be opened ({why}).") from None
    if config.database.kind == "postgres":
        try:
            psycopg.connect(config.database.url, connect_timeout=10).close()
        except psycopg.Error as error:
            raise _cant_open(error) from None


def _cant_open(error: Exception) -> ConfigError:
    return ConfigError(f"DATABASE_URL: the database can't be opened ({' '.join(str(error).split())}).")


def check_upgraded(config: Config) -> None:
    """Raises CannotStart when `troth upgrade` was cut off."""
    from troth.upkeep import upgrade

    if upgrade.unfinished(config):
        raise CannotStart("An upgrade was cut off. Run `troth upgrade` again; it goes on where it was.")


@contextlib.contextmanager
def alone(config: Config) -> Iterator[None]:
    """Nobody else makes tables meanwhile. On PostgreSQL processes that start together wait here, one after the other;
    on SQLite there is but one server."""
    if config.database.kind == "sqlite":
        yield
        return
    import psycopg

    with psycopg.connect(config.database.url, autocommit=True) as connection:
        got = connection.execute("SELECT pg_try_advisory_lock(%s)", (_TABLES,)).fetchone()
        if got != (True,):
            _log.info("Another process makes or updates the tables; this one waits until it is done")
            connection.execute("SELECT pg_advisory_lock(%s)", (_TABLES,))
        yield


def migrate(config: Config) -> None:
    """Make or update all tables: all of them or none, so that a start killed in the middle can be repeated. Quick when
    there is nothing to do."""
    django_ready(config)
    from django.core.management import call_command
    from django.db import connection, transaction

    from troth import log
    from troth.kernel.errors import NewerTables
    from troth.upkeep import tables

    log.migrate(config)
    if tables.is_newer():
        raise NewerTables("The database was made by a newer Troth. Install that version, or a later one.")
    if _pending():
        connection.disable_constraint_checking()  # SQLite's schema editor wants it off, and can't do so inside
        with transaction.atomic():
            call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def seal_clear() -> None:
    """What an older version kept in clear; needs the log of the house. Quick when there is nothing."""
    from troth.contacts.seal_clear import seal_clear

    if sealed := seal_clear():
        from django.db import Error

        from troth.privacy.compact import rewrite

        _log.info("%s names and addresses that an older version kept in clear are sealed", sealed)
        try:
            rewrite(("contacts.Contact", "contacts.Identity", "post.Mail"))
        except Error:  # a full disk, say
            _log.exception("Bytes of them may still be in the database's files: `VACUUM` lets go of them")


def settle_erasures() -> None:
    """Those that were cut off, and those that a restored backup has undone: before anything is served."""
    from troth.privacy.due import settle

    settle()


def admit(config: Config) -> None:
    """Hosts that the settings name are in the register of processors."""
    from troth.privacy.admit import admit

    for new in admit(config):
        _log.warning(
            "%s is new in the register of processors, by %s; say its country and policy with troth processors",
            new.host, new.setting,
        )  # fmt: skip


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

    with open_log(config):
        seed(config)


def workspace(
    config: Config, name: str, owner: str, owner_name: str, domains: list[str], *, beside: bool = False
) -> str:
    """Make a workspace with its first site and its owner. What to tell whoever asked. Raises Invalid. beside: a
    server may go on with the same SQLite file."""
    from troth.project.beginning import begin

    with open_log(config, exclusive=not beside):
        return begin(config, name, owner, owner_name, domains)


@contextlib.contextmanager
def open_log(config: Config, exclusive: bool = True) -> Iterator[None]:
    """The log of the house, for a command."""
    from troth import log
    from troth.conversations import rights
    from troth.project.transactions import DjangoTransactions

    opened = log.open_log(config, rights, DjangoTransactions(), exclusive=exclusive)
    try:
        yield
    finally:
        opened.close()


@contextlib.contextmanager
def open_upgraded(config: Config) -> Iterator[None]:
    """The same after an upgrade of the tables, with the steps that need the keys."""
    with open_log(config):
        seal_clear()
        yield
