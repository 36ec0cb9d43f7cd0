"""On the operator's own server: by ordinary doors, and nothing of it is left."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
import pytest_asyncio

from tests import forked
from tests.process import Troth, troth
from tests.until import PATIENCE, until

BEGUN = "SELECT 1 FROM accounts_workspace WHERE slug LIKE 'verify-tenant-%'"
LEFT = """SELECT slug FROM accounts_workspace WHERE slug LIKE 'verify-%'
    UNION SELECT email FROM accounts_person WHERE email LIKE '%.invalid'"""
DOORS = ("tenant-isolation", "agent-tag")  # the second needs the store


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[Troth]:
    async with troth() as running:
        yield running


def verify(server: Troth, url: str, *more: str) -> forked.Said:
    only = [word for name in DOORS for word in ("--only", name)]
    words = ("privacy", "verify", "--against", url, *only, "--format", "json", *more)
    return server.run(*words)


@pytest.mark.asyncio(loop_scope="module")
async def test_what_needs_no_lab_is_played_and_nothing_is_left(server: Troth) -> None:
    told = verify(server, server.url)
    assert told.code == 0, told.err
    assert "tenant-isolation" in told.err
    assert "BROKEN" not in told.err
    assert "needs a lab (store)" in told.err
    assert set(json.loads(told.out.splitlines()[-1])) == {"plain", "level", "kill_rate"}
    assert "verify-" not in server.command("close-workspace")
    assert not found(server, LEFT)


@pytest.mark.asyncio(loop_scope="module")
async def test_no_saboteur_is_let_at_it(server: Troth) -> None:
    told = verify(server, server.url, "--saboteurs")
    assert (told.code, told.out) == (2, "")
    assert "--lab only" in told.err


@pytest.mark.asyncio(loop_scope="module")
async def test_a_server_that_is_not_there_is_no_success(server: Troth) -> None:
    told = verify(server, "http://localhost:9")
    assert (told.code, told.out) == (2, "")
    assert "nothing answers at http://localhost:9" in told.err


@pytest.mark.asyncio(loop_scope="module")
async def test_a_server_that_dies_in_the_middle_is_no_success_and_nothing_is_left(server: Troth) -> None:
    """The last of this file."""
    playing = asyncio.create_task(asyncio.to_thread(verify, server, server.url))
    await asyncio.to_thread(until, lambda: found(server, BEGUN), server.tail)
    await server.kill()
    told = await playing
    assert told.code == 2
    assert "UNTESTED" in told.err
    assert "the server died in the middle of the run" in told.out
    assert not found(server, LEFT)


def found(server: Troth, query: str) -> bool:
    """Whether it finds rows."""
    with closing(sqlite3.connect(server.var / "troth.sqlite3", timeout=PATIENCE)) as database:
        return bool(database.execute(query).fetchall())
