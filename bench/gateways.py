"""What a second gateway brings, and what the bell between two of them costs: the saturated rate and the p99 at 1,000 a
second with one gateway and with two, alternated on one installation of roles (gateways, web, worker).
"""

import asyncio
import statistics
from typing import Any

from .crowd import Crowd
from .figure import Figure
from .fleet import Fleet, fleet, skipped
from .messages import VISITORS, paced, saturated

RATE, PACED = "gateways_delivered_per_s", "gateways_p99_ms_at_1000_per_s"


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    if database_url is None:
        return skipped({RATE, PACED} & only)
    rounds, at_rate, at_most = (1, 3, 2) if quick else (3, 12, 8)
    rates: dict[int, list[Figure]] = {1: [], 2: []}
    times: dict[int, list[Figure]] = {1: [], 2: []}
    with fleet(database_url, gateways=2) as house:
        house.start()
        crowd = Crowd(house)
        await crowd.come(200 if quick else VISITORS)
        for _ in range(rounds):
            for many in (1, 2):
                await _have(house, many)
                await crowd.connect_visitors()
                await crowd.connect_agents()
                times[many].append(await paced(house, crowd, at_rate))
                if RATE in only:
                    rates[many].append(await saturated(house, crowd, at_most))
                crowd.leave()
        context = {"pinned": house.pinned()}
    figures = [_figure(PACED, "ms", times, context)]
    if RATE in only:
        figures.append(_figure(RATE, "messages/s", rates, context))
    return figures


async def _have(house: Fleet, many: int) -> None:
    """A gateway that is not measured does not run: it would read along."""
    second = house.gateways[1]
    if many == 1:
        await asyncio.to_thread(second.stop)
    elif not second.running:
        await asyncio.to_thread(second.start)


def _figure(name: str, unit: str, runs: dict[int, list[Figure]], more: dict[str, Any]) -> Figure:
    """Medians of the rounds; of two gateways also what the bell adds to what one process does alone."""
    context: dict[str, Any] = {**runs[2][-1].context, **more}
    kept = ("ack_p99_ms", "same_gateway_p99_ms", "other_gateway_p99_ms", "p50_ms", "p99_ms", "server_core_used")
    for many, word in ((1, "one"), (2, "two")):
        context[f"{word}_each"] = [run.value for run in runs[many]]
        context[word] = _median([run.value for run in runs[many]])
        for what in kept:
            context.pop(what, None)
            if found := [run.context[what] for run in runs[many] if what in run.context]:
                context[f"{word}_{what}"] = _median(found)
    for what in ("lost", "doubled", "errors"):
        context[what] = sum(run.context[what] for many in runs.values() for run in many)
    return Figure(name, context["two"], unit, context)


def _median(values: list[Any]) -> float:
    return round(float(statistics.median(values)), 2)
