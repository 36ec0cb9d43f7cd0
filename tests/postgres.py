"""Where tests that need PostgreSQL find a server, and how they get a fresh database on it.

`TEST_POSTGRES` is what `./dev test` found or started; without it `DATABASE_URL` is taken when it names PostgreSQL,
then the usual port of this machine. No server: the test is skipped, and `./dev test` says so at the end.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from troth.kernel.ids import new_id

USUAL = ("postgres://127.0.0.1:5432/postgres", "postgres://postgres@127.0.0.1:5432/postgres")


@cache
def server() -> str | None:
    """The address of a server on which we may make databases, or None."""
    named = [os.environ.get("TEST_POSTGRES", ""), os.environ.get("DATABASE_URL", "")]
    for url in [one for one in named if one.startswith("postgres")] or USUAL:
        try:
            with psycopg.connect(url, connect_timeout=30, autocommit=True) as connection:
                may = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
                if (row := may.fetchone()) and row[0]:
                    user = connection.info.user
                    parts = urlsplit(url)
                    at = parts.netloc if "@" in parts.netloc else f"{user}@{parts.netloc}"
                    return urlunsplit(parts._replace(netloc=at))
        except psycopg.OperationalError:
            continue
    return None


@contextmanager
def fresh_database() -> Iterator[str]:
    """The address of a new, empty database, dropped afterwards. Skips the test where there is no server."""
    at = server()
    if at is None:
        pytest.skip("no PostgreSQL: set DATABASE_URL, or install postgresql")
    name = f"troth_test_{new_id().hex}"
    with psycopg.connect(at, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(at)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(at, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
