"""A WebSocket on which nobody says anything: the doctor names what cuts it, and the server holds it for nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from tests.gateway.raw import Raw
from tests.serving import serving
from tests.until import PATIENCE
from tests.upkeep.tls_front import Front
from troth.gateway.session import Pace
from troth.kernel import config
from troth.kernel.question import signed
from troth.log import Log
from troth.upkeep.doctor.examine import examine
from troth.upkeep.doctor.found import Found
from troth.upkeep.doctor.installation import Installation
from troth.upkeep.doctor.silent import CHECKS

HASTE = Pace(hello=3.0, idle=0.3, answer=PATIENCE)  # a ping after 0.3 s of silence


@contextmanager
def _front(log: Log, **pace: float) -> Iterator[Front]:
    haste = msgspec.structs.replace(HASTE, **pace)
    with serving(log, haste) as port, Front(port, None).running() as front:
        yield front


def _look(front: Front, seconds: float, **changes: object) -> Found:
    settings = msgspec.structs.replace(config.current(), base_url=front.url, **changes)
    (row,) = examine(Installation(settings, long=seconds), CHECKS)
    return row.found


def test_it_stays_open_by_the_answers_to_its_pings(log: Log) -> None:
    with _front(log) as front:
        found = _look(front, 4.0)
    assert found.state == "ok", found


def test_who_cuts_it_is_named_with_the_mend(log: Log) -> None:
    with _front(log, idle=25.0) as front:
        front.cuts_after = 3.0
        found = _look(front, 600.0)
    assert (found.state, found.see) == ("broken", "behind-a-proxy")
    assert "cut without a word after" in found.says
    assert "proxy_read_timeout 75s" in found.mend


def test_it_is_looked_at_only_when_asked_and_by_the_secret(log: Log) -> None:
    with _front(log) as front:
        assert _look(front, 0.0).state == "skipped"
        found = _look(front, 600.0, secret_key=b"f0e9d8c7b6a5948372615049382716f5e4d3c2b1a0")
    assert found.state == "skipped"
    assert "another secret" in found.says


@pytest.mark.parametrize("stale", [True, False])
def test_nobody_else_keeps_a_socket_that_is_nobodys(log: Log, stale: bool) -> None:
    at, _, proof = signed(config.current()).partition(".")
    word = f"{int(at) - 3600}.{proof}" if stale else f"{at}.{'0' * 64}"
    with serving(log) as port, Raw.open(port) as other:
        other.say(op="hello", v=1, **{"pass": word})
        assert other.hear()["code"] == "sign_in"
        assert other.closed() == 4401


def test_the_doctors_socket_hears_nothing_and_says_nothing(log: Log) -> None:
    with serving(log) as port, Raw.open(port) as doctor:
        doctor.say(op="hello", v=1, **{"pass": signed(config.current())})
        assert doctor.hear()["op"] == "welcome"
        for _ in range(40):
            doctor.say(op="subscribe", ref=1, stream="019a5b2e-7c00-7000-8000-000000000001", after=0)
        assert doctor.hear()["code"] == "too_many"
        assert doctor.closed() == 1008
