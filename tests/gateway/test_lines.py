"""Where WebSocket is blocked: the same frames by event stream and POST, or by long polls, under the same rules."""

import http.client
import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest

from tests.cast import Cast, guest
from tests.gateway.http import ask, unread
from tests.gateway.line import Polled, Streamed, events, pass_of
from tests.gateway.talk import Socket, joined, opened
from tests.serving import serving
from tests.until import PATIENCE, until
from troth.gateway.lines import MAX_BODY, MAX_FRAMES
from troth.gateway.session import Pace
from troth.kernel import config, passes
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.log import Log

KINDS = pytest.mark.parametrize("kind", [Streamed, Polled])
Kind = type[Streamed] | type[Polled]


@pytest.fixture(scope="module")
def brisk(log: Log) -> Iterator[int]:
    """A server that asks soon for a sign of life."""
    with serving(log, Pace(keep=0.2, poll=0.3, lost=1.0, spread=0.01)) as port:
        yield port


def _ask(port: int, path: str, body: Any, **headers: str) -> tuple[int, Any]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ask(port, "POST", f"/api/v1/line{path}", {name.replace("_", "-"): it for name, it in headers.items()}, raw)


@KINDS
def test_both_sides_talk_type_and_mark_as_on_a_socket(cast: Cast, port: int, kind: Kind) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    with kind.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada:
        assert vi.follow(talk)["op"] == "subscribed"
        ada.follow(talk)
        ack = vi.tell(talk, "Is the red one in stock?")
        assert ada.event()["seq"] == ack["seq"]
        again = ada.tell(talk, "It is.")
        heard = vi.hear("event")["event"]
        while heard["seq"] < again["seq"]:
            heard = vi.hear("event")["event"]
        assert (heard["body"], heard["after"]) == ({"text": "It is."}, ack["seq"])
        vi.say({"op": "mark", "stream": str(talk), "seen": again["seq"]})
        assert ada.hear("mark")["mark"]["seen"] == again["seq"]
        vi.say({"op": "typing", "stream": str(talk)})
        assert ada.hear("typing")["id"] == str(cast.vi.id)
        ada.say(op="typing", stream=str(talk))
        assert vi.hear("typing")["who"] == "agent"


@KINDS
def test_an_agent_has_the_inbox_of_every_workspace(cast: Cast, port: int, kind: Kind) -> None:
    with kind.of(port, cast.ada) as ada:
        ada.say({"op": "subscribe", "ref": 3, "workspace": str(cast.tea.id)})
        assert ada.hear("subscribed")["ref"] == 3
        talk = opened(cast, cast.val)
        assert ada.hear("summary")["event"]["stream"] == str(talk)


@KINDS
def test_a_repeat_on_the_next_line_is_the_same_message(cast: Cast, port: int, kind: Kind) -> None:
    talk, same = opened(cast), str(new_id())
    with kind.of(port, cast.vi) as vi:
        first = vi.tell(talk, "once", same)
    with kind.of(port, cast.vi) as vi:
        again = vi.tell(talk, "once", same)
        assert (again["op"], again["seq"], again["duplicate"]) == ("ack", first["seq"], True)


@KINDS
def test_frames_may_come_with_the_hello(cast: Cast, port: int, kind: Kind) -> None:
    talk = opened(cast)
    follow = {"op": "subscribe", "ref": 1, "stream": str(talk)}
    if kind is Streamed:
        with Streamed(port, pass_of(cast.vi), follow) as vi:
            assert vi.hear("subscribed")["stream"] == str(talk)
    else:
        polled = Polled(port, pass_of(cast.vi))
        polled.waiting = polled.poll(polled.hello, follow)
        assert polled.hear("subscribed")["stream"] == str(talk)


def test_nothing_on_the_way_may_hold_a_stream_back_or_keep_it(cast: Cast, port: int) -> None:
    with Streamed.of(port, cast.vi) as vi:
        headers = vi.answer.headers
        assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert headers["X-Accel-Buffering"] == "no"
        assert "no-store" in headers["Cache-Control"]


@KINDS
def test_a_pass_that_is_not_good_closes_it_as_it_closes_a_socket(cast: Cast, port: int, kind: Kind) -> None:
    old = passes.for_agent(cast.ada.person.id, now())
    expired = passes.Claims(kind=old.kind, id=old.id, exp=1, iat=1)
    for text, code in (("nonsense", "sign_in"), (_signed(expired), "pass_expired")):
        if kind is Streamed:
            with Streamed(port, text) as line:
                assert line.hear()["code"] == code
                assert line.closed() == 4401
        else:
            polled = Polled(port, text)
            polled.waiting = polled.poll(polled.hello)
            assert polled.hear()["code"] == code
            assert polled.closed() == 4401


def _signed(claims: passes.Claims) -> str:
    return passes.sign(config.current().secret("passes"), claims)


def test_the_first_frame_of_a_stream_is_a_hello(cast: Cast, port: int) -> None:
    proof = {"Troth_Line": str(new_id()), "Authorization": f"Bearer {pass_of(cast.vi)}"}
    assert _ask(port, "", [{"op": "bye"}], **proof)[1]["code"] == "invalid"
    assert _ask(port, "", [], **proof)[1]["code"] == "invalid"


@KINDS
def test_a_line_is_open_to_nobody_else(cast: Cast, port: int, kind: Kind) -> None:
    talk = opened(cast)
    frame = {"op": "say", "ref": 1, "stream": str(talk), "client_id": str(new_id()), "text": "Mine"}
    with kind.of(port, cast.vi) as vi:
        last = vi.follow(talk)["last"]
        for path in ("/frames", "/poll"):
            for other in (guest(cast.bikes_site), cast.zoe, cast.ada, cast.cy):
                proof = {"Troth_Line": vi.id, "Authorization": f"Bearer {pass_of(other)}"}
                status, body = _ask(port, path, [frame], **proof)
                assert (status, body["code"]) == (404, "not_found")
            for proof in ({}, {"Authorization": "Bearer nonsense"}):
                status, body = _ask(port, path, [frame], **{"Troth_Line": vi.id, **proof})
                assert (status, body["code"]) == (401, "sign_in")
        for path in ("", "/poll"):  # nor can it be opened twice, by whomever
            hello = {"op": "hello", "v": 1, "pass": pass_of(cast.zoe)}
            proof = {"Troth_Line": vi.id, "Authorization": f"Bearer {pass_of(cast.zoe)}"}
            assert _ask(port, path, [hello], **proof)[0] in (404, 409)
        assert vi.follow(talk)["last"] == last


def test_a_line_that_is_not_here_is_told_so(cast: Cast, port: int) -> None:
    proof = {"Troth_Line": str(new_id()), "Authorization": f"Bearer {pass_of(cast.vi)}"}
    for path in ("/frames", "/poll"):
        status, body = _ask(port, path, [], **proof)
        assert (status, body["code"]) == (404, "not_found")


def test_what_is_no_request_for_a_line_is_refused(cast: Cast, port: int) -> None:
    hello = {"op": "hello", "v": 1, "pass": pass_of(cast.vi)}
    line = {"Troth_Line": str(new_id())}
    for path in ("", "/poll", "/frames"):
        assert _ask(port, path, [hello])[1]["code"] == "invalid"
        assert _ask(port, path, [hello], Troth_Line="x" * 36)[1]["code"] == "invalid"
        for body in (b"", b"{}", b"[", b'["\xff"]', b"\x00", b"7"):
            assert _ask(port, path, body, **line)[1]["code"] == "invalid", (path, body)
        assert _ask(port, path, b" " * (MAX_BODY + 1), **line)[1]["code"] == "too_large"
        assert _ask(port, path, [hello] * (MAX_FRAMES + 1), **line)[1]["code"] == "invalid"
        assert _ask(port, path, [{**hello, "more": "x" * 16_384}], **line)[1]["code"] == "too_large"
        status, body = ask(port, "GET", f"/api/v1/line{path}", line)
        assert (status, body["code"]) == (405, "not_allowed")


def test_lines_count_as_sockets_of_their_address(cast: Cast, log: Log) -> None:
    with serving(log, limits={"address_sockets": 3}) as port, ExitStack() as open_:
        open_.enter_context(Socket.of(port, cast.vi))
        open_.enter_context(Streamed.of(port, cast.vi))
        open_.enter_context(Polled.of(port, cast.vi))
        hello = {"op": "hello", "v": 1, "pass": pass_of(cast.vi)}
        for path in ("", "/poll"):
            status, body = _ask(port, path, [hello], Troth_Line=str(new_id()))
            assert (status, body["code"]) == (429, "too_many")


def test_a_line_that_said_bye_counts_until_its_last_words_are_taken_or_given_up(cast: Cast, log: Log) -> None:
    """They wait in memory, so no visitor may have more of them than of sockets."""
    with serving(log, limits={"visitor_sockets": 3}) as port:
        lines, counting = [Polled(port, pass_of(cast.vi)) for _ in range(8)], 0
        for line in lines:
            line.waiting = line.poll(line.hello)
            if line.hear()["op"] == "welcome":
                assert line.say({"op": "bye"})[0] == 204
                counting += line.say()[0] == 204
        assert counting, "what they were told last waits for a while"
        assert sum(line.say()[0] == 204 for line in lines) <= 3
        for line in lines:
            until(partial(_over, line))  # also while somebody still speaks on it
        with Polled.of(port, cast.vi):
            pass


def _over(line: Polled) -> bool:
    return line.say()[0] != 204


def test_one_answer_of_a_line_is_on_its_way_and_no_second_one(cast: Cast, log: Log) -> None:
    """A client that polls again and again and reads nothing would fill the memory with answers."""
    with serving(log, Pace(poll=0.3), limits={"visitor_burst": 100}) as port:
        talk = opened(cast)
        with Polled.of(port, cast.vi) as vi, Socket.of(port, cast.vi) as socket, unread(port) as deaf:
            vi.follow(talk)
            socket.follow(talk)
            for _ in range(50):
                last = socket.tell(talk, "x" * 4000)["seq"]
            while socket.event()["seq"] < last:
                pass
            deaf.head("POST", "/api/v1/line/poll", {**vi.headers, "Content-Length": "2"})
            deaf.socket.sendall(b"[]")
            assert deaf.socket.recv(4) == b"HTTP"
            status, body = _ask(port, "/poll", [], **vi.headers)
            assert (status, body["code"]) == (409, "conflict")


@KINDS
def test_a_flood_is_sent_away(cast: Cast, log: Log, kind: Kind) -> None:
    with serving(log, limits={"frames_burst": 10, "frames_rate": 0.001}) as port, kind.of(port, cast.vi) as vi:
        vi.say(*[{"op": "typing", "stream": str(new_id())}] * 20)
        assert vi.hear("error")["code"] == "too_many"
        assert vi.closed() == 1008


@KINDS
def test_who_says_bye_is_gone_at_once(cast: Cast, port: int, kind: Kind) -> None:
    with kind.of(port, cast.vi) as vi:
        vi.say({"op": "bye"})
        assert vi.closed() == 1000
        assert _ask(port, "/frames", [], Troth_Line=vi.id, Authorization=f"Bearer {vi.text}")[0] == 404


def test_a_stream_that_is_left_ends_the_presence(cast: Cast, port: int) -> None:
    with Socket.of(port, cast.ada) as ada:
        ada.say(op="subscribe", ref=1, workspace=str(cast.bikes.id))
        with Streamed.of(port, cast.vi):
            while str(cast.vi.id) not in json.dumps(ada.hear("here")):
                pass
        while True:
            gone = [one for one in ada.hear("here").get("visitors", []) if one.get("gone")]
            if str(cast.vi.id) in {one["visitor"] for one in gone}:
                break


def test_a_client_that_answers_no_ping_is_gone(cast: Cast, brisk: int) -> None:
    def asked_and_answering() -> Streamed | None:
        """None: this machine was slower than the little patience of that server."""
        vi, answered = Streamed(brisk, pass_of(cast.vi)), 0
        while answered < 3:
            heard = vi.next()[0]
            if heard == "close" or (heard == "ping" and vi.say()[0] != 204):
                vi.__exit__()
                return None
            answered += heard == "ping"
        return vi

    with until(asked_and_answering) as vi:  # again and again; then it answers no more
        assert vi.closed() == 1001


def test_a_poll_ends_with_nothing_after_a_while_and_its_line_when_none_comes(cast: Cast, brisk: int) -> None:
    def polling() -> Polled | None:
        """None: this machine was slower than the little patience of that server."""
        try:
            vi = Polled.of(brisk, cast.vi)
            for _ in range(4):
                vi.poll()
        except AssertionError:
            return None
        return vi

    with until(polling) as vi, Socket.of(brisk, cast.ada) as ada:
        ada.say(op="subscribe", ref=1, workspace=str(cast.bikes.id))
        while True:
            gone = [one for one in ada.hear("here").get("visitors", []) if one.get("gone")]
            if str(cast.vi.id) in {one["visitor"] for one in gone}:
                break
        assert _ask(brisk, "/poll", [], Troth_Line=vi.id, Authorization=f"Bearer {vi.text}")[0] == 404


def test_a_server_that_stops_tells_streams_and_polls_when_to_come_back(cast: Cast, log: Log) -> None:
    with serving(log, Pace(spread=0.01)) as port:
        vi, ben = Streamed.of(port, cast.vi), Polled.of(port, cast.ben)
        waiting = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        waiting.request("POST", "/api/v1/line/frames", "[]", ben.headers)
        assert waiting.getresponse().read() == b""
        while True:  # a poll that ends at once had something to hear
            waiting.request("POST", "/api/v1/line/poll", "[]", ben.headers)  # it is read before anything asked later
            if _ask(port, "/poll", [], **{name.replace("-", "_"): it for name, it in ben.headers.items()})[0] == 409:
                break
            waiting.getresponse().read()
    with vi:
        assert vi.goodbye() == (1012, "restart 1")
    ben.waiting = events(waiting.getresponse().read().decode())
    waiting.close()
    assert ben.goodbye() == (1012, "restart 1")
