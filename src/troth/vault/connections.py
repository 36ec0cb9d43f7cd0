"""Connections to the keyring's server, as many as there are threads that want one, a few kept for the next."""

import select
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg

from .contract import KeyringAway

KEPT = 4  # connections, while nobody wants them
# Durable whatever the server's default, and nobody waits for ever.
OPTIONS = "-c synchronous_commit=on -c lock_timeout=5s -c idle_in_transaction_session_timeout=5s -c jit=off"

type Connection = psycopg.Connection[tuple[object, ...]]


def connect(url: str) -> Connection:
    """Raises KeyringAway."""
    with away():
        return psycopg.connect(
            url, autocommit=True, prepare_threshold=None, application_name="troth keyring", options=OPTIONS,
            connect_timeout=2, tcp_user_timeout=2000, keepalives_idle=5,  # s, ms, s: the machine may be gone
        )  # fmt: skip


@contextmanager
def away() -> Iterator[None]:
    """What means that the server does not answer, as KeyringAway."""
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise KeyringAway from error


class Connections:
    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: deque[Connection] = deque()

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """For one thread, each statement a transaction of its own. Raises KeyringAway."""
        connection = self._take()
        try:
            with away():
                yield connection
        finally:
            if connection.closed or len(self._idle) >= KEPT:
                connection.close()
            else:
                self._idle.append(connection)

    def close(self) -> None:
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _take(self) -> Connection:
        with suppress(IndexError):
            while True:
                kept = self._idle.pop()
                if not _said_something(kept):
                    return kept
                kept.close()
        return connect(self._url)


def _said_something(connection: Connection) -> bool:
    """A server that ended has said so on the socket; one that is asked nothing says nothing else."""
    said = select.poll()
    said.register(connection.fileno(), select.POLLIN)
    return bool(said.poll(0))
