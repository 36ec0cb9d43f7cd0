"""What ends or renews a socket over time, and how the server says goodbye."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tests.cast import Cast
from tests.gateway.raw import Raw
from tests.gateway.talk import Socket
from tests.serving import serving
from tests.until import until
from troth.accounts.models import Person
from troth.accounts.sign_out import sign_out
from troth.gateway.session import Pace
from troth.kernel import clock, config, passes
from troth.kernel.clock import now
from troth.kernel.passes import Claims, milliseconds
from troth.log import Log

LASTS = 600  # s of a pass from its making; an agent's is renewed in the last 120


@pytest.fixture(scope="module")
def quick(log: Log) -> Iterator[int]:
    with serving(log, Pace(sweep=0.3)) as port:
        yield port


@pytest.fixture
def ahead() -> Iterator[Callable[[int], None]]:
    """The clock goes on by so many seconds at once: a pass ends when the test says so, however slow the machine is."""

    def go_on(seconds: int) -> None:
        clock.set_clock(lambda: datetime.now(UTC) + timedelta(seconds=seconds))

    yield go_on
    clock.set_clock(None)


def enter(port: int, claims: Claims) -> Raw:
    socket = Raw.open(port)
    socket.say(op="hello", v=1, **{"pass": passes.sign(config.current().secret("passes"), claims)})
    assert socket.hear()["op"] == "welcome"
    return socket


def test_an_agents_pass_is_renewed_before_it_ends(cast: Cast, quick: int, ahead: Callable[[int], None]) -> None:
    soon = int(now().timestamp()) + LASTS
    with enter(quick, Claims(kind="agent", id=cast.ada.person.id, exp=soon)) as socket:
        ahead(LASTS - 60)
        renewed = socket.hear("pass")
    claims = passes.read(config.current().secret("passes"), renewed["pass"], now())
    assert (claims.kind, claims.id) == ("agent", cast.ada.person.id)
    assert claims.exp > soon


def test_no_pass_is_renewed_for_who_is_a_member_of_nothing_any_more(
    cast: Cast, quick: int, ahead: Callable[[int], None]
) -> None:
    soon = int(now().timestamp()) + LASTS
    with enter(quick, Claims(kind="agent", id=cast.ben.person.id, exp=soon)) as socket:
        member = cast.ben.member(cast.bikes).id
        assert cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{member}").status == 204
        ahead(LASTS - 60)
        assert socket.hear("error")["code"] == "sign_in"
        assert socket.closed() == 4401


def test_who_signs_out_is_out_and_the_pass_they_had_brings_nobody_back(cast: Cast, quick: int) -> None:
    claims = Claims(kind="agent", id=cast.ada.person.id, exp=int(now().timestamp()) + LASTS)
    with enter(quick, claims) as socket, Socket.of(quick, cast.ben) as other:
        sign_out(cast.ada.person.id)
        assert socket.hear("error")["code"] == "sign_in"
        assert socket.closed() == 4401
        other.say(op="after", ref=1, stream=str(cast.ben.person.id), after=0)
        assert other.hear("error")["code"] == "not_found"  # others stay
    with Raw.open(quick) as again:
        again.say(op="hello", v=1, **{"pass": passes.sign(config.current().secret("passes"), claims)})
        assert again.hear()["code"] == "sign_in"


def test_a_sign_out_on_another_server_ends_the_pass_before_it_is_renewed(
    cast: Cast, quick: int, ahead: Callable[[int], None]
) -> None:
    soon = int(now().timestamp()) + LASTS
    claims = Claims(kind="agent", id=cast.ada.person.id, exp=soon, iat=milliseconds(now()))
    with enter(quick, claims) as socket:
        Person.objects.filter(id=cast.ada.person.id).update(passes_from=now())  # the row says so, and nobody here
        ahead(LASTS - 60)
        assert socket.hear("error")["code"] == "sign_in"
        assert socket.closed() == 4401


def test_a_visitors_pass_that_ends_ends_the_socket(cast: Cast, quick: int, ahead: Callable[[int], None]) -> None:
    claims = passes.for_visitor(cast.vi.id, cast.bikes.id, cast.bikes_site.id, now())
    soon = msgspec.structs.replace(claims, exp=int(now().timestamp()) + LASTS)
    with enter(quick, soon) as socket:
        ahead(LASTS + 1)
        assert socket.hear("error")["code"] == "pass_expired"
        assert socket.closed() == 4401


@pytest.mark.parametrize("door", ["picows", "sansio"])
def test_a_server_that_stops_says_that_it_will_be_back(cast: Cast, log: Log, door: str) -> None:
    with serving(log, Pace(spread=0.2), door=door) as port:
        sockets = [Socket.of(port, cast.vi) for _ in range(5)]
    for socket in sockets:
        with socket:
            assert socket.goodbye() == (1012, "restart 1")


def opened(port: int) -> Raw | None:
    socket = Raw.open(port)
    if socket.status != 429:
        return socket
    socket.cut()
    return None


@pytest.mark.parametrize("door", ["picows", "sansio"])
def test_one_address_holds_so_many_sockets_and_no_more(cast: Cast, log: Log, door: str) -> None:
    with serving(log, door=door, limits={"address_sockets": 2}) as port:
        with Socket.of(port, cast.vi), Socket.of(port, cast.vi), Raw.open(port) as third:
            assert third.status == 429
        with until(lambda: opened(port)) as again:  # the two are gone as soon as the server has heard of it
            assert again.status == 101
