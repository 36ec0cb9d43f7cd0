"""Limits of a visitor, a site, a workspace: each says which it was, whose, and when to try again; others go on."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import UUID

import msgspec
import pytest

from tests.cast import Agent, Cast, Guest, agent_pass, guest
from tests.gateway.http import Http, ask
from tests.gateway.raw import Raw
from tests.gateway.talk import Socket, joined, opened
from tests.serving import serving
from tests.until import PATIENCE, until
from troth.gateway.session import Pace
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log

AGAIN = re.compile(r" Try again in (a second|\d+ (seconds|minutes|hours))\.$")


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("visitor_sockets", "One visitor may have 2 connections open"),
        ("site_sockets", "All visitors of this site together may have 2 connections open"),
        ("workspace_sockets", "All visitors of this workspace together may have 2 connections open"),
    ],
)
def test_so_many_sockets_are_open_at_once(cast: Cast, log: Log, limit: str, told: str) -> None:
    with serving(log, limits={limit: 2}) as port, ExitStack() as all_of_them:
        same = (
            [cast.vi] * 3 if limit == "visitor_sockets" else [cast.vi, guest(cast.bikes_site), guest(cast.bikes_site)]
        )
        first, _ = (all_of_them.enter_context(Socket.of(port, one)) for one in same[:2])
        with Raw.open(port) as third:
            third.say(op="hello", v=1, **{"pass": same[2].api.headers["Authorization"].split()[1]})
            refused = third.hear("error")
            assert (refused["code"], third.closed()) == ("too_many", 1008)
        assert refused["message"].startswith(told)
        assert AGAIN.search(refused["message"])
        for other in (cast.val, cast.ada, cast.ben):  # another workspace, and the team
            all_of_them.enter_context(Socket.of(port, other))
        first.cut()
        while True:  # the place is free as soon as the server has heard of it
            with Raw.open(port) as again:
                again.say(op="hello", v=1, **{"pass": same[2].api.headers["Authorization"].split()[1]})
                if again.hear("welcome", "error")["op"] == "welcome":
                    break


def test_one_person_has_so_many_sockets(cast: Cast, log: Log) -> None:
    with serving(log, limits={"agent_sockets": 1}) as port, Socket.of(port, cast.ada), Raw.open(port) as second:
        second.say(op="hello", v=1, **{"pass": agent_pass(cast.ada.person.id)})
        assert second.hear("error")["message"].startswith("One agent may have 1 connections open")


@pytest.mark.parametrize(
    ("limit", "whose"),
    [
        ("visitor", "One visitor"),
        ("site", "All visitors of this site together"),
        ("workspace", "Everybody in this workspace together"),
    ],
)
def test_so_many_messages_come_at_once(cast: Cast, log: Log, limit: str, whose: str) -> None:
    talk, elsewhere = opened(cast), opened(cast, cast.val)
    with serving(log, limits={f"{limit}_burst": 2, f"{limit}_rate": 0.01}) as port, ExitStack() as both:
        vi, val = (both.enter_context(Socket.of(port, one)) for one in (cast.vi, cast.val))
        answers = [vi.tell(talk, f"Word {n}") for n in range(3)]
        assert [one["op"] for one in answers] == ["ack", "ack", "error"]
        assert answers[2]["code"] == "too_many"
        assert answers[2]["message"].startswith(f"{whose} may send 2 messages at once and then 0.01 a second.")
        assert AGAIN.search(answers[2]["message"])
        assert val.tell(elsewhere, "Others go on")["op"] == "ack"
        if limit == "site":
            joined(cast.ben, talk)
            ben = both.enter_context(Socket.of(port, cast.ben))
            ben.follow(talk)
            assert ben.tell(talk, "The team goes on")["op"] == "ack"


@pytest.fixture
def two_of_an_address() -> Iterator[dict[str, float]]:
    """What the door and the rooms take from one address, until the test ends."""
    before, few = config.current(), {"address_burst": 2, "address_rate": 0.01}
    config.use(msgspec.structs.replace(before, limits=msgspec.structs.replace(before.limits, **few)))
    yield few
    config.use(before)


def test_so_many_messages_come_from_one_address_through_either_door(
    cast: Cast, log: Log, two_of_an_address: dict[str, float]
) -> None:
    proxy = config.load({"TROTH_TRUSTED_PROXIES": "127.0.0.1", "TROTH_VAR": "/tmp"}).trusted_proxies
    neighbour, stranger = guest(cast.bikes_site), guest(cast.bikes_site)
    talk, next_door, afar = opened(cast), opened(cast, neighbour), opened(cast, stranger)
    joined(cast.ben, talk)

    def post(who: Guest | Agent, where: UUID, text: str, address: str) -> tuple[int, dict[str, object]]:
        headers = {**who.api.headers, "Content-Type": "application/json", "X-Forwarded-For": address}
        if isinstance(who, Agent):
            headers["Authorization"] = f"Bearer {agent_pass(who.person.id)}"
        body = json.dumps({"client_id": str(new_id()), "text": text}).encode()
        return ask(port, "POST", f"/api/v1/conversations/{where}/messages", headers, body)

    with serving(log, limits=two_of_an_address, trusted_proxies=proxy) as port, ExitStack() as all_of_them:
        vi = all_of_them.enter_context(Socket.of(port, cast.vi, "2001:db8:7::1"))
        assert vi.tell(talk, "By socket")["op"] == "ack"
        assert post(neighbour, next_door, "By HTTP", "2001:db8:7::2")[0] == 201
        file = send(port, cast.vi, talk, 9)[1]["id"]
        told = "Visitors of one network address together may send 2 messages at once and then 0.01 a second."
        for refused in (vi.tell(talk, "One more"), vi.tell(talk, "With a file", files=[file])):
            assert (refused["op"], refused["code"]) == ("error", "too_many")
            assert refused["message"].startswith(told)
            assert AGAIN.search(refused["message"])
        status, problem = post(neighbour, next_door, "One more", "2001:db8:7::2")
        assert (status, problem["code"]) == (429, "too_many")
        assert str(problem["detail"]).startswith(told)
        assert post(cast.ben, talk, "The team goes on, from the same place", "2001:db8:7::3")[0] == 201
        other = all_of_them.enter_context(Socket.of(port, stranger, "2001:db8:8::1"))
        assert other.tell(afar, "Others go on")["op"] == "ack"


def send(port: int, who: object, talk: object, size: int) -> tuple[int, dict[str, object]]:
    headers = {**who.api.headers, "Content-Type": "text/plain"}  # type: ignore[attr-defined]
    return ask(port, "POST", f"/api/v1/conversations/{talk}/files?name=a.txt", headers, b"x" * size)


@pytest.mark.parametrize(
    ("limit", "whose"), [("site", "All visitors of this site together"), ("workspace", "Everybody in this workspace")]
)
def test_so_many_bytes_come_a_day(cast: Cast, log: Log, limit: str, whose: str) -> None:
    talk, elsewhere = opened(cast), opened(cast, cast.val)
    with serving(log, limits={f"{limit}_bytes": 3_000}) as port:
        assert send(port, cast.vi, talk, 2_000)[0] == 201
        status, error = send(port, cast.vi, talk, 2_000)
        assert (status, error["code"]) == (429, "too_many")
        detail = str(error["detail"])
        assert detail.startswith(whose)
        assert "3,000 bytes a day; this file was not kept." in detail
        assert detail.endswith("Try again in 8 hours.")
        assert send(port, cast.val, elsewhere, 2_000)[0] == 201
        joined(cast.ben, talk)
        assert send(port, cast.ben, talk, 2_000)[0] == (201 if limit == "site" else 429)


def test_one_workspace_leaves_uploads_for_others(cast: Cast, log: Log) -> None:
    talk, elsewhere = opened(cast), opened(cast, cast.val)
    with serving(log, Pace(upload=PATIENCE), limits={"workspace_uploads": 1}) as port, Http(port) as slow:
        headers = {**cast.vi.api.headers, "Content-Type": "text/plain"}
        slow.head("POST", f"/api/v1/conversations/{talk}/files?name=a.txt", {**headers, "Content-Length": "9"})
        joined(cast.ben, talk)
        until(lambda: send(port, cast.ben, talk, 9)[0] == 429)  # the server has met the slow one
        _, answer = send(port, cast.ben, talk, 9)
        assert str(answer["detail"]).startswith("Everybody in this workspace together may send 1 files at once.")
        assert send(port, cast.val, elsewhere, 9)[0] == 201


def test_a_refusal_over_http_says_when_in_a_header_too(cast: Cast, log: Log) -> None:
    with serving(log, limits={"workspace_bytes": 10}) as port, Http(port) as http:
        headers = {**cast.vi.api.headers, "Content-Type": "text/plain", "Content-Length": "20"}
        http.head("POST", f"/api/v1/conversations/{opened(cast)}/files?name=a.txt", headers)
        http.socket.sendall(b"x" * 20)
        head = b"".join(iter(http.file.readline, b"\r\n"))
    assert int(re.search(rb"retry-after: (\d+)", head)[1]) > 0  # type: ignore[index]
