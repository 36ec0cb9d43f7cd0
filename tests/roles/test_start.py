"""A process that starts while others serve: its port is closed until it can answer, so that nobody waits there; and a
supervisor hears when that is, and when it ends."""

import asyncio
import contextlib
import socket
from pathlib import Path

import psycopg
import pytest

from tests.own_postgres import OwnPostgres
from tests.process import Troth
from tests.until import PATIENCE, until
from troth.project.prepare import _TABLES


async def test_nobody_waits_at_a_process_that_can_not_answer_yet(cluster: OwnPostgres, tmp_path: Path) -> None:
    database = cluster.database()
    server = Troth(
        tmp_path, {"DATABASE_URL": database, "TROTH_BASE_URL": "http://chat.example"}, role="web", installed=True
    )
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (_TABLES,))  # as if it made the tables
        starting = asyncio.create_task(server.start())
        try:
            await asyncio.to_thread(_waits, server.said)
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", server.port)
            other.execute("SELECT pg_advisory_unlock(%s)", (_TABLES,))
            await starting
        finally:
            starting.cancel()
            await server.stop()


async def test_a_supervisor_hears_when_it_serves_and_when_it_stops(cluster: OwnPostgres, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(PATIENCE)
        settings = {
            "DATABASE_URL": cluster.database(),
            "TROTH_BASE_URL": "http://chat.example",
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
        }
        server = Troth(tmp_path, settings, role="gateway", installed=True)
        starting = asyncio.create_task(server.start())
        try:
            assert await asyncio.to_thread(heard.recv, 100) == b"READY=1"
            with contextlib.closing(socket.create_connection(("127.0.0.1", server.port))):
                await starting
            await server.stop()
            assert await asyncio.to_thread(heard.recv, 100) == b"STOPPING=1"
        finally:
            starting.cancel()
            await server.stop()


def _waits(said: Path) -> None:
    until(
        lambda: said.exists() and "Another process makes" in said.read_text(),
        lambda: said.exists() and said.read_text(),
    )
