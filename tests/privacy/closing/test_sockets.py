"""Whoever is connected when their workspace goes is told so, and cut off; others go on."""

from collections.abc import Iterator

import pytest

from tests.cast import Cast
from tests.gateway.talk import Socket, opened
from tests.privacy.closing.test_asking import close
from tests.privacy.closing.test_deleting import day_comes
from tests.serving import serving
from tests.until import until
from troth.gateway.session import Pace
from troth.log import Log


@pytest.fixture
def port(log: Log) -> Iterator[int]:
    with serving(log, pace=Pace(closed=0.25)) as port:
        yield port


def goes(cast: Cast) -> None:
    """Be it by the worker of the server."""
    until(lambda: day_comes(cast).state == "done", every=0.1)


def test_sockets_end_with_a_reason(cast: Cast, port: int) -> None:
    talk, other = opened(cast), opened(cast, cast.val)
    with (
        Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ben) as ben, Socket.of(port, cast.ada) as ada,
        Socket.of(port, cast.val) as val,
    ):  # fmt: skip
        for socket in (vi, ben, ada):
            socket.follow(talk)
        for socket in (ada, val):
            socket.follow(other)
        close(cast)
        goes(cast)
        for socket in (vi, ben):
            assert socket.hear("error")["code"] == "chat_ended"
            assert socket.goodbye() == (4401, "chat_ended")
        assert ada.hear("gone")["stream"] == str(talk)
        told = ada.hear("error")
        assert (told["code"], told["workspace"]) == ("chat_ended", str(cast.bikes.id))
        assert ada.tell(other, "I am still here")["op"] in ("ack", "error")
        assert val.tell(other, "So am I")["op"] == "ack"
