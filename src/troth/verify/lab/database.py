"""A database for one lab, on a PostgreSQL that the operator has."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from troth.kernel.ids import new_id

PREFIX = "troth_lab_"


@contextmanager
def temporary(server: str) -> Iterator[str]:
    """Its address; dropped afterwards. server: "" gives "", which is SQLite."""
    if not server:
        yield ""
        return
    import psycopg

    name = f"{PREFIX}{new_id().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
