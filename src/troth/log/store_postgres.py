"""The log's own connections to PostgreSQL: a small pool for reading threads, and how the loop connects."""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import psycopg
from psycopg_pool import ConnectionPool

from .silence import ANSWER, OURS, THEIRS

# A plan made while a table was empty must not be a walk through all of it for ever.
PLANNING = {"enable_seqscan": "off", "jit": "off"}
MIGRATION = 0x74726F_01  # advisory locks: "tro" and what for
SEQUENCER = 0x74726F_02


async def connect(url: str, *, lock_timeout: str = "0") -> asyncpg.Connection:
    """A connection for the scribe or the sequencer, durable whatever the server's default. lock_timeout: how long a
    statement waits for a lock, "0" is for ever."""
    return await asyncpg.connect(
        url,
        timeout=10,
        command_timeout=ANSWER,
        statement_cache_size=200,
        max_cached_statement_lifetime=0,
        server_settings={
            **PLANNING, **THEIRS, "plan_cache_mode": "force_generic_plan", "synchronous_commit": "on",
            "lock_timeout": lock_timeout, "application_name": "troth log",
        },
    )  # fmt: skip


def _still_there(connection: psycopg.Connection[Any]) -> None:
    """Whether the server still is at the other end, before a reading thread gets the connection. One that ended has
    said so on the socket: only then is it worth asking."""
    said = select.poll()
    said.register(connection.fileno(), select.POLLIN)
    if said.poll(0):
        ConnectionPool.check_connection(connection)


class PostgresStore:
    def __init__(self, url: str) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in (PLANNING | THEIRS).items())
        self._pool = ConnectionPool(
            url, min_size=1, max_size=6, timeout=10, open=True, name="log",
            kwargs={"autocommit": True, "options": options, "application_name": "troth log", **OURS},
            check=_still_there,
        )  # fmt: skip

    @contextmanager
    def reading(self) -> Iterator[Any]:
        with self._pool.connection() as connection, connection.cursor() as cursor:
            yield cursor

    @contextmanager
    def writing(self, name: str) -> Iterator[Any]:
        with self._pool.connection() as connection, connection.transaction(), connection.cursor() as cursor:
            yield cursor

    def close(self) -> None:
        self._pool.close()
