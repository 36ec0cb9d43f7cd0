"""What only PostgreSQL can have wrong, on clusters of the test's own."""

import asyncio
import contextlib
import os
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests import forked
from tests.own_postgres import OwnPostgres, own_postgres
from tests.process import ROOT, Troth, free_port
from tests.until import PATIENCE
from tests.upkeep.ill import CALM, READERS, named, told, waiting
from troth.kernel import config
from troth.upkeep.doctor import work
from troth.upkeep.doctor.checks import CHECKS
from troth.upkeep.doctor.examine import Row, examine
from troth.upkeep.doctor.installation import Bars, Installation

pytestmark = pytest.mark.postgres


@contextmanager
def _cluster(options: str) -> Iterator[OwnPostgres]:
    with own_postgres(options) as cluster:
        if cluster is None:
            pytest.skip("no PostgreSQL is installed")
        yield cluster


class Served:
    """A server of ours on a healthy cluster."""

    def __init__(self, var: Path, url: str, server: Troth, cluster: OwnPostgres) -> None:
        self.var, self.url, self.server, self.cluster = var, url, server, cluster

    def examine(self, url: str = "", port: int = 0, **bars: Any) -> list[Row]:
        env = {"TROTH_VAR": str(self.var), "DATABASE_URL": url or self.url, "PORT": str(port or self.server.port)}
        return examine(Installation(config.load(env), "", READERS, bars=Bars(**(CALM | bars))), CHECKS)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with ExitStack() as ending:
        ending.enter_context(waiting(int(PATIENCE)))
        cluster = ending.enter_context(_cluster("-c fsync=on"))
        var, url = tmp_path_factory.mktemp("doctor-pg") / "var", cluster.database()
        var.mkdir(mode=0o700)
        server = Troth(var, {"DATABASE_URL": url, "TROTH_DEMO": "0"})
        loop = ending.enter_context(asyncio.Runner())
        loop.run(server.start())
        ending.callback(lambda: loop.run(server.stop()))
        server.command("backup", str(var.parent / "backup"))
        yield Served(var, url, server, cluster)


def test_a_worker_and_a_sequencer_that_are_gone_are_named(served: Served) -> None:
    """The server that answers is not one of this database."""
    url = served.url.rpartition("/")[0] + "/other"
    with psycopg.connect(served.cluster.url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE other")
    env = {**served.server._env, "DATABASE_URL": url}
    assert forked.run(forked.troth, ["migrate"], env, ROOT).code == 0
    rows = served.examine(url)
    assert named(rows) == {"sequencer", "workers", "backup"}, told(rows)


def test_nothing_is_named_where_all_is_well(served: Served) -> None:
    rows = served.examine()
    assert not named(rows), told(rows)
    well = {row.name for row in rows if row.found.state == "ok"}
    assert {"database", "durability", "connections", "encoding", "bell", "pooler", "sequencer", "workers"} <= well


def test_workers_are_looked_for_also_from_beside_the_ports_of_all_processes(served: Served) -> None:
    """As in an installation of many: the doctor is started without a PORT, and nobody serves on the usual one."""
    rows = served.examine(port=free_port())
    assert not named(rows), told(rows)
    assert "workers" in {row.name for row in rows if row.found.state == "ok"}, told(rows)


async def test_that_no_process_is_a_worker_is_named_from_beside_their_ports(tmp_path: Path, served: Served) -> None:
    url = served.url.rpartition("/")[0] + "/without_worker"
    with psycopg.connect(served.cluster.url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE without_worker")
    os.chmod(tmp_path, 0o700)
    front = f"http://localhost:{free_port()}"
    gateway = Troth(tmp_path, {"DATABASE_URL": url, "TROTH_DEMO": "0", "TROTH_BASE_URL": front}, role="gateway")
    await gateway.start()
    try:
        env = {"TROTH_VAR": str(tmp_path), "DATABASE_URL": url, "PORT": str(free_port())}
        rows = await asyncio.to_thread(examine, Installation(config.load(env), "", READERS), CHECKS)
    finally:
        await gateway.stop()
    assert named(rows) == {"workers", "backup"}, told(rows)


def test_a_transaction_that_sleeps_is_named(served: Served) -> None:
    with psycopg.connect(served.url, application_name="somebody") as asleep:
        asleep.execute("SELECT 1")
        rows = served.examine(idle_in_transaction=-1.0)
    assert named(rows) == {"idle transactions"}, told(rows)
    assert any("somebody" in row.found.says for row in rows)


def test_a_database_without_tables_is_named_once(served: Served) -> None:
    with psycopg.connect(served.cluster.url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE alone")
    alone = served.url.rpartition("/")[0] + "/alone"
    rows = served.examine(alone, free_port())
    assert named(rows) == {"tables"}, told(rows)


def test_a_pooler_that_forgets_who_listens_is_named(served: Served) -> None:
    async def behind() -> list[Row]:
        async with _forgetful(urlsplit(served.url).port or 5432) as port:
            return await asyncio.to_thread(
                served.examine, served.url.replace(f":{urlsplit(served.url).port}/", f":{port}/")
            )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "HEARD_WITHIN", 1.0)  # nothing will come
        rows = asyncio.run(behind())
    assert named(rows) == {"bell", "pooler"}, told(rows)


def test_a_server_that_is_set_to_lose_is_named(tmp_path: Path) -> None:
    with _cluster("-c full_page_writes=off -c max_connections=22") as cluster:
        url = cluster.database() + "_odd"
        with psycopg.connect(cluster.url, autocommit=True) as admin:
            name = url.rpartition("/")[2]
            admin.execute(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0".encode())
        os.chmod(tmp_path, 0o700)
        env = {"TROTH_VAR": str(tmp_path), "DATABASE_URL": url, "PORT": str(free_port())}
        rows = examine(Installation(config.load(env), "", READERS), CHECKS)
    assert named(rows) == {"durability", "connections", "encoding", "tables", "keyring"}, told(rows)
    assert any("fsync, full_page_writes" in row.found.says for row in rows)


def test_a_database_that_is_away_is_named_once(tmp_path: Path, served: Served) -> None:
    rows = served.examine(f"postgres://postgres@127.0.0.1:{free_port()}/troth", free_port())
    assert named(rows) == {"database"}, told(rows)


@contextlib.asynccontextmanager
async def _forgetful(port: int) -> AsyncIterator[int]:
    """As a pooler in transaction mode: it makes up the process's number, and no notification comes through."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, out = await asyncio.open_connection("127.0.0.1", port)
        up = asyncio.ensure_future(_through(reader, out))
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await _told(back, writer)
        finally:  # also where the loop ends first, on a slow machine
            up.cancel()
            out.close()
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _told(back: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    begun = False
    while True:
        head = await back.readexactly(1)
        if head in b"NS" and not begun:
            writer.write(head)  # the answer to a question for TLS or GSS
            continue
        size = await back.readexactly(4)
        begun = True
        body = await back.readexactly(struct.unpack("!I", size)[0] - 4)
        if head == b"K":
            body = struct.pack("!II", 4_000_000, 1)
        if head != b"A":
            writer.write(head + size + body)


async def _through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
