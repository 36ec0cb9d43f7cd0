"""What one socket says into one stream is kept in the order it was said."""

import json
from urllib.request import Request, urlopen
from uuid import UUID

from tests.cast import Cast, Guest
from tests.gateway.talk import Socket, joined, opened
from troth.kernel.ids import new_id
from troth.log import Log


def test_words_after_a_file_stay_after_it(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi:
        vi.follow(talk)
        for _ in range(5):
            file = _uploaded(port, cast.vi, talk)
            vi.say(op="say", ref=1, stream=str(talk), client_id=str(new_id()), text="before it")
            vi.say(op="say", ref=2, stream=str(talk), client_id=str(new_id()), text="with a file", files=[file])
            vi.say(op="say", ref=3, stream=str(talk), client_id=str(new_id()), text="after it")
            assert _in_order(vi, 3) == [1, 2, 3]


def test_an_agents_words_into_a_talk_they_do_not_follow(cast: Cast, port: int, log: Log) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    with Socket.of(port, cast.ada) as ada:
        for _ in range(10):
            log._where.clear()
            for ref in (1, 2, 3):
                ada.say(op="say", ref=ref, stream=str(talk), client_id=str(new_id()), text=f"number {ref}")
            assert _in_order(ada, 3) == [1, 2, 3]


def test_what_is_refused_lets_the_next_one_through(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi:
        vi.follow(talk)
        vi.say(op="say", ref=1, stream=str(talk), client_id=str(new_id()), text="no such file", files=[str(new_id())])
        vi.say(op="say", ref=2, stream=str(talk), client_id=str(new_id()), text="after it")
        assert vi.hear("error")["ref"] == 1
        assert vi.hear("ack")["ref"] == 2


def _uploaded(port: int, guest: Guest, talk: UUID) -> str:
    request = Request(
        f"http://127.0.0.1:{port}/api/v1/conversations/{talk}/files?name=a.txt", b"hello there",
        {"Authorization": guest.api.headers["Authorization"], "Content-Type": "text/plain"},
    )  # fmt: skip
    with urlopen(request) as answer:
        return str(json.load(answer)["id"])


def _in_order(socket: Socket, number: int) -> list[int]:
    """The refs of the acks, in the order of their seqs."""
    acks = [socket.hear("ack", "error") for _ in range(number)]
    assert {ack["op"] for ack in acks} == {"ack"}, acks
    return [ack["ref"] for ack in sorted(acks, key=lambda ack: ack["seq"])]
