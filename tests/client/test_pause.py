"""When a client comes back to a server that restarts."""

import pytest

from troth.client.pause import FIRST, pause_after
from troth.wire.closing import LONGEST, restart, within


@pytest.mark.parametrize("chance", [0.0, 0.25, 0.999])
def test_it_picks_a_moment_of_its_own_within_the_seconds_that_were_named(chance: float) -> None:
    assert pause_after(1012, "restart 8", lambda: chance) == pytest.approx(8 * chance)


@pytest.mark.parametrize(("code", "reason"), [(1012, ""), (1012, "restart soon"), (1006, ""), (1013, "restart 8")])
def test_without_a_number_it_is_the_usual_pause(code: int, reason: str) -> None:
    assert all(pause_after(code, reason) <= FIRST for _ in range(200))


@pytest.mark.parametrize(("sockets", "seconds"), [(0, 1), (1, 1), (1_001, 2), (10_000, 10), (1_000_000, LONGEST)])
def test_the_more_sockets_the_longer_they_have(sockets: int, seconds: float) -> None:
    assert within(restart(sockets)) == seconds


def test_no_server_sends_a_client_away_for_an_hour() -> None:
    assert within("restart 3600") == LONGEST
