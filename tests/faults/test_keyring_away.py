"""The keyring's own PostgreSQL goes away and comes back: /health names it, what can't be sealed is refused in one typed
sentence and kept when it is repeated, and all is well again by itself."""

import asyncio
from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.faults.test_health import named, well
from tests.own_postgres import OwnPostgres, own_postgres
from tests.process import troth
from tests.until import PATIENCE
from troth.client import Talk, Visitor
from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id


@pytest.fixture
def keys() -> Iterator[OwnPostgres]:
    with own_postgres() as own:
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        yield own


@pytest.mark.postgres
@pytest.mark.slow
async def test_the_keyrings_server_restarts(keys: OwnPostgres) -> None:
    fast = {"TROTH_LIMIT_VISITOR_BURST": "100000", "TROTH_LIMIT_VISITOR_RATE": "100000"}
    async with (
        troth(TROTH_KEYRING_URL=keys.url, **fast) as server,
        await Visitor.start(server.url, server.demo["site_key"], patience=PATIENCE) as vi,
    ):
        assert not list(server.var.glob("keyring*"))
        talk = await vi.open("Hello?", fields={"name": "Vi", "email": "vi@example.test"})
        await well(server)
        await asyncio.to_thread(keys.stop, "immediate")
        try:
            await named(server, "keyring")
            once, refused = await _refused(talk)
            assert refused.status == 503
        finally:
            await asyncio.to_thread(keys.start)
        kept = await talk.say("Are you there?", client_id=once)
        events = await vi.events(talk.id, after=kept.seq - 1)
        assert [event.client_id for event in events.items].count(once) == 1
        await well(server)


async def _refused(talk: Talk) -> tuple[UUID, TrothError]:
    """Say things until one is refused: the lease has run out. Its client id, and why."""
    while True:
        once = new_id()
        try:
            await talk.say("Are you there?", client_id=once, patience=1)
        except TrothError as error:
            return once, error
