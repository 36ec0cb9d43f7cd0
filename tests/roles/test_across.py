"""Two gateways, a web and a worker: who is at one of them is seen at all, and who dies is missed. The SDK asks for
passes and for what goes by HTTP; the sockets are raw, so that each is where the test wants it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio

from tests.fleet import Fleet, fleet
from tests.own_postgres import OwnPostgres
from tests.process import Troth
from tests.roles.seat import Seat
from tests.until import PATIENCE, until_async
from troth.client import Agent, Visitor
from troth.kernel.ids import new_id

BIKES, TEA = 0, 1  # of the demo's workspaces; the second shows pages
MAIL = "vi@example.org"
FIELDS = [{"about": "Repair", "email": MAIL}, {"name": "Vi", "email": MAIL}]


class House:
    """A fleet with somebody in it."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.one, self.two = fleet.gateways[:2]
        self.shops: list[dict[str, Any]] = fleet.webs[0].demo["workspaces"]
        self.ending = AsyncExitStack()

    async def visitor(self, shop: int = BIKES) -> Visitor:
        made = await Visitor.start(self.fleet.front.url, self.shops[shop]["site_key"], patience=PATIENCE)
        return await self.ending.enter_async_context(made)

    async def agent(self, name: str) -> Agent:
        made = await Agent.sign_in(self.fleet.front.url, *self.fleet.webs[0].person(name), patience=PATIENCE)
        return await self.ending.enter_async_context(made)

    async def seat(self, who: Visitor | Agent, gateway: Troth) -> Seat:
        made = await asyncio.to_thread(Seat.at, gateway.port, await who.current_pass())
        return self.ending.enter_context(made)

    async def open(self, vi: Visitor, shop: int, agent: Agent) -> str:
        """A conversation of the two."""
        talk = str(new_id())
        body = {"id": talk, "client_id": new_id(), "text": "Hello?", "fields": FIELDS[shop]}
        await vi.call("POST", "/conversations", dict[str, Any], body)
        await agent.call("POST", f"/conversations/{talk}/participation", dict[str, Any], {"client_id": new_id()})
        return talk

    async def board(self, agent: Agent, shop: int, *wanted: Visitor) -> None:
        """Wait until these are on the API's board."""
        path = f"/workspaces/{self.shops[shop]['id']}/visitors"
        seen: list[dict[str, Any]] = []

        async def there() -> bool:
            seen[:] = (await agent.call("GET", path, dict[str, Any]))["items"]
            return {one["visitor_id"] for one in seen} == {str(one.id) for one in wanted}

        await until_async(there, lambda: seen, every=0.1)


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def many(cluster: OwnPostgres) -> AsyncIterator[Fleet]:
    async with fleet(cluster.database()) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def house(many: Fleet) -> AsyncIterator[House]:
    """Empty at the beginning."""
    made = House(many)
    try:
        for name in ("ada", "ben"):
            await (await made.agent(name)).call("PUT", "/me/availability", dict[str, Any], {"available": False})
        yield made
    finally:
        await made.ending.aclose()


async def test_an_agent_at_one_gateway_and_a_visitor_at_the_other(house: House) -> None:
    vi, ada = await house.visitor(TEA), await house.agent("ada")
    talk = await house.open(vi, TEA, ada)
    desk = await house.seat(ada, house.two)
    assert await asyncio.to_thread(desk.inbox, house.shops[TEA]["id"]) == []
    panel = await house.seat(vi, house.one)

    def story() -> None:
        desk.visitor(str(vi.id))
        panel.say(op="here", page={"url": "https://tea.example/green", "title": "Green"})
        desk.visitor(str(vi.id), url="https://tea.example/green")
        desk.say(op="here", available=True)
        panel.agents(1)
        panel.follow(talk)
        last = desk.follow(talk)["last"]
        panel.say(op="typing", stream=talk)
        assert desk.hear("typing")["on"]
        panel.say(op="typing", stream=talk, on=False)
        assert not desk.hear("typing").get("on")
        desk.say(op="mark", stream=talk, seen=last)
        mark = panel.hear("mark")["mark"]
        assert (mark["kind"], mark["delivered"], mark["seen"]) == ("agent", last, last)

    await asyncio.to_thread(story)
    await house.board(ada, TEA, vi)
    panel.cut()
    await asyncio.to_thread(desk.visitor, str(vi.id), gone=True, url="https://tea.example/green")
    await house.board(ada, TEA)


async def test_a_killed_gateway_takes_its_visitors_with_it_and_nobody_else(house: House) -> None:
    vi, val, ada = await house.visitor(), await house.visitor(), await house.agent("ada")
    talk = await house.open(val, BIKES, ada)
    desk = await house.seat(ada, house.two)
    await asyncio.to_thread(desk.inbox, house.shops[BIKES]["id"])
    tab = await house.seat(val, house.two)
    async with house.fleet.more("gateway") as (third,):
        await house.seat(vi, third)
        await asyncio.to_thread(desk.visitor, str(vi.id))
        await house.seat(val, third)
        await house.board(ada, BIKES, vi, val)
        await third.kill()

    def story() -> None:
        desk.visitor(str(vi.id), gone=True)
        tab.follow(talk)
        desk.follow(talk)
        desk.say(op="say", ref=3, stream=talk, client_id=str(new_id()), text="Still here.")
        assert desk.hear("ack", "error")["op"] == "ack"
        assert tab.hear("event")["event"]["body"]["text"] == "Still here."

    await asyncio.to_thread(story)
    await house.board(ada, BIKES, val)  # who has a tab at another


async def test_one_who_starts_later_hears_who_is_here(house: House) -> None:
    vi, ada = await house.visitor(), await house.agent("ada")
    await house.seat(vi, house.one)
    async with house.fleet.more("gateway web") as (gateway, web):
        before, house.fleet.front.webs = house.fleet.front.webs, [web.port]
        await house.board(ada, BIKES, vi)
        house.fleet.front.webs = before
        desk = await house.seat(ada, gateway)
        if not await asyncio.to_thread(desk.inbox, house.shops[BIKES]["id"]):
            await asyncio.to_thread(desk.visitor, str(vi.id))


async def test_a_sign_out_ends_the_sockets_at_every_gateway(house: House) -> None:
    ada, ben = await house.agent("ada"), await house.agent("ben")
    desks = [await house.seat(ada, gateway) for gateway in (house.one, house.two)]
    others = [await house.seat(ben, gateway) for gateway in (house.one, house.two)]
    await ada.sign_out()
    assert [await asyncio.to_thread(desk.closed) for desk in desks] == [4401, 4401]
    for desk in others:
        assert await asyncio.to_thread(desk.inbox, house.shops[BIKES]["id"]) == []


async def test_an_agent_at_two_gateways_is_one_and_leaving_one_is_not_leaving(house: House) -> None:
    vi, ada, ben = await house.visitor(), await house.agent("ada"), await house.agent("ben")
    panel = await house.seat(vi, house.one)
    desks = [await house.seat(ada, gateway) for gateway in (house.one, house.two)]

    def story() -> None:
        panel.agents(0)
        for desk in desks:
            desk.say(op="here", available=True)
        panel.agents(1)
        desks[0].cut()

    await asyncio.to_thread(story)
    await ben.call("PUT", "/me/availability", dict[str, Any], {"available": True})
    while (heard := (await asyncio.to_thread(panel.hear, "here")).get("agents", 0)) != 2:
        assert heard == 1
    await asyncio.to_thread(desks[1].say, op="here", available=False)
    await asyncio.to_thread(panel.agents, 1)
