"""As an operator meets it: what is held is not erased, and what retention takes is in no byte of the installation."""

import asyncio
import json
import sqlite3
import uuid
from contextlib import closing

import psycopg
import pytest

from tests import forked
from tests.privacy.canaries import Person
from tests.privacy.test_canary import House, _agent, _kept, _left, _mailed, house
from tests.process import ROOT, Troth
from tests.until import PATIENCE

__all__ = ["house"]

LONG_AGO = "2020-01-01 00:00:00+00:00"
AGED = (
    "UPDATE visitors_visitor SET created_at = '{at}' WHERE id = (SELECT visitor_id {talk})",
    "UPDATE contacts_contact SET created_at = '{at}' WHERE id = (SELECT contact_id {talk})",
    "UPDATE conversations_conversation SET opened_at = '{at}', last_at = '{at}', closed_at = '{at}' WHERE id = '{id}'",
)


def _age(house: House, person: Person) -> None:
    """All of theirs was years ago."""
    if house.postgres:
        said = [(one, person.talk) for one in AGED]
        with psycopg.connect(house.server._env["DATABASE_URL"], autocommit=True) as database:
            for one, talk in said:
                database.execute(_of(one, talk).encode())
        return
    with closing(sqlite3.connect(house.server.var / "troth.sqlite3", timeout=PATIENCE)) as file, file:
        for one in AGED:
            file.execute(_of(one, uuid.UUID(person.talk).hex))


def _of(statement: str, talk: str) -> str:
    where = f"FROM conversations_conversation WHERE id = '{talk}'"
    return statement.format(at=LONG_AGO, id=talk, talk=where)


async def _command(server: Troth, *words: str) -> str:
    return await asyncio.to_thread(server.command, *words)


@pytest.mark.slow
async def test_what_is_held_stays_and_what_retention_takes_is_in_no_byte(house: House) -> None:
    served = house.server
    vi, otto = (Person(served.url, served.demo["site_key"]) for _ in range(2))
    agent = await asyncio.to_thread(_agent, vi, served)
    for person in (vi, otto):
        await asyncio.to_thread(person.talks, agent)
        await asyncio.to_thread(_mailed, person, served, "transcript")
    shown = await asyncio.to_thread(vi.ask, "GET", f"/api/v1/conversations/{vi.talk}", **agent)
    workspace, site = shown["workspace_id"], shown["site_id"]
    rules = [
        {"what": "conversations", "after": "closed", "days": 30},
        {"what": "contacts", "after": "last_message", "days": 30},
        {"what": "visitors", "after": "created", "days": 30},
    ]
    path = f"/api/v1/workspaces/{workspace}/privacy/sites/{site}/retention"
    await asyncio.to_thread(vi.ask, "PUT", path, {"rules": rules}, **agent)
    await asyncio.to_thread(_age, house, vi)
    kept = _kept(house, otto)

    of, sites = ("--workspace", workspace), ("--site", served.demo["site_key"])
    held = await _command(served, "holds", *of, "place", f"conversation:{vi.talk}", "--reason", "Court order 7")
    erased = await asyncio.to_thread(
        forked.run, forked.troth, ["erase", f"visitor:{vi.visitor}", *of], served._env, ROOT
    )  # fmt: skip
    assert erased.code == 1
    assert "Court order 7" in json.loads(erased.out)["blockers"][0]
    assert "1 are held" in await _command(served, "retention", *of, *sites, "--dry-run")
    await _command(served, "retention", *of, *sites)
    assert {"name", "words", "transcript"} <= set(_left(house, vi, clear=True))

    assert "Court order 7" in await _command(served, "holds", *of)
    await _command(served, "holds", *of, "lift", held.split()[0], "--reason", "The case is over")
    assert await _command(served, "holds", *of) == "Nothing is held.\n"
    tried = await _command(served, "retention", *of, *sites, "--dry-run")
    assert "1 would go, the oldest of 2020-01-01" in tried
    assert "held" not in tried
    await _command(served, "retention", *of, *sites)
    assert _left(house, vi, clear=False) == {}, "what is sealed is gone at once"
    await _command(served, "retention", *of, *sites)  # the browser, of which no conversation is left
    await _command(served, "compact")
    assert _left(house, vi, clear=True) == {}
    assert kept.items() <= _kept(house, otto).items()
    events = (await asyncio.to_thread(otto.ask, "GET", f"/api/v1/conversations/{otto.talk}/events", **agent))["items"]
    assert otto.planted["words"] in json.dumps(events)
