"""Whatever the network does to the line, both sides hear every word once and in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

import pytest

from tests.cast import Cast
from tests.proxy import Proxy
from tests.serving import serving
from tests.until import PATIENCE, until_async
from troth.client import Agent, Talk, Visitor
from troth.client.bodies import body_of
from troth.gateway.session import Pace
from troth.kernel.ids import new_id
from troth.log import Log
from troth.wire.events import Said
from troth.wire.frames import TypingNow

PASSWORD = "correct horse battery"


@pytest.fixture
async def proxy(server: str) -> AsyncIterator[Proxy]:
    async with Proxy.before(urlsplit(server).port or 0) as proxy:
        yield proxy


@asynccontextmanager
async def both(url: str, cast: Cast, hush: float = PATIENCE) -> AsyncIterator[tuple[Visitor, Agent]]:
    """Vi and Ada at an address. hush: their patience (s) with ways that are silent."""
    cast.ada.person.set_password(PASSWORD)
    await cast.ada.person.asave()
    async with AsyncExitStack() as open_:
        vi = await open_.enter_async_context(await Visitor.start(url, cast.bikes_site.key, patience=PATIENCE))
        ada = await open_.enter_async_context(
            await Agent.sign_in(url, cast.ada.person.email, PASSWORD, patience=PATIENCE)
        )
        for one in (vi, ada):
            one.live.line.ways.hush = hush
        yield vi, ada


async def begun(vi: Visitor, ada: Agent) -> tuple[Talk, Talk]:
    asked = await vi.open("word 0", fields={"name": "Vi", "email": "vi@example.test"}, conversation=new_id())
    talk = await ada.talk(asked.id)
    await talk.join()
    return asked, talk


def words(talk: Talk) -> list[str]:
    return [body.text for event in talk.held if isinstance(body := body_of(event), Said)]


async def talked(asked: Talk, talk: Talk, first: int = 1, after: Callable[[int], None] = lambda _: None) -> None:
    """Ten words by turns; both hold all there are, once and in order."""
    for number in range(first, first + 10):
        await (asked, talk)[number % 2].say(f"word {number}")
        after(number)
    wanted = [f"word {number}" for number in range(first + 10)]
    for one in (asked, talk):
        while len(words(one)) < len(wanted):
            await one.changed()
        assert words(one) == wanted


async def way(asker: Visitor | Agent, wanted: str) -> None:
    """Wait until the line goes this way."""

    async def goes() -> bool:
        return asker.live.line.way == wanted

    await until_async(goes, lambda: asker.live.line.way)


async def test_a_refused_upgrade_leads_to_the_event_stream_with_all_that_a_socket_brings(
    proxy: Proxy, cast: Cast
) -> None:
    proxy.upgrade = "refuse"
    async with both(proxy.url, cast) as (vi, ada):
        asked, talk = await begun(vi, ada)
        await asyncio.gather(way(vi, "stream"), way(ada, "stream"))
        await talked(asked, talk)
        heard = asyncio.create_task(anext(signal async for signal in vi.signals() if isinstance(signal, TypingNow)))
        while not heard.done():  # it is told no oftener than it is said
            talk.typing()
            await asyncio.wait((heard,), timeout=0.5)
        assert heard.result().who == "agent"
        asked.mark(seen=asked.last)
        while not any(mark.seen == asked.last for mark in talk.marks.values() if mark.kind == "visitor"):
            await talk.changed()


async def test_an_upgrade_that_nobody_answers_leads_there_too(proxy: Proxy, cast: Cast) -> None:
    proxy.upgrade = "swallow"
    async with both(proxy.url, cast, hush=1.0) as (vi, ada):
        asked, talk = await begun(vi, ada)
        assert "socket" not in (vi.live.line.way, ada.live.line.way)
        await talked(asked, talk)


async def test_answers_that_are_collected_lead_to_long_polls(proxy: Proxy, cast: Cast) -> None:
    proxy.upgrade, proxy.collect = "refuse", True
    async with both(proxy.url, cast, hush=1.0) as (vi, ada):
        asked, talk = await begun(vi, ada)
        await asyncio.gather(way(vi, "poll"), way(ada, "poll"))
        await talked(asked, talk)


@pytest.mark.parametrize("upgrade", ["pass", "refuse"])
async def test_cuts_in_the_middle_lose_and_double_nothing(proxy: Proxy, cast: Cast, upgrade: str) -> None:
    proxy.upgrade = "refuse" if upgrade == "refuse" else "pass"
    async with both(proxy.url, cast) as (vi, ada):
        asked, talk = await begun(vi, ada)
        await talked(asked, talk, after=lambda number: proxy.cut() if number % 3 == 0 else None)


async def test_a_proxy_that_cuts_whatever_lasts_is_lived_with(cast: Cast, log: Log) -> None:
    """Sockets and streams are given up for polls, which are too short to be cut."""
    with serving(log, Pace(poll=0.3)) as port:
        async with Proxy.before(port) as proxy, both(proxy.url, cast) as (vi, ada):
            asked, talk = await begun(vi, ada)
            proxy.cut_after = 1.0
            proxy.cut()
            await talked(asked, talk)
            await asyncio.gather(way(vi, "poll"), way(ada, "poll"))
            await talked(asked, talk, 11)


async def test_polls_that_are_cut_lose_and_double_nothing(proxy: Proxy, cast: Cast) -> None:
    proxy.upgrade, proxy.collect = "refuse", True
    async with both(proxy.url, cast, hush=1.0) as (vi, ada):
        asked, talk = await begun(vi, ada)
        await talked(asked, talk, after=lambda number: proxy.cut() if number % 3 == 0 else None)


@pytest.mark.parametrize("collect", [False, True], ids=["stream", "poll"])
async def test_when_sockets_get_through_again_the_line_moves_back(proxy: Proxy, cast: Cast, collect: bool) -> None:
    proxy.upgrade, proxy.collect = "refuse", collect
    async with both(proxy.url, cast, hush=2.0) as (vi, ada):
        for one in (vi, ada):
            one.live.line.ways.again = 0.5
        asked, talk = await begun(vi, ada)
        assert "socket" not in (vi.live.line.way, ada.live.line.way)
        await talked(asked, talk)
        proxy.upgrade = "pass"
        await talked(asked, talk, 11)  # while they move
        await asyncio.gather(way(vi, "socket"), way(ada, "socket"))
        await talked(asked, talk, 21)


async def test_two_gateways_behind_a_proxy_that_takes_turns(cast: Cast, log: Log) -> None:
    """A request may meet the process that knows nothing of its line."""
    with serving(log) as one, serving(log) as two:
        async with Proxy.before(one, two) as proxy:
            proxy.upgrade = "refuse"
            async with both(proxy.url, cast) as (vi, ada):
                asked, talk = await begun(vi, ada)
                await talked(asked, talk)


async def test_a_slow_network_is_no_blocked_one(proxy: Proxy, cast: Cast) -> None:
    proxy.delay = 0.05
    async with both(proxy.url, cast) as (vi, ada):
        asked, talk = await begun(vi, ada)
        await talked(asked, talk)
        assert (vi.live.line.way, ada.live.line.way) == ("socket", "socket")


async def test_a_page_of_the_proxys_while_a_pass_is_renewed_ends_no_line(proxy: Proxy, cast: Cast) -> None:
    async with both(proxy.url, cast) as (vi, ada):
        asked, talk = await begun(vi, ada)
        proxy.lost = "/api/v1/passes"
        vi._pass = ada._pass = "not.good"
        proxy.cut()

        async def wanted() -> bool:
            return sum("/api/v1/passes" in line for line in proxy.seen) >= 6

        await until_async(wanted, lambda: proxy.seen)
        proxy.lost = ""
        await talked(asked, talk)
