"""Two gateways and two webs write into the same few conversations at the same moment: the numbers have no hole and keep
everybody's order, and nobody hears that the database let one wait for another."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
import pytest_asyncio

from tests.fleet import Fleet, fleet
from tests.gateway.http import ask
from tests.own_postgres import OwnPostgres
from tests.roles.seat import Seat
from tests.roles.unhurried import unhurried
from tests.until import PATIENCE
from troth.client import Agent, Visitor
from troth.kernel.ids import new_id

TALKS, ROUNDS = 3, 12
FIELDS = {"about": "Repair", "email": "vi@example.org"}
pytestmark = pytest.mark.asyncio(loop_scope="module")


class Loud:
    """Somebody who asks by HTTP once and takes the answer as it is."""

    def __init__(self, web: int, pass_: str) -> None:
        self._web, self._headers = web, {"Authorization": f"Bearer {pass_}", "Content-Type": "application/json"}

    def call(self, method: str, path: str, **body: Any) -> tuple[int, Any]:
        raw = json.dumps({"client_id": str(new_id()), **body}).encode()
        return ask(self._web, method, f"/api/v1/conversations{path}", self._headers, raw)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def many(cluster: OwnPostgres) -> AsyncIterator[tuple[Fleet, str]]:
    database = cluster.database()
    with psycopg.connect(cluster.url, autocommit=True) as own:
        # who waits looks for a ring this late: time to close the ring by hand
        own.execute(f"ALTER DATABASE \"{database.rpartition('/')[2]}\" SET deadlock_timeout = '3s'")
    loud = {f"TROTH_LIMIT_VISITOR_{what}": "100000" for what in ("BURST", "RATE")}
    async with fleet(database, "gateway gateway web web worker", act=unhurried, **loud) as made:
        yield made, database


def _speak(seat: Seat, talks: list[str], name: str, acks: dict[str, list[tuple[int, str]]]) -> None:
    """Into all of them, as fast as they can; acks: seq and words of what was kept, by conversation."""
    for number in range(ROUNDS):
        for place, talk in enumerate(talks):
            ref = 1 + number * len(talks) + place
            seat.say(op="say", ref=ref, stream=talk, client_id=str(new_id()), text=f"{name} {number}")
    for _ in range(ROUNDS * len(talks)):
        frame = seat.hear("ack", "error")
        if frame["op"] == "error":
            assert frame["code"] in ("closed", "forbidden"), frame  # Ben comes and goes
            continue
        number, place = divmod(frame["ref"] - 1, len(talks))
        acks[talks[place]].append((frame["seq"], f"{name} {number}"))


def _act(
    loud: Loud, talks: list[str], acts: list[tuple[str, str, dict[str, Any]]], told: list[tuple[int, Any]]
) -> None:
    for number in range(ROUNDS):
        for talk in talks:
            method, what, body = acts[number % len(acts)]
            told.append(loud.call(method, f"/{talk}/{what}", **body))


async def test_the_numbers_have_no_hole_and_nobody_hears_of_a_failure(many: tuple[Fleet, str]) -> None:
    made, _ = many
    key, (one, two) = made.webs[0].demo["workspaces"][0]["site_key"], made.gateways
    async with (
        await Visitor.start(made.front.url, key, patience=PATIENCE) as vi,
        await Agent.sign_in(made.front.url, *made.webs[0].person("ada"), patience=PATIENCE) as ada,
        await Agent.sign_in(made.front.url, *made.webs[0].person("ben"), patience=PATIENCE) as ben,
    ):
        passes = {who: await who.current_pass() for who in (vi, ada, ben)}
        louds = {who: [Loud(web.port, text) for web in made.webs] for who, text in passes.items()}
        talks = [str(new_id()) for _ in range(TALKS)]
        opening: dict[str, Any] = {"text": "Hello?", "fields": FIELDS}
        opened = await asyncio.gather(
            *(asyncio.to_thread(loud.call, "POST", "", id=talk, **opening) for talk in talks for loud in louds[vi][:1])
        )
        assert [status for status, _ in opened] == [201] * TALKS, opened
        for talk in talks:
            assert louds[ada][0].call("POST", f"/{talk}/participation")[0] == 200
        seats = [
            (Seat.at(gateway.port, passes[who]), order, f"{name}{gateway.port}")
            for who, name in ((vi, "vi"), (ada, "ada"), (ben, "ben"))
            for gateway, order in ((one, talks), (two, talks[::-1]))
        ]
        kept: list[dict[str, list[tuple[int, str]]]] = [{talk: [] for talk in talks} for _ in seats]
        told: list[tuple[int, Any]] = []
        closing: list[tuple[str, str, dict[str, Any]]] = [("POST", "closure", {}), ("DELETE", "closure", {})]
        joining: list[tuple[str, str, dict[str, Any]]] = [
            ("POST", "participation", {}),
            ("DELETE", "participation", {}),
        ]
        rating: list[tuple[str, str, dict[str, Any]]] = [("POST", "rating", {"score": 4}), ("POST", "closure", {})]
        await asyncio.gather(
            *(asyncio.to_thread(_speak, *seat, acks) for seat, acks in zip(seats, kept, strict=True)),
            *(
                asyncio.to_thread(_act, louds[who][web], order, acts, told)
                for who, acts in ((ada, closing), (ben, joining), (ben, closing), (vi, rating))
                for web, order in ((0, talks), (1, talks[::-1]))
            ),
        )
        for seat, *_ in seats:
            seat.cut()
        assert {status for status, _ in told} <= {200, 201, 403, 409}, told
        for talk in talks:
            events = await _all(ada, talk)
            assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
            words = {event["seq"]: event["body"]["text"] for event in events if event["kind"] == "said"}
            assert len(words) > 1
            for acks in kept:
                assert [words[seq] for seq, _ in acks[talk]] == [text for _, text in acks[talk]]
                assert acks[talk] == sorted(acks[talk])
            assert len(words) == 1 + sum(len(acks[talk]) for acks in kept)
    await _nothing_failed(made)


async def test_a_unit_that_the_database_ends_for_anothers_sake_is_begun_anew(many: tuple[Fleet, str]) -> None:
    """Somebody else holds the conversation's row and wants its stream; the unit has the stream and wants the row."""
    made, database = many
    key = made.webs[0].demo["workspaces"][0]["site_key"]
    async with await Visitor.start(made.front.url, key, patience=PATIENCE) as vi:
        loud, talk = Loud(made.webs[0].port, await vi.current_pass()), str(new_id())
        assert (await asyncio.to_thread(loud.call, "POST", "", id=talk, text="Hello?", fields=FIELDS))[0] == 201
        with psycopg.connect(database) as other:
            other.execute("SET deadlock_timeout = '5s'")  # the unit is the one that notices, unless the ring was late
            other.execute(f"SET statement_timeout = '{PATIENCE:.0f}s'".encode())  # should the unit never wait
            other.execute("SELECT 1 FROM conversations_conversation WHERE id = %s FOR UPDATE", (talk,))
            closing = asyncio.create_task(asyncio.to_thread(loud.call, "POST", f"/{talk}/closure"))
            await asyncio.to_thread(_close_the_ring, other, talk)
            status, answer = await closing
        assert status == 200, answer


def _close_the_ring(other: psycopg.Connection, talk: str) -> None:
    """Once the unit waits; gets the stream only when that was ended. In the database itself, so that it comes in time
    however slow this process is."""
    with suppress(psycopg.errors.DeadlockDetected):  # it looks once, a second after it began to wait
        other.execute(
            f"""DO $$ BEGIN
                LOOP
                    PERFORM pg_stat_clear_snapshot();
                    EXIT WHEN EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'
                        AND pid <> pg_backend_pid() AND query LIKE '%UPDATE "conversations_conversation"%');
                    PERFORM pg_sleep(0.01);
                END LOOP;
                PERFORM 1 FROM log_head WHERE stream = '{talk}' FOR UPDATE;
            END $$""".encode()
        )
    other.rollback()


async def _all(who: Agent, talk: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    while True:
        page = await who.call("GET", f"/conversations/{talk}/events?after={len(events)}&limit=100", dict[str, Any])
        if not page["items"]:
            return events
        events += page["items"]


async def _nothing_failed(made: Fleet) -> None:
    for server in made.servers:
        assert "Traceback" not in server.said.read_text(), server.tail()
