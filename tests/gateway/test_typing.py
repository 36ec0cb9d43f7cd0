"""Who types is shown as typing until they stop, also when that takes longer than what others believe without a word."""

import threading
from concurrent.futures import ThreadPoolExecutor

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
        over = threading.Event()

        def type_on() -> None:
            while not over.wait(0.1):
                ada.say(op="typing", stream=str(talk))

        with ThreadPoolExecutor(1) as beside:
            typing = beside.submit(type_on)
            heard = [vi.hear("typing")["on"]]
            while heard[-2:] != [True, True]:  # again, though nobody thought that they had stopped
                heard.append(vi.hear("typing")["on"])
            over.set()
            typing.result()
