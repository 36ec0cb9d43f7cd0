"""A server that is told to stop: its sockets hear when to come back, nothing is lost or doubled, nothing is refused for
good, and with two of them nobody notices but by one attempt more."""

import asyncio
import contextlib
import http.client
import threading
from collections.abc import AsyncIterator

import pytest

from tests.front import Front, front
from tests.gateway.raw import CLOSE, Raw
from tests.own_postgres import own_postgres
from tests.process import Troth, troth
from tests.project.scrape import ask
from tests.speaker import Speaker
from tests.until import PATIENCE
from troth.client import Visitor
from troth.wire.closing import within

SITE, ANSWERS = "harbourbikes", {"about": "Repair", "name": "Vi", "email": "vi@example.org"}
VISITORS, RESTARTS = 4, 2
GENEROUS = {"TROTH_LIMIT_VISITOR_BURST": "10000", "TROTH_LIMIT_VISITOR_RATE": "10000"}


async def _speakers(url: str, ending: contextlib.AsyncExitStack) -> list[Speaker]:
    made = []
    for _ in range(VISITORS):
        visitor = await ending.enter_async_context(await Visitor.start(url, SITE, patience=PATIENCE))
        made.append(Speaker(visitor, await visitor.open("Hello?", fields=ANSWERS)))
    return made


@pytest.fixture(params=["picows", "sansio"])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[Troth]:
    async with troth(**GENEROUS, TROTH_DOOR=request.param) as served:
        yield served


@pytest.mark.slow
async def test_one_server_restarts_under_load(server: Troth) -> None:
    async with contextlib.AsyncExitStack() as ending:
        speakers = await _speakers(server.url, ending)
        speaking = [asyncio.create_task(one.speak()) for one in speakers]
        for restart in range(RESTARTS):
            await asyncio.gather(*(one.reached(20 * (restart + 1)) for one in speakers))
            await server.stop()
            await server.start()
        await asyncio.gather(*(one.goes_on() for one in speakers))
        for one in speakers:
            one.ended = True
        await asyncio.gather(*speaking)
        for one in speakers:
            assert await one.told() == one.kept
    assert "Traceback" not in server.said.read_text()


async def test_health_says_so_first_and_sockets_hear_when_to_come_back() -> None:
    async with troth(TROTH_DRAIN="300") as server:
        visitor = await Visitor.start(server.url, SITE, patience=PATIENCE)
        pass_ = await visitor.current_pass()
        raw = await asyncio.to_thread(_greeted, server.port, pass_)
        stopping = asyncio.create_task(server.stop())
        status, body = await asyncio.to_thread(_until_it_stops, server)
        assert (status, '"stopping":true' in body) == (503, True)
        status, _, headers = await asyncio.to_thread(ask, server.port, f"/w/{SITE}.js", Host="localhost")
        assert (status, headers["connection"]) == (200, "close"), "all goes on meanwhile"
        again = asyncio.create_task(server.stop())  # told a second time, it does not wait for its drain
        code, reason = await asyncio.to_thread(_goodbye, raw)
        raw.cut()
        assert (code, within(reason)) == (1012, 1.0)
        await visitor.aclose()
        await asyncio.gather(stopping, again)


@pytest.mark.postgres
@pytest.mark.slow
async def test_of_two_servers_one_restarts_and_no_request_fails_twice() -> None:
    with own_postgres() as own:
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        async with contextlib.AsyncExitStack() as ending:
            before: Front = await ending.enter_async_context(front())
            settings = {**GENEROUS, "DATABASE_URL": own.database(), "TROTH_BASE_URL": before.url}
            first = await ending.enter_async_context(troth(**settings))
            second = Troth(first.var, settings)
            second.said = first.var / "second.log"
            ending.push_async_callback(second.stop)
            await second.start()
            before.gateways, before.webs = [first.port, second.port], [first.port, second.port]
            speakers = await _speakers(before.url, ending)
            tries, ended = list[int](), threading.Event()
            asking = asyncio.create_task(asyncio.to_thread(_ask_on, before.port, ended, tries))
            speaking = [asyncio.create_task(one.speak()) for one in speakers]
            for server in (second, first):
                await asyncio.gather(*(one.goes_on() for one in speakers))
                await server.stop()
                await server.start()
            await asyncio.gather(*(one.goes_on() for one in speakers))
            ended.set()
            for one in speakers:
                one.ended = True
            await asyncio.gather(asking, *speaking)
            assert max(tries) <= 2, tries
            for one in speakers:
                assert await one.told() == one.kept


def _greeted(port: int, pass_: str) -> Raw:
    raw = Raw.open(port)
    raw.say(op="hello", v=1, **{"pass": pass_})
    raw.hear("welcome")
    return raw


def _until_it_stops(server: Troth) -> tuple[int, str]:
    while (answer := ask(server.port, "/health"))[0] == 200:
        pass
    return answer[:2]


def _goodbye(raw: Raw) -> tuple[int, str]:
    while True:
        opcode, payload = raw.read()
        if opcode == CLOSE:
            return int.from_bytes(payload[:2]), payload[2:].decode()


def _ask_on(port: int, ended: threading.Event, tries: list[int]) -> None:
    """One request after the other; how many tries each took."""
    while not ended.is_set():
        for number in range(1, 10):
            with contextlib.suppress(OSError, http.client.HTTPException):
                if ask(port, f"/api/v1/sites/{SITE}/widget", Host="localhost")[0] == 200:
                    tries.append(number)
                    break
        else:
            tries.append(10)
