"""The tables of the main database: in which state they are, and making them in the state of a backup. Everything runs
in one transaction of Django's connection, so that a database is never left between two states."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from troth import __version__
from troth.kernel.config import Config
from troth.log.migrate import bring_up, newest_step, step_of, table_names
from troth.search.schema import TABLES as MIRRORS

from .records import State
from .refused import Refused

type Migration = tuple[str, str]  # app, name


def raw_cursor() -> Any:
    """The driver's own, in the transaction that is open."""
    connection.ensure_connection()
    raw: Any = connection.connection
    if connection.vendor == "sqlite":
        return raw.cursor()
    import psycopg

    return psycopg.Cursor(raw)


def state() -> State:
    """Of the tables that are there. Raises Refused where there are none."""
    found = set(connection.introspection.table_names())
    if "log_schema" not in found or "django_migrations" not in found:
        raise Refused("There are no tables of Troth in this database.")
    applied = sorted((app, name) for app, name in MigrationRecorder(connection).applied_migrations())
    return State(log=step_of(raw_cursor()), migrations=applied)


def is_empty(config: Config) -> bool:
    """Whether nothing of Troth is in the database. An SQLite file is not made by asking."""
    if config.database.kind == "sqlite":
        path = config.database.path
        if not path.exists() or not path.stat().st_size:
            return True
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as found:
            return not found.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    try:
        return not _own_tables()
    finally:
        connection.close()


def is_newer() -> bool:
    """Whether a later version made them."""
    known = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    return any(one not in known for one in MigrationRecorder(connection).applied_migrations())


def is_newest() -> bool:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    return state().log == newest_step(connection.vendor) and not executor.migration_plan(
        executor.loader.graph.leaf_nodes()
    )


def check_known(of: State, made_by: str) -> None:
    """Raises Refused when this version does not know the state."""
    known = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    if of.log > newest_step(connection.vendor) or any(tuple(one) not in known for one in of.migrations):
        raise Refused(
            f"It is of Troth {made_by}, newer than this one ({__version__}). Install that version, or a later one."
        )


@contextmanager
def transaction_of_tables() -> Iterator[Any]:
    """All that happens to the tables inside, or nothing; gives a cursor of the driver's."""
    connection.disable_constraint_checking()  # SQLite's schema editor wants it off, and can't do so inside
    try:
        with transaction.atomic():
            yield raw_cursor()
    finally:
        connection.close()


def bring_up_all() -> None:
    """From whatever state to this version's, inside a transaction."""
    bring_up(raw_cursor(), connection.vendor)
    call_command("migrate", verbosity=0, interactive=False)


def make(of: State) -> None:
    """The tables as they were in that state, empty, inside a transaction. Needs a database without them."""
    cursor = raw_cursor()
    bring_up(cursor, connection.vendor, of.log)
    executor = MigrationExecutor(connection)
    executor.migrate(_last_of_each(executor, {(app, name) for app, name in of.migrations}))
    for table in tables():
        cursor.execute(f'DELETE FROM "{table}"')


def settle_constraints() -> None:
    """What was filled in points at what is there; afterwards tables can be changed again."""
    if connection.vendor == "postgresql":
        raw_cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        raw_cursor().execute("SET CONSTRAINTS ALL DEFERRED")
    else:
        connection.check_constraints()


def drop_all() -> None:
    """Inside a transaction that makes them anew."""
    cursor = raw_cursor()
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    for table in _own_tables():
        cursor.execute(f'DROP TABLE "{table}"{cascade}')


def tables() -> list[str]:
    """Every table there is, also those that are not ours."""
    with connection.cursor() as cursor:
        return sorted(one.name for one in connection.introspection.get_table_list(cursor) if one.type in ("t", "p"))


def _own_tables() -> list[str]:
    django = {*connection.introspection.django_table_names(), "django_migrations"}
    return [table for table in tables() if table in django | table_names(connection.vendor) | {*MIRRORS}]


def _last_of_each(executor: MigrationExecutor, applied: set[Migration]) -> list[Migration]:
    """Of every app the migrations that no other applied one of that app follows."""
    nodes = executor.loader.graph.node_map
    return [
        (app, name)
        for app, name in sorted(applied)
        if not any(child.key[0] == app and child.key in applied for child in nodes[app, name].children)
    ]
