"""The example deployment, from outside: only https and wss lead in, and whatever dies or restarts, nothing is lost."""

import asyncio
from functools import partial

import pytest

from tests.deploy.deployment import OWNER, Deployment
from tests.deploy.direct import direct, healthy, metrics, network_of, plain, sockets, until
from tests.deploy.load import load
from tests.deploy.nginx import Nginx
from tests.process import Troth
from tests.until import PATIENCE
from troth.client import Agent, Talk, Visitor, body_of
from troth.kernel.ids import new_id
from troth.wire.events import Said

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.postgres]
VI, VAL = "vi@example.org", "val@example.org"
SPOOFED, ZEROS = "203.0.113.7", "0" * 32
AWAY = "/api/v1/files/no-ticket"  # a gateway's, and its line in the log comes at once


async def test_two_gateways_are_one_house_and_the_worker_mails_once(running: Deployment) -> None:
    async with (
        await Visitor.start(running.url, running.site, patience=PATIENCE) as vi,
        await Agent.sign_in(running.url, OWNER, running.password, patience=PATIENCE) as eve,
    ):
        await eve.set_available(True)
        asked = await vi.open("Is the shop open?", fields={"name": "Vi", "email": VI})
        seen = await eve.talk(asked.id)
        at = [await asyncio.to_thread(sockets, running, gateway) for gateway in running.gateways]
        assert at in ([(0, 1), (1, 0)], [(1, 0), (0, 1)]), at
        await seen.join()
        await seen.say("Until six.")
        await _hear(asked, "Until six.")
        content = b"a bell, " * 20_000
        file = await asked.upload("bell.txt", content, "text/plain")
        await asked.say("My bell", files=[file.id])
        await _hear(seen, "My bell")
        assert await eve.download(file.id) == content
        await asked.ask_transcript(VI)
        await seen.close()
        await until(lambda: running.mails(VI) > 0)
        later = await vi.open("One more thing", fields={"name": "Val", "email": VAL})
        again = await eve.talk(later.id)
        await again.join()
        await again.say("Yes?")
        await later.ask_transcript(VAL)
        await again.close()
        await until(lambda: running.mails(VAL) > 0)
        assert (running.mails(VI), running.mails(VAL)) == (1, 1)


async def test_each_role_answers_through_one_door_and_metrics_are_behind_it(running: Deployment) -> None:
    status, headers, _ = await running.get("/console/")
    assert (status, headers.get_all("strict-transport-security")) == (200, ["max-age=31536000"])
    assert (await running.get("/health"))[0] == 200
    assert (await running.get("/metrics", {"Authorization": f"Bearer {running.metrics}"}))[0] == 404
    assert [await asyncio.to_thread(metrics, running, one) for one in running.servers] == [(404, 200)] * 5
    assert await asyncio.to_thread(plain, running) == (301, "https://localhost/chat/x")


async def test_where_websocket_is_blocked_a_line_is_not_held_back(running: Deployment) -> None:
    async with await Visitor.start(running.url, running.site, patience=PATIENCE) as vi:
        hello = {"op": "hello", "v": 1, "pass": await vi.current_pass()}
        assert b'"welcome"' in await asyncio.to_thread(running.line, str(new_id()), hello)


async def test_whom_nobody_trusts_says_nothing_about_where_it_is(running: Deployment) -> None:
    spoofed = {"X-Forwarded-For": SPOOFED, "X-Forwarded-Proto": "https", "X-Request-ID": ZEROS}
    for gateway in running.gateways:
        _, headers, _ = await asyncio.to_thread(direct, gateway, AWAY, spoofed, "127.0.0.9")
        assert headers["x-request-id"] != ZEROS
        assert await network_of(headers["x-request-id"], gateway) == "127.0.0.0"
    _, headers, _ = await running.get(AWAY, spoofed)
    assert headers["x-request-id"] != ZEROS
    assert await network_of(headers["x-request-id"], *running.gateways) == "127.0.0.0"


async def test_secrets_are_files_and_the_proxy_writes_nobody_down(running: Deployment) -> None:
    for server in running.servers:
        shown = server.environment()
        assert not [name for name, value in running.hidden.items() if value in shown or f"\0{name}=" in shown]
        assert not [name for name, value in running.hidden.items() if value in server.said.read_text()]
    written = running.nginx.said.read_text() + running.nginx.complaints.read_text()
    assert "127.0.0.0" in written
    assert not [one for one in ("/api/", "/ws", "bell", SPOOFED, VI) if one in written]


async def test_all_restart_one_after_the_other_and_nobody_asks_three_times(running: Deployment) -> None:
    async with load(running) as going:
        (one, two), (three, four) = running.webs, running.gateways
        for parts in ((one,), (two, three), (four, running.worker)):  # never two of a role
            await going.goes_on()
            await asyncio.gather(*(_restart(part) for part in parts))
        await going.goes_on()
    assert [one for one in going.refused if len(one[1]) > 1] == [], "it went through when asked again"
    assert not [one.said for one in running.servers if "Traceback" in one.said.read_text()]


async def test_each_is_killed_in_turn_and_nothing_is_lost(running: Deployment) -> None:
    async with load(running, asking=False) as going:
        (one, two), (three, four) = running.gateways, running.webs
        rounds: list[list[Troth | Nginx]] = [[one, three, running.worker], [two, four], [running.nginx]]
        for parts in rounds:
            for part in parts:
                await going.goes_on()
                await part.kill()
            await asyncio.gather(*(part.start() for part in parts))
        await going.goes_on()
        await asyncio.to_thread(running.postgres.restart, "immediate")
        await going.goes_on()
    for server in running.servers:
        await until(partial(healthy, server))


async def _restart(server: Troth) -> None:
    await server.stop()
    await server.start()


async def _hear(talk: Talk, text: str) -> None:
    async for event in talk.events():
        if isinstance(body := body_of(event), Said) and body.text == text:
            return
