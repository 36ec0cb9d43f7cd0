"""The contract of the door, the same for picows and for the fallback."""

import json
import struct

import pytest

from tests.cast import Cast
from tests.gateway.raw import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Raw, frame
from tests.until import until


def hello(socket: Raw, cast: Cast) -> Raw:
    socket.say(op="hello", v=1, **{"pass": cast.vi.api.headers["Authorization"].split()[1]})
    assert socket.hear()["op"] == "welcome"
    return socket


@pytest.mark.parametrize(
    ("path", "method", "version", "status"),
    [
        ("/", "GET", "13", 404),
        ("/ws/", "GET", "13", 404),
        ("/health", "GET", "13", 404),
        ("/ws?pass=secret", "GET", "13", 400),
        ("/ws", "GET", "13", 101),
    ],
)
def test_only_the_socket_itself_is_upgraded(patient: int, path: str, method: str, version: str, status: int) -> None:
    with Raw.open(patient, path, method=method, version=version) as socket:
        assert socket.status == status


def test_another_version_of_the_protocol_is_refused(patient: int) -> None:
    with Raw.open(patient, version="8") as socket:
        assert socket.status in (400, 426)  # websockets says 400


def test_a_post_is_no_upgrade(patient: int) -> None:
    with Raw.open(patient, "/ws", method="POST", headers="Content-Length: 0\r\n") as socket:
        assert socket.status in (400, 405, 426)


def test_the_sockets_address_without_an_upgrade_says_what_it_wants(patient: int) -> None:
    with Raw(patient) as plain:
        plain.socket.sendall(b"GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert plain.file.readline() == b"HTTP/1.1 426 Upgrade Required\r\n"


def test_a_cookie_opens_nothing(patient: int, cast: Cast) -> None:
    text = cast.vi.api.headers["Authorization"].split()[1]
    with Raw.open(patient, headers=f"Cookie: pass={text}; troth_session={text}\r\n") as socket:
        socket.say(op="after", ref=1, stream=str(cast.vi.id), after=0)
        assert socket.hear()["code"] == "sign_in"
        assert socket.closed() == 1008


def test_a_pass_that_is_not_good_is_told_apart_from_no_hello(patient: int) -> None:
    """4401: get a new pass first; anything else: come again with the one you have."""
    with Raw.open(patient) as socket:
        socket.say(op="hello", v=1, **{"pass": "nonsense"})
        assert socket.hear()["code"] == "sign_in"
        assert socket.closed() == 4401
    with Raw.open(patient) as socket:
        socket.say(op="hullo")
        assert socket.hear()["code"] == "invalid"
        assert socket.closed() == 1008


def test_who_says_nothing_is_sent_away(waiting: int) -> None:
    with Raw.open(waiting) as socket:
        assert socket.closed() == 1008


def test_who_does_not_answer_a_ping_is_gone(hasty: int, cast: Cast) -> None:
    with Raw.open(hasty) as socket:
        socket.say(op="hello", v=1, **{"pass": cast.vi.api.headers["Authorization"].split()[1]})
        while (heard := socket.read())[0] != PING:
            assert heard[0] == TEXT
        assert socket.closed() in (1001, 1011)


def test_who_answers_pings_stays(hasty: int, cast: Cast) -> None:
    def stays() -> bool:
        """False: this machine answered later than the little patience of that server."""
        with Raw.open(hasty) as socket:
            socket.say(op="hello", v=1, **{"pass": cast.vi.api.headers["Authorization"].split()[1]})
            for _ in range(3):
                while (heard := socket.read())[0] != PING:
                    if heard[0] == CLOSE:
                        return False
                socket.put(frame(heard[1], PONG))
            socket.say(op="bye")
            return socket.closed() == 1000

    assert until(stays)


def test_a_message_may_come_in_fragments_with_a_ping_between(patient: int, cast: Cast) -> None:
    say = {"op": "say", "ref": 1, "stream": str(cast.vi.id), "client_id": str(cast.vi.id), "text": "\U0001f9ed"}
    whole = json.dumps(say, ensure_ascii=False).encode()
    cut = whole.index(b"\xf0") + 2  # in the middle of a character
    with hello(Raw.open(patient), cast) as socket:
        socket.put(frame(whole[:cut], fin=False), frame(b"?", PING), frame(whole[cut:], CONTINUATION))
        seen: list[tuple[str, bytes]] = []
        while len(seen) < 2:
            opcode, payload = socket.read()
            if opcode == PONG:
                seen.append(("pong", payload))
            elif opcode == TEXT and b'"error"' in payload:
                seen.append(("error", b"not_found" if b"not_found" in payload else payload))
        assert sorted(seen) == [("error", b"not_found"), ("pong", b"?")]


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([frame(b"\xff\xfe")], 1007),
        ([frame(b"\xf0\x9f", fin=False), frame(b"\xff", CONTINUATION)], 1007),
        ([frame(b"{}", rsv=4)], 1002),
        ([frame(b"{", fin=False), frame(b"}")], 1002),
        ([frame(b"}", CONTINUATION)], 1002),
        ([frame(b"{}", masked=False)], 1002),
        ([frame(b"", 3)], 1002),
        ([frame(b"x" * 126, PING)], 1002),
        ([frame(b"x", PING, fin=False)], 1002),
        ([frame(b"x" * (16 * 1024 + 1))], 1009),
        ([frame(b"x" * 16 * 1024, fin=False), frame(b"x", CONTINUATION)], 1009),
        ([frame(b"{}", BINARY)], 1003),
        ([frame(struct.pack("!H", 4001), CLOSE)], 4001),
        ([frame(b"", CLOSE)], 1000),
        ([frame(struct.pack("!H", 0), CLOSE)], 1002),
        ([frame(struct.pack("!H", 1006), CLOSE)], 1002),
        ([frame(b"\x03", CLOSE)], 1002),
    ],
)
def test_what_breaks_the_protocol_ends_the_socket_with_the_right_word(
    patient: int, cast: Cast, frames: list[bytes], code: int
) -> None:
    with hello(Raw.open(patient), cast) as socket:
        socket.put(*frames)
        assert socket.closed() == code or (code == 1000 and socket.read() == (CLOSE, b""))  # websockets: empty too


def test_the_fragments_of_a_message_are_bounded_though_they_hold_nothing(patient: int, cast: Cast) -> None:
    with hello(Raw.open(patient), cast) as socket:
        socket.put(frame(b"", fin=False), *[frame(b"", CONTINUATION, fin=False)] * 1024)
        assert socket.closed() == 1009


def test_a_frame_of_exactly_the_limit_is_taken(patient: int, cast: Cast) -> None:
    head = b'{"op":"after","ref":5,"limit":300,"pad":"'
    with hello(Raw.open(patient), cast) as socket:
        socket.put(frame(head + b"x" * (16 * 1024 - len(head) - 2) + b'"}'))
        assert (error := socket.hear("error"))["code"] == "invalid"
        assert error["ref"] == 5
        socket.say(op="bye")
        assert socket.closed() == 1000


def test_after_our_goodbye_nothing_is_heard(patient: int, cast: Cast) -> None:
    with hello(Raw.open(patient), cast) as socket:
        socket.put(frame(b'{"op":"bye"}'), frame(b'{"op":"after","ref":1}'), frame(b'{"op":"after","ref":2}'))
        opcode, payload = socket.read()
        while opcode == TEXT and b'"here"' in payload:
            opcode, payload = socket.read()
        assert (opcode, payload[:2]) == (CLOSE, struct.pack("!H", 1000))
