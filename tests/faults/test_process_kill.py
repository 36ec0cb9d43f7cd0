"""SIGKILL of the real server while people talk: what was acknowledged is there once, in order, on both sides."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence

import pytest

from tests.postgres import fresh_database
from tests.process import Troth, troth
from tests.until import PATIENCE
from troth.client import Agent, Kept, Talk, Visitor, body_of
from troth.kernel.ids import new_id
from troth.wire.events import Said, WireEvent

VISITORS = 4
TURNS = 40  # messages of each visitor, and of the agent to each
KILLS = 3
SITE, ANSWERS = "harbourbikes", {"about": "Repair"}


class Acknowledged:
    """Every acknowledgement that reached somebody, and a bell at the n-th."""

    def __init__(self) -> None:
        self.kept: list[tuple[Talk, str, Kept]] = []
        self._grew = asyncio.Condition()

    async def add(self, talk: Talk, text: str, kept: Kept) -> None:
        async with self._grew:
            self.kept.append((talk, text, kept))
            self._grew.notify_all()

    async def reached(self, count: int) -> None:
        async with self._grew:
            await self._grew.wait_for(lambda: len(self.kept) >= count)


async def _speak(talk: Talk, who: str, acknowledged: Acknowledged) -> None:
    for turn in range(TURNS):
        text = f"{who} {turn}"
        await acknowledged.add(talk, text, await talk.say(text))


async def _killer(server: Troth, seed: int, acknowledged: Acknowledged) -> None:
    """Kill after a random number of acknowledgements: whatever is under way at that moment is cut in half."""
    dice = random.Random(seed)
    total = 2 * VISITORS * TURNS
    for count in sorted(dice.sample(range(5, total - 20), KILLS)):
        await acknowledged.reached(count)
        for _ in range(dice.randrange(50)):
            await asyncio.sleep(0)  # somewhere inside the next frames, not always right after an ack
        await server.kill()
        await server.start()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[Troth]:
    names = ("VISITOR_BURST", "VISITOR_RATE", "ADDRESS_BURST", "ADDRESS_RATE")
    generous = {f"TROTH_LIMIT_{name}": "1000" for name in names}
    if request.param == "sqlite":
        async with troth(**generous) as running:
            yield running
        return
    with fresh_database() as url:
        async with troth(DATABASE_URL=url, **generous) as running:
            yield running


def _texts(events: Sequence[WireEvent]) -> list[str]:
    return [body.text for event in events if isinstance(body := body_of(event), Said)]


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(server: Troth, seed: int) -> None:
    acknowledged = Acknowledged()
    visitors = [await Visitor.start(server.url, SITE, patience=PATIENCE) for _ in range(VISITORS)]
    ada = await Agent.sign_in(server.url, *server.person("ada"), patience=PATIENCE)
    await ada.set_available(True)
    pairs = []
    for number, visitor in enumerate(visitors):
        theirs = await visitor.open(f"visitor {number} begins", fields=ANSWERS, client_id=new_id())
        ours = await ada.talk(theirs.id)
        await ours.join()
        pairs.append((theirs, ours))

    async with asyncio.TaskGroup() as group:
        group.create_task(_killer(server, seed, acknowledged))
        for number, (theirs, ours) in enumerate(pairs):
            group.create_task(_speak(theirs, f"visitor {number}", acknowledged))
            group.create_task(_speak(ours, f"agent {number}", acknowledged))

    assert len(acknowledged.kept) == 2 * VISITORS * TURNS
    for number, (theirs, ours) in enumerate(pairs):
        stored = (await ada.events(theirs.id, limit=200)).items
        assert [event.seq for event in stored] == list(range(1, len(stored) + 1))
        told = {kept.seq: text for talk, text, kept in acknowledged.kept if talk in (theirs, ours)}
        assert {event.seq: text for event, text in zip(_said(stored), _texts(stored), strict=True)} == {
            **told,
            _said(stored)[0].seq: f"visitor {number} begins",
        }
        assert max(Counter(_texts(stored)).values()) == 1
        for who in (f"visitor {number}", f"agent {number}"):
            said = [text for text in _texts(stored) if text.startswith(who) and not text.endswith("begins")]
            assert said == [f"{who} {turn}" for turn in range(TURNS)]
        for side in (theirs, ours):
            while side.last < stored[-1].seq:
                await side.changed()
            assert _texts(side.held) == _texts(stored)

    for visitor in visitors:
        await visitor.aclose()
    await ada.aclose()


def _said(events: Sequence[WireEvent]) -> list[WireEvent]:
    return [event for event in events if event.kind == "said"]
