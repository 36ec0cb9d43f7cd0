"""The index of this installation."""

from functools import cache
from pathlib import Path

from troth.kernel import config

from .index import Index
from .index_sqlite import SQLiteIndex


def index() -> Index:
    own = own_file()
    if own is not None:
        return own
    from .index_postgres import PostgresIndex

    return PostgresIndex()


def own_file() -> SQLiteIndex | None:
    """Where the index lies in a file of its own: on SQLite."""
    return _of(config.current().search_folder) if config.current().database.kind == "sqlite" else None


@cache
def _of(folder: Path) -> SQLiteIndex:
    return SQLiteIndex(folder)
