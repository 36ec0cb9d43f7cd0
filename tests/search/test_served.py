"""A whole server: what is said is found a moment later, the index is made anew beside it, and is never backed up."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import psycopg
import pytest

from tests.own_postgres import own_postgres
from tests.process import Troth, troth
from tests.until import PATIENCE, until_async
from tests.upkeep.installation import SECRET, Installation, good
from troth.client import Agent
from troth.client import Visitor as Client

FORM = {"name": "Vi Tran", "email": "vi@example.net", "about": "Repair"}


class House(NamedTuple):
    """database: its address on PostgreSQL; empty: of another one, to restore into."""

    served: Troth
    database: str = ""
    empty: str = ""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    if request.param == "sqlite":
        async with troth(TROTH_SECRET_KEY=SECRET) as served:
            yield House(served)
        return
    with own_postgres() as own:
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        database = own.database()
        async with troth(TROTH_SECRET_KEY=SECRET, DATABASE_URL=database) as served:
            yield House(served, database, own.database())


async def _found(agent: Agent, words: str, talk: UUID) -> None:
    async def is_there() -> bool:
        return talk in [one.conversation.id for one in (await agent.search(words)).items]

    await until_async(is_there, lambda: words, every=0.1)


@pytest.mark.slow
async def test_an_index_comes_and_goes_and_what_was_said_is_found(house: House, tmp_path: Path) -> None:
    served = house.served
    site = served.demo["site_key"]
    async with (
        await Client.start(served.url, site, patience=PATIENCE) as vi,
        await Agent.sign_in(served.url, *served.person("ada"), patience=PATIENCE) as ada,
    ):
        talk = await vi.open("A wandering albatross", fields=FORM)
        await _found(ada, "albatros", talk.id)
        hit = (await ada.search("albatross")).items[0].hit
        assert [(place.start, place.length) for place in hit.places] == [(12, 9)]

        told = await asyncio.to_thread(served.command, "reindex")
        assert "The search index knows all" in told
        await _found(ada, "albatross", talk.id)
        await talk.say("and a petrel")
        await _found(ada, "petrel", talk.id)

        _harm(house)
        await talk.say("and a skua")
        await _found(ada, "skua", talk.id)
        await _found(ada, "albatross", talk.id)
    await asyncio.to_thread(served.command, "backup", str(tmp_path / "backup"))
    await served.stop()

    fresh = Installation(tmp_path / "fresh", house.empty)
    good(await asyncio.to_thread(fresh.troth, "restore", tmp_path / "backup", "--tombstones",
                                 tmp_path / "backup" / "tombstones.troth"))  # fmt: skip
    again = Troth(fresh.var, {**fresh.own(), "TROTH_DEMO": "0"})
    await again.start()
    try:
        async with await Agent.sign_in(again.url, *served.person("ada"), patience=PATIENCE) as ada:
            await _found(ada, "albatross", talk.id)
            await _found(ada, "vi tran", talk.id)
    finally:
        await again.stop()


def _harm(house: House) -> None:
    """The file is spoilt under the server's hands; PostgreSQL's tables are as after a crash."""
    if house.database:
        with psycopg.connect(house.database, autocommit=True) as server:
            server.execute("TRUNCATE search_passage, search_whole")
        return
    (file,) = (house.served.var / "search").glob("*.sqlite3")
    with file.open("r+b") as open_:
        open_.seek(4_096)
        open_.write(b"\xff" * (file.stat().st_size - 4_096))
