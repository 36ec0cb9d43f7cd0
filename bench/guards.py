"""What the guards of privacy cost the hot path: how many messages fewer a second the shipped server delivers than the
same server without them (`bench/unguarded.py` lists them).

Two servers, each over a store of its own that begins empty, with a crowd each; runs on the two alternate, and who is
first alternates too, so that a noisy moment and a growing store touch both.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from .cluster import binaries
from .crowd import Crowd
from .figure import Figure
from .machine import Steal
from .messages import VISITORS, saturated
from .sealing import own_database
from .served import LIMITS, Served, served

NAME = "guards_cost_percent"
ENTRIES = {"guarded": "troth", "unguarded": "bench.unguarded"}


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    """Of the median of the ratios of neighbouring runs; below zero it is lost in the noise."""
    seconds, rounds, people = (3, 1, 200) if quick else (8, 8, VISITORS)
    steal, began = Steal(), time.monotonic()
    runs: dict[str, list[Figure]] = {which: [] for which in ENTRIES}
    with both(database_url) as servers:
        crowds = {which: Crowd(server) for which, server in servers.items()}
        for which, crowd in crowds.items():
            servers[which].start()
            await crowd.come(people)
            await crowd.connect_visitors()
            await crowd.connect_agents()
            await saturated(servers[which], crowd, 2)  # warms caches and statements
        for number in range(rounds):
            for which in list(ENTRIES)[:: -1 if number % 2 else 1]:
                runs[which].append(await saturated(servers[which], crowds[which], seconds))
        for crowd in crowds.values():
            crowd.leave()
    rates = {which: [run.value or 0 for run in of] for which, of in runs.items()}
    ratios = [with_ / without for with_, without in zip(*rates.values(), strict=True)]
    every = [run for of in runs.values() for run in of]
    context = {
        "database": servers["guarded"].database,
        **{f"{which}_per_s": each for which, each in rates.items()},
        **{what: sum(run.context[what] for run in every) for what in ("messages", "lost", "doubled", "errors")},
        "seconds": seconds,
        "changed_limits": LIMITS,
        "steal_cores": steal.cores(time.monotonic() - began),
    }
    return [Figure(NAME, round(100 * (1 - statistics.median(ratios)), 1), "% of messages/s", context)]


@contextmanager
def both(database_url: str | None) -> Iterator[dict[str, Served]]:
    """The two, not started yet."""
    with ExitStack() as ending:
        made = {}
        for which, entry in ENTRIES.items():
            address = database_url
            if database_url is not None and binaries() is None:  # then both stand in the one that was given
                address = ending.enter_context(own_database(database_url))
            made[which] = ending.enter_context(served(address, entry=entry))
        yield made
