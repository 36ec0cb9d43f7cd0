"""Bytes that nobody would send on purpose: in frames, in the words of frames, in the head of a request. Whatever comes,
nothing of ours fails, the answer is one of those that are documented, and the next one is served as if nothing was.

`TEST_EFFORT` (tests/effort.py) makes more of them, and others each time."""

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Agent, Cast, Guest
from tests.effort import tries
from tests.gateway.autobahn import closing
from tests.gateway.echo import echoing
from tests.gateway.http import Http
from tests.gateway.raw import CLOSE, PING, PONG, TEXT, Raw, frame
from tests.gateway.talk import Socket, opened
from tests.until import until
from troth.log import Log
from troth.wire.frames import decode_client

GOODBYES = {1000, 1002, 1003, 1007, 1009}  # of a door that understands no words
# 408: on a busy machine the rest of a body comes later than this server's little patience
STATUSES = {100, 101, 200, 302, 400, 401, 403, 404, 405, 408, 413, 415, 422, 426, 431}
HEALTH = {200, 503}


@pytest.fixture(scope="module", params=["picows", "sansio"])
def echo(log: Log, request: pytest.FixtureRequest) -> Iterator[int]:
    with echoing(log, request.param) as port:
        yield port


@pytest.fixture
def unbroken(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing that the server says meanwhile is an error of ours. (The fallback logs what is no text as one.)"""
    with caplog.at_level(logging.ERROR):
        yield
    assert [one.message for one in caplog.records if "Invalid UTF-8" not in one.message] == []


def pieces(data: st.DataObject, whole: bytes) -> list[bytes]:
    """The same bytes, cut somewhere."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    return [whole[start:end] for start, end in pairwise([0, *cuts, len(whole)])]


# --- frames

SIZES = st.sampled_from([0, 1, 2, 125, 126, 127, 4_000, 16 * 1024, 16 * 1024 + 1])
PAYLOADS = (
    st.binary(max_size=40) | st.text(max_size=20).map(str.encode) | st.builds(bytes.__mul__, st.just(b"x"), SIZES)
)
FRAMES = st.builds(
    frame,
    PAYLOADS,
    st.sampled_from([0, 0, 1, 1, 1, 2, 3, 8, 9, 10, 15]),
    fin=st.booleans() | st.just(True),
    rsv=st.sampled_from([0] * 12 + [1, 2, 4, 7]),
    masked=st.sampled_from([True] * 12 + [False]),
)


def ending(port: int, sent: list[bytes]) -> tuple[list[bytes], int]:
    """What came back of texts, and the close code (0: cut)."""
    with Raw.open(port) as socket:
        for piece in sent:
            socket.put(piece)
        socket.put(closing(1000))
        texts = []
        while (last := socket.read())[0] != CLOSE:
            assert last[0] in (TEXT, PONG)
            if last[0] == TEXT:
                texts.append(last[1])
        return texts, int.from_bytes(last[1][:2])


@tries(60)
@given(data=st.data(), frames=st.lists(FRAMES, max_size=6))
def _frames_end_alike(door: str, port: int, data: st.DataObject, frames: list[bytes]) -> None:
    whole = b"".join(frames)
    texts, code = ending(port, [whole])
    again, code_again = ending(port, pieces(data, whole))
    assert code in GOODBYES | {0} or 3000 <= code < 5000 or code in range(1001, 1015)  # its own code comes back
    # the fallback answers a goodbye that came together with what is no text before it looks at that
    assert len({code, code_again} - {0, 1000 if door == "sansio" else 0}) < 2
    assert texts[: len(again)] == again[: len(texts)]


def test_frames_end_alike_however_they_are_cut(echo: int, unbroken: None, request: pytest.FixtureRequest) -> None:
    _frames_end_alike(request.node.callspec.params["echo"], echo)


@tries(60)
@given(data=st.data(), noise=st.binary(max_size=300))
def _noise(port: int, data: st.DataObject, noise: bytes) -> None:
    good = frame(b"good")
    with Raw.open(port) as socket:
        for piece in pieces(data, data.draw(st.sampled_from([b"", good, good[:-1]])) + noise):
            socket.put(piece)
        with suppress(OSError):  # the server was faster
            socket.socket.shutdown(1)  # no more will come: a frame that is not whole does not wait for the rest
        while (last := socket.read())[0] != CLOSE:
            assert last[0] in (TEXT, PONG)


def test_noise_is_the_end_of_it(echo: int, unbroken: None) -> None:
    _noise(echo)
    assert ending(echo, [frame(b"still here")]) == ([b"still here"], 1000)


def test_a_frame_that_claims_to_be_endless_is_not_waited_for(echo: int, unbroken: None) -> None:
    head = b"\x81\xff" + (2**62).to_bytes(8) + b"mask"
    with Raw.open(echo) as socket:
        for _ in range(100):
            socket.put(head if _ == 0 else b"x" * 100_000)
        assert socket.closed() in (1009, 0)


# --- words

ID = st.uuids().map(str) | st.just("00000000-0000-0000-0000-000000000000")
ODD = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)
JSON = st.recursive(
    ODD, lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3)
)
OPS = ("hello", "subscribe", "unsubscribe", "say", "after", "typing", "mark", "here", "ping", "")
FIELDS = (
    "v", "pass", "ref", "stream", "after", "workspace", "cursor", "client_id", "text", "files", "limit", "on",
    "delivered", "seen", "available", "page",
)  # fmt: skip
WORDS = st.builds(
    lambda op, fields: {"op": op, **fields},
    st.sampled_from(OPS),
    st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 9) | ID | JSON, max_size=8),
)


@tries(300)
@given(
    st.binary(max_size=200) | WORDS.map(lambda words: json.dumps(words).encode()) | JSON.map(json.dumps).map(str.encode)
)
def test_words_are_understood_or_are_a_decode_error(whole: bytes) -> None:
    with suppress(msgspec.DecodeError):
        decode_client(whole)


@tries(12)
@given(data=st.data(), said=st.lists(WORDS, min_size=1, max_size=12))
def _words(port: int, cast: Cast, talk: str, data: st.DataObject, said: list[dict[str, Any]]) -> None:
    people: list[Agent | Guest] = [cast.ada, cast.vi, cast.cy]
    who = data.draw(st.sampled_from(people))
    with Socket.of(port, who) as socket:
        for words in said:
            if "stream" in words and data.draw(st.booleans()):
                words["stream"] = talk
            socket.say(**words)
        socket.put(frame(b"done", PING))
        while True:
            opcode, payload = socket.read()
            if (opcode, payload) == (PONG, b"done"):
                break
            assert opcode == TEXT
            assert json.loads(payload).get("code") != "internal"


def test_odd_words_of_a_participant_are_answered(port: int, cast: Cast, unbroken: None) -> None:
    _words(port, cast, str(opened(cast)))


# --- heads

HEADERS = st.sampled_from(
    [
        b"Upgrade: websocket", b"Upgrade: WebSocket", b"Upgrade: h2c", b"Upgrade: websocket, h2c", b"Upgrade:",
        b"Connection: Upgrade", b"Connection: keep-alive, Upgrade", b"Connection: close", b"Connection: , ,Upgrade",
        b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Version: 8", b"Sec-WebSocket-Version: 13, 8",
        b"Sec-WebSocket-Version: -1", b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Key: short",
        b"Sec-WebSocket-Key: \xff\xfe", b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
        b"Sec-WebSocket-Protocol: chat, superchat", b"Origin: null", b"Host: localhost", b"Host: evil.example",
        b"Content-Length: 0", b"Content-Length: 5", b"Content-Length: -5", b"Content-Length: 99999999999999999999",
        b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity, chunked", b"Expect: 100-continue",
        b"X-Forwarded-For: 1.1.1.1", b"X-Forwarded-For: \xff, ::1%eth0", b"X-Forwarded-Proto: https",
        b"Authorization: Bearer x.y", b"Authorization: Basic \xe9", b"Cookie: troth_session=\"; a=\xff; =", b"Host:",
        b"A" * 70_000, b"Cookie: " + b"c" * 20_000, b" folded: yes", b"no colon", b": no name",
        b"Accept-Language: zz-\xf1",
    ]
)  # fmt: skip
PATHS = st.sampled_from(
    [
        b"/ws", b"/ws", b"/ws", b"/ws?pass=x", b"/ws/", b"//ws", b"/%77s", b"/ws%00", b"/ws#x", b"*", b"", b"/health",
        b"/api/v1/me", b"/api/v1/conversations?cursor=\xff", b"/api/v1/files/%2e%2e%2f", b"/%ff%fe", b"/\xff",
        b"http://localhost/ws", b"/console/%00", b"/console/..%2f..%2fetc/passwd", b"/_allauth/browser/v1/auth/session",
    ]
)  # fmt: skip
WHOLE = [b"Host: localhost", b"Upgrade: websocket", b"Connection: Upgrade"]
WHOLE += [b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
HEADS = st.builds(
    lambda method, path, version, headers, end: end.join([b" ".join((method, path, version)), *headers, b"", b""]),
    st.sampled_from([b"GET"] * 6 + [b"POST", b"HEAD", b"OPTIONS", b"CONNECT", b"get", b"PRI", b"G\xffT"]),
    PATHS,
    st.sampled_from([b"HTTP/1.1"] * 6 + [b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9.9", b"ICY", b""]),
    st.lists(HEADERS, max_size=6).map(lambda more: WHOLE[:-len(more) or None] + more) | st.lists(HEADERS, max_size=9),
    st.sampled_from([b"\r\n"] * 6 + [b"\n"]),
)  # fmt: skip


def statuses(port: int, sent: list[bytes]) -> list[int]:
    """Of every answer until the connection ends; after a 101, none."""
    with Http(port) as http:
        with suppress(OSError):  # cut by the server
            for piece in sent:
                http.socket.sendall(piece)
            http.socket.shutdown(1)
        found: list[int] = []
        with suppress(ConnectionError):
            while (not found or found[-1] != 101) and (status := http.answer()[0]):
                found.append(status)
        return found


@tries(150)
@given(data=st.data(), head=HEADS, tail=st.binary(max_size=60), before=st.booleans())
def _heads(port: int, data: st.DataObject, head: bytes, tail: bytes, before: bool) -> None:
    first = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" if before else b""
    found = statuses(port, pieces(data, first + head + tail))
    assert set(found) <= STATUSES | HEALTH


def test_odd_heads_are_answered_or_cut(hasty: int, unbroken: None) -> None:
    _heads(hasty)
    health = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    found = until(lambda: statuses(hasty, [health]))  # none: a busy machine was too slow for its little patience
    assert found[0] in HEALTH
