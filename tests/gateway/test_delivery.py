"""Whoever comes in the middle of things misses nothing and hears nothing twice."""

import json
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.gateway.raw import frame
from tests.gateway.talk import Socket, joined, opened
from tests.until import PATIENCE
from troth.gateway.encoded import Encoded
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.log import Event
from troth.wire.events import Audience, Author
from troth.wire.frames import EventFrame, Summary, encode

MESSAGES = 150


def test_subscribing_in_the_middle_of_a_flood_gives_each_event_once(cast: Cast, port: int) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)

    def come(_: int) -> list[int]:
        with Socket.of(port, cast.vi) as vi:
            vi.say(op="subscribe", ref=1, stream=str(talk), after=0)
            heard: list[int] = []
            last = 0
            while not last or heard[-1] < last:
                given = vi.hear("events", "event")
                new = given["events"] if given["op"] == "events" else [given["event"]]
                for event in new:
                    assert event["after"] == (heard[-1] if heard else 0)
                    heard.append(event["seq"])
                    if event["body"].get("text") == "the last":
                        last = event["seq"]
            return heard

    with Socket.of(port, cast.ada) as ada, ThreadPoolExecutor(8) as crowd:
        coming = [crowd.submit(come, number) for number in range(8)]
        for number in range(MESSAGES):
            text = "the last" if number == MESSAGES - 1 else "one of many"
            say = {"op": "say", "ref": number, "stream": str(talk), "client_id": str(new_id()), "text": text}
            ada.put(frame(json.dumps(say).encode()))
            if number % 10 == 0:
                ada.hear("ack")
        heard = [one.result(PATIENCE) for one in coming]
    said = [seqs[-MESSAGES:] for seqs in heard]
    assert all(seqs == said[0] and len(set(seqs)) == MESSAGES for seqs in said)


@given(st.booleans(), st.integers(1, 9), st.integers(1, 9))
def test_what_is_encoded_once_is_what_each_would_get_alone(secret: bool, seq: int, gap: int) -> None:
    event = Event(
        workspace=new_id(), stream=new_id(), seq=seq + gap, after_all=seq, at=now(), kind=2, v=1,
        audience=Audience.TEAM if secret else Audience.ALL, author=Author(kind="agent", id=new_id()),
        client_id=new_id(), key_id=1, commitment=b"", body=b'{"text":"x"}', position=77,
    )  # fmt: skip
    encoded = Encoded()
    assert encoded.team(event) == encode(EventFrame(event=event.wire(Audience.TEAM)))
    if not secret:
        assert encoded.public(event) == encode(EventFrame(event=event.wire(Audience.ALL)))
    summary = json.loads(encoded.summary(event))
    plain = Summary(workspace=event.workspace, cursor=summary["cursor"], event=event.wire(Audience.TEAM))
    assert summary == json.loads(encode(plain))
