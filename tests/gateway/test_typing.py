"""Who types is shown as typing until they stop, also when that takes longer than what others believe without a word."""

import time

from tests.cast import Cast
from tests.gateway.talk import Socket, joined, opened
from tests.serving import serving
from troth.gateway.session import Pace
from troth.log import Log


def test_typing_is_told_again_while_it_goes_on(cast: Cast, log: Log) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    with serving(log, Pace(typing=1.5)) as port, Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada:
        vi.follow(talk)
        ada.follow(talk)
        for _ in range(25):
            ada.say(op="typing", stream=str(talk))
            time.sleep(0.1)
        ada.tell(talk, "done")
        heard = []
        while (frame := vi.hear("typing", "event"))["op"] == "typing" or frame["event"]["body"].get("text") != "done":
            heard.append(frame)
    assert sum(frame["op"] == "typing" and frame["on"] for frame in heard) > 1
