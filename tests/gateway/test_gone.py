"""Whoever is gone takes their memory with them. The collector looks at what lived a minute so seldom that a ring which
is left to it is a leak: here it is off."""

import gc
import http.client
import weakref
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest

from tests.cast import Cast
from tests.gateway.line import Polled, Streamed
from tests.gateway.raw import CLOSE, Raw, frame
from tests.gateway.test_door import hello
from tests.serving import serving
from tests.until import PATIENCE, until
from troth.gateway.door import PicowsDoor, PicowsProtocol
from troth.gateway.fallback import QueueDoor
from troth.gateway.http import Http
from troth.gateway.line_door import LineDoor
from troth.gateway.sansio import Sansio
from troth.gateway.session import Pace
from troth.log import Log

OURS = (PicowsDoor, PicowsProtocol, QueueDoor, Sansio, Http)


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _here() -> list[Any]:
    return [one for one in gc.get_objects() if issubclass(type(one), OURS)]  # not what a weak proxy stands for


@pytest.fixture(scope="module", params=["picows", "sansio"])
def door(log: Log, request: pytest.FixtureRequest) -> Iterator[int]:
    """Patient enough with who is slow to say hello, and soon done with who is gone."""
    with serving(log, Pace(hello=3.0, idle=1.0, answer=1.0), door=request.param) as port:
        yield port


def _new(before: set[int], freed: Queue[object]) -> list[weakref.ref[Any]]:
    return [weakref.ref(one, freed.put) for one in _here() if id(one) not in before]


@pytest.mark.parametrize("way", ["cut", "goodbye"])
def test_a_socket_that_is_gone_is_forgotten_without_the_collector(
    door: int, cast: Cast, way: str, uncollected: None
) -> None:
    def met() -> tuple[Queue[object], list[weakref.ref[Any]]] | None:
        """None: this machine was slower than the server's patience."""
        before, freed = {id(one) for one in _here()}, Queue[object]()
        try:
            with Raw.open(door) as socket:
                hello(socket, cast)
                refs = _new(before, freed)
                assert refs
                if way == "goodbye":
                    socket.put(frame(b"\x03\xe8", CLOSE))
                    assert socket.closed() == 1000
        except AssertionError:
            return None
        return freed, refs

    freed, refs = until(met)
    for _ in refs:
        freed.get(timeout=PATIENCE)


def test_a_connection_that_is_gone_is_forgotten_without_the_collector(door: int, uncollected: None) -> None:
    before = {id(one) for one in _here()}
    freed: Queue[object] = Queue()
    connection = http.client.HTTPConnection("127.0.0.1", door, timeout=PATIENCE)
    for path in ("/health", "/api/v1/me"):
        connection.request("GET", path)
        connection.getresponse().read()
    refs = _new(before, freed)
    assert refs
    connection.close()
    for _ in refs:
        freed.get(timeout=PATIENCE)


@pytest.mark.parametrize("kind", [Streamed, Polled])
def test_a_line_that_is_gone_is_forgotten_without_the_collector(
    log: Log, cast: Cast, kind: type[Streamed | Polled], uncollected: None
) -> None:
    with serving(log, Pace(hello=2.0, lost=2.0)) as port:

        def met() -> tuple[Queue[object], list[weakref.ref[Any]]] | None:
            """None: this machine was slower than the server's patience."""
            before, freed = {id(one) for one in _here()}, Queue[object]()
            try:
                with kind.of(port, cast.vi):
                    refs = _new(before, freed)
                    assert LineDoor in [type(ref()) for ref in refs]
            except AssertionError:
                return None
            return freed, refs

        freed, refs = until(met)
        for _ in refs:
            freed.get(timeout=PATIENCE)
