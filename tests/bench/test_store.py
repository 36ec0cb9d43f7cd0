"""The store that growth is measured on is one that the product could have left: it is read through the API, and along
its chains."""

import asyncio
from collections.abc import Iterator

import msgspec
import pytest

from bench.cluster import binaries
from bench.served import Served, served
from bench.talks import AT_ONCE, EVENTS, MESSAGES
from tests.until import PATIENCE
from troth.client import Agent
from troth.kernel import config
from troth.log.verify import verify
from troth.vault import open_keyring
from troth.wire.events import Said


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def filled(request: pytest.FixtureRequest) -> Iterator[Served]:
    """A server over one lot of conversations."""
    if request.param == "PostgreSQL" and binaries() is None:
        pytest.skip("PostgreSQL's binaries are not installed")
    with served(None if request.param == "SQLite" else "an own cluster") as server:
        server.start()
        server.stop()
        server.aside("-m", "bench.store", str(AT_ONCE))
        server.start()
        yield server


def test_agents_find_it_as_if_it_had_been_said(filled: Served) -> None:
    asyncio.run(_look(filled))


async def _look(filled: Served) -> None:
    ada = filled.demo["people"][0]
    async with await Agent.sign_in(filled.url, ada["email"], ada["password"], patience=PATIENCE) as agent:
        waiting = await agent.conversations("waiting")
        assert [len(one.agents) for one in waiting.items] == [0, 0, 1], "who is nobody's comes first"
        closed = (await agent.conversations("closed")).items[0]
        assert closed.preview is not None
        assert closed.unread == 0
        assert len(closed.agents) == 1
        events = (await agent.events(closed.id)).items
        said = [msgspec.json.decode(event.body, type=Said).text for event in events if event.kind == "said"]
        assert said[-1] == closed.preview.text
        assert len(said) in MESSAGES
        talk = await agent.talk(closed.id)
        await talk.reopen()
        await talk.join()
        await talk.say("Is it all right now?")
        assert (await agent.conversation(closed.id)).last_seq > closed.last_seq + 1
        one = next(one for one in waiting.items if not one.agents)
        assert one.visitor.email
        talk = await agent.talk(one.id)
        await talk.join()
        assert one.id in [mine.id for mine in (await agent.conversations("mine")).items]


def test_every_chain_holds(filled: Served) -> None:
    filled.stop()
    address = filled.env.get("DATABASE_URL", "")
    settings = config.load({"TROTH_VAR": str(filled.var), **({"DATABASE_URL": address} if address else {})})
    keyring = open_keyring(settings.keyring, settings.secret("keyring"))
    try:
        walked = verify(settings, keyring)
    finally:
        keyring.close()
    assert walked.named == []
    assert walked.erased == 0
    assert walked.streams >= AT_ONCE
    assert walked.events >= EVENTS
