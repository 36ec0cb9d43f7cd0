"""Whatever comes over a socket gets a typed error or is kept as it is; the server and everybody else go on."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.gateway.http import Http, ask
from tests.gateway.raw import Raw, frame
from tests.gateway.talk import Socket, joined, opened
from tests.serving import serving
from tests.until import PATIENCE
from troth.gateway.session import Pace
from troth.kernel import config, passes
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.log import Log


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "[[[[[[[[",
        '"say"',
        "{",
        "{}",
        "\x00",
        '{"op":"nothing"}',
        '{"op":7}',
        '{"op":"say"}',
        '{"op":"welcome"}',
        '{"op":"subscribe","ref":1}',
        '{"op":"subscribe","ref":-1,"stream":"01a202d8-c8ec-7fcf-9b8e-f38f81c7671f"}',
        '{"op":"subscribe","ref":1e30,"stream":"01a202d8-c8ec-7fcf-9b8e-f38f81c7671f"}',
        '{"op":"subscribe","ref":1,"stream":"drop table event"}',
        '{"op":"after","ref":1,"stream":"01a202d8-c8ec-7fcf-9b8e-f38f81c7671f","after":0,"limit":100000}',
        '{"op":"after","ref":1,"stream":["01a202d8-c8ec-7fcf-9b8e-f38f81c7671f"],"after":0}',
        '{"op":"say","ref":1,"stream":"01a202d8-c8ec-7fcf-9b8e-f38f81c7671f","client_id":"x","text":{"a":1}}',
        '{"op":"say","ref":true,"stream":null,"client_id":null,"text":null}',
        '{"op":"here","page":{"url":"' + "x" * 501 + '"}}',
        "{" * 5000,
        '{"op":"say","text":"\\ud800"}',
    ],
)
def test_garbage_is_answered_and_the_socket_lives(cast: Cast, port: int, text: str) -> None:
    with Socket.of(port, cast.vi) as vi:
        vi.put(frame(text.encode()))
        assert vi.hear("error")["code"] == "invalid"
        vi.say(op="after", ref=9, stream=str(new_id()), after=0)
        assert vi.hear("error")["code"] == "not_found"


def test_an_error_names_the_frame_it_is_about_even_if_the_rest_can_not_be_read(cast: Cast, port: int) -> None:
    with Socket.of(port, cast.vi) as vi:
        vi.say(op="say", ref=41, stream="nonsense", client_id=str(cast.vi.id), text="lost?")
        error = vi.hear("error")
        assert (error["ref"], error["client_id"]) == (41, str(cast.vi.id))


@pytest.mark.parametrize(
    ("text", "code"), [("\x00", "invalid"), ("a\x00b", "invalid"), ("", "invalid"), ("  \n", "invalid"),
                       ("x" * 4001, "too_large")],
)  # fmt: skip
def test_a_message_that_can_not_be_kept_says_why(cast: Cast, port: int, text: str, code: str) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi:
        before = vi.follow(talk)["last"]
        assert vi.tell(talk, text)["code"] == code
        assert vi.follow(talk)["last"] == before


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 \u200b\ufeff",
        "\u202eRTL \u2066mixed\u2069 مرحبا שלום",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "'; DROP TABLE event; -- \\ \" \u2028 \u2029 \x7f \x1b[31m",
        "Z̸̢̛a̷l̴g̵o̶ ﷽ 𝕳𝖊𝖑𝖑𝖔 \U0010ffff",
    ],
)
def test_strange_text_is_kept_as_it_is(cast: Cast, port: int, text: str) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi:
        vi.follow(talk)
        assert vi.tell(talk, text)["op"] == "ack"
        assert vi.event()["body"]["text"] == text


def test_no_pass_but_a_good_one_opens_the_socket(cast: Cast, port: int) -> None:
    secret = config.current().secret("passes")
    visitor = passes.for_visitor(cast.vi.id, cast.bikes.id, cast.bikes_site.id, now() - timedelta(hours=13))
    stranger = passes.for_visitor(new_id(), cast.bikes.id, cast.bikes_site.id, now())
    elsewhere = passes.for_visitor(cast.vi.id, cast.tea.id, cast.tea_site.id, now())
    for text, code in [
        ("", "sign_in"),
        ("nonsense", "sign_in"),
        (cast.vi.token, "sign_in"),
        (passes.sign(b"x" * 32, passes.for_agent(cast.ada.person.id, now())), "sign_in"),
        (passes.sign(secret, visitor), "pass_expired"),
        (passes.sign(secret, stranger), "sign_in"),
        (passes.sign(secret, elsewhere), "sign_in"),
        (passes.sign(secret, passes.for_agent(new_id(), now())), "sign_in"),
    ]:
        with Raw.open(port) as socket:
            socket.say(op="hello", v=1, **{"pass": text})
            assert socket.hear()["code"] == code
            assert socket.closed() == 4401


def test_another_version_is_told_to_load_the_page_anew(port: int) -> None:
    with Raw.open(port) as socket:
        socket.say(op="hello", v=99, **{"pass": "any"})
        assert socket.hear() == {"op": "reload", "v": 1}
        assert socket.closed() == 1000


def test_another_sites_conversation_does_not_exist(cast: Cast, port: int) -> None:
    talk = opened(cast)
    for who in (cast.val, cast.zoe, cast.cy):
        with Socket.of(port, who) as socket:
            assert socket.follow(talk)["code"] == "not_found"
            assert socket.tell(talk, "hello?")["code"] == "not_found"
            socket.say(op="after", ref=1, stream=str(talk), after=0)
            assert socket.hear("error")["code"] == "not_found"
            socket.say(op="mark", stream=str(talk), seen=5)
            socket.say(op="typing", stream=str(talk))
            socket.say(op="subscribe", ref=1, workspace=str(cast.bikes.id))
            assert socket.hear("error")["code"] == "not_found"
    with Socket.of(port, cast.ada) as ada:
        subscribed = ada.follow(talk)
        assert subscribed.get("marks", []) == []


def test_a_closed_conversation_takes_no_message(cast: Cast, port: int) -> None:
    talk = opened(cast)
    assert cast.vi.api.post(f"/conversations/{talk}/closure", client_id=new_id()).status == 200
    with Socket.of(port, cast.vi) as vi:
        assert vi.tell(talk, "one more thing")["code"] == "closed"


def test_a_body_of_a_megabyte_is_refused_and_one_byte_more_is_not_even_read(cast: Cast, port: int) -> None:
    talk = opened(cast)
    path, headers = f"/api/v1/conversations/{talk}/messages", dict(cast.vi.api.headers)
    headers["Content-Type"] = "application/json"
    body = json.dumps({"client_id": str(new_id()), "text": ""})
    body = body[:-2] + "x" * (1024 * 1024 - len(body)) + body[-2:]
    status, answer = ask(port, "POST", path, headers, body.encode())
    assert (status, answer["code"]) in ((413, "too_large"), (422, "invalid"))
    with Http(port) as http:
        http.head("POST", path, {**headers, "Content-Length": str(1024 * 1024 + 1)})
        status, answer = http.answer()
        assert (status, answer["code"]) == (413, "too_large")


@pytest.fixture
def unforgiving(log: Log) -> Iterator[int]:
    """Who flooded it stays out as long as the test lasts."""
    with serving(log, Pace(flood=2 * PATIENCE)) as port:
        yield port


def test_ten_thousand_messages_from_one_visitor_end_their_socket_and_nobody_elses(cast: Cast, unforgiving: int) -> None:
    port = unforgiving
    talk, other = opened(cast), opened(cast, cast.val)
    one = [
        frame(
            json.dumps({"op": "say", "ref": n, "stream": str(talk), "client_id": str(new_id()), "text": "!"}).encode()
        )
        for n in range(500)
    ]
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.val) as val:
        vi.socket.settimeout(0.2)
        for _ in range(20):
            try:
                vi.socket.sendall(b"".join(one))
            except OSError:
                break  # nobody reads us any more
        assert val.tell(other, "I am not in a hurry")["op"] == "ack"
        vi.socket.settimeout(PATIENCE)
        assert vi.closed() in (1008, 0)
    with Raw.open(port) as vi:
        vi.say(op="hello", v=1, **{"pass": cast.vi.api.headers["Authorization"].split()[1]})
        assert vi.hear()["code"] == "too_many"
    kept = cast.vi.api.get(f"/conversations/{talk}/events")["items"]
    assert 0 < len([event for event in kept if event["body"].get("text") == "!"]) < 60


def test_an_agent_who_comes_back_follows_hundreds_of_conversations_in_one_breath(cast: Cast, port: int) -> None:
    with Socket.of(port, cast.ada) as ada:
        ada.put(*(frame(json.dumps({"op": "unsubscribe", "ref": n, "stream": str(new_id())}).encode())
                  for n in range(2000)))  # fmt: skip
        assert [ada.hear("unsubscribed", "error").get("ref") for _ in range(2000)] == list(range(2000))


def test_what_the_socket_would_refuse_as_too_many_http_refuses_too(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi:
        for _ in range(15):
            assert vi.tell(talk, "!")["op"] == "ack"
        for _ in range(100):  # the burst is 20; while these go out a few more are allowed
            answer = cast.vi.api.post(f"/conversations/{talk}/messages", client_id=new_id(), text="!")
            if answer.status == 429:
                break
        assert answer.code == "too_many"


@pytest.fixture(scope="module")
def patient(log: Log) -> Iterator[int]:
    with serving(log, limits={"visitor_open_uploads": 60, "visitor_files": 100, "agent_burst": 2000}) as port:
        yield port


def test_fifty_who_never_read_are_let_go_and_the_others_served(cast: Cast, patient: int) -> None:
    talk, other = opened(cast), opened(cast, cast.val)
    joined(cast.ada, talk)
    with ExitStack() as sockets:
        deaf = [sockets.enter_context(Socket.of(patient, cast.vi)) for _ in range(50)]
        for socket in deaf:
            socket.follow(talk)
        ada = sockets.enter_context(Socket.of(patient, cast.ada))
        val = sockets.enter_context(Socket.of(patient, cast.val))
        for _ in range(10):  # 4 MB for each of the deaf: more than any buffer holds
            for _ in range(100):
                ada.say(op="say", ref=1, stream=str(talk), client_id=str(new_id()), text="x" * 4000)
            for _ in range(100):
                assert ada.hear("ack", "error")["op"] == "ack"
            assert val.tell(other, "and I am served")["op"] == "ack"
        assert {socket.closed() for socket in deaf} <= {1013, 0}


def test_fifty_who_upload_a_byte_a_second_hold_nobody_up(cast: Cast, patient: int) -> None:
    talk = opened(cast)
    headers = {**cast.vi.api.headers, "Content-Type": "text/plain", "Content-Length": "100000"}
    slow = [Http(patient) for _ in range(100)]
    for http in slow[:50]:
        http.head("POST", f"/api/v1/conversations/{talk}/files?name=a.txt", headers)
        http.socket.sendall(b"x")
    for http in slow[50:]:
        http.head("POST", "/api/v1/passes", {**headers, "Content-Type": "application/json"})
        http.socket.sendall(b"{")
    status, answer = ask(patient, "GET", f"/api/v1/conversations/{talk}", dict(cast.vi.api.headers))
    assert (status, answer["id"]) == (200, str(talk))
    with Socket.of(patient, cast.vi) as vi:
        assert vi.tell(talk, "quick")["op"] == "ack"
    path = f"/api/v1/conversations/{talk}/files?name=b.txt"
    status, answer = ask(patient, "POST", path, {**cast.vi.api.headers, "Content-Type": "text/plain"}, b"a small file")
    assert (status, answer.get("name")) == (201, "b.txt")
    for http in slow:
        http.__exit__()


def test_a_body_or_file_that_does_not_come_is_given_up(cast: Cast, hasty: int) -> None:
    talk = opened(cast)
    headers = {**cast.vi.api.headers, "Content-Type": "text/plain", "Content-Length": "100000"}
    for path in (f"/api/v1/conversations/{talk}/files?name=a.txt", "/api/v1/passes"):
        with Http(hasty) as http:
            lines = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "localhost", **headers}.items())
            http.socket.sendall(f"POST {path} HTTP/1.1\r\n{lines}\r\nx".encode())  # at once: it has little patience
            status, answer = http.answer()
            assert (status, answer["code"]) == (408, "slow_body")
