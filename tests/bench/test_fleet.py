"""Many processes are measured as what they are: half of what is said goes to an agent at another gateway, and who gives
the positions dies for real."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from bench import gateways, recovery, units
from bench.cluster import binaries
from bench.crowd import AGENT_SOCKETS, Crowd
from bench.figure import Figure
from bench.fleet import Fleet, fleet
from bench.messages import Run
from bench.recovery import Death

type Measure = Callable[[str | None, bool, set[str]], Coroutine[Any, Any, list[Figure]]]


@pytest.fixture(scope="module")
def house() -> Iterator[Fleet]:
    if binaries() is None:
        pytest.skip("PostgreSQL's binaries are not installed")
    with fleet("an own cluster", gateways=3) as made:
        made.start()
        recovery.led_by_the_first(made)
        yield made


def test_what_is_said_at_one_gateway_is_counted_at_the_other_and_one_that_leads_is_killed(house: Fleet) -> None:
    asyncio.run(_talk(house))


async def _talk(house: Fleet) -> None:
    crowd = Crowd(house)
    await crowd.come(2 * AGENT_SOCKETS)
    await crowd.connect_visitors()
    await crowd.connect_agents()
    assert {crowd.crosses(place) for place in range(len(crowd.streams))} == {True, False}
    run = Run(crowd)
    await run.pace(50, 1)
    assert sorted(number for _, number in run.heard) == list(range(50))
    crowd.leave()
    assert house.leader() is house.gateways[0]
    death = Death(house, crowd)
    await death.gather()
    told = await death.run(before=0.5, after=2.5)
    death.leave()
    await asyncio.sleep(0.05)  # an aborted socket is closed by the loop a turn or two later
    assert (told["lost"], told["doubled"], told["errors"]) == (0, 0, 0)
    assert house.leader() in house.processes[1:]
    assert len(house.ports) == 2


@pytest.mark.parametrize("measure", [gateways.measure, units.measure, recovery.measure])
def test_on_sqlite_they_are_skipped_and_it_says_so(measure: Measure, capsys: pytest.CaptureFixture[str]) -> None:
    assert asyncio.run(measure(None, True, {"gateways_delivered_per_s"})) == []
    assert "PostgreSQL" in capsys.readouterr().err
