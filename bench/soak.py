"""Whether memory stays where it is while a day's life goes on: visitors come, talk, lose their line, close and go;
agents follow them all and load pages of the inbox; some are behind proxies that let no socket through.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence

from .figure import Figure
from .life import Life
from .machine import Steal
from .served import LIMITS, Served, served

minutes: float | None = None  # how long, instead of half an hour
MINUTES, QUICK_MINUTES = 30.0, 1.0
EVERY = 10.0  # s between two looks at the server


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    seconds = 60 * (minutes or (QUICK_MINUTES if quick else MINUTES))
    with served(database_url) as server:
        server.start()
        life = Life(server, visitors=60 if quick else 300, rate=60 if quick else 200)
        await life.begin()
        try:
            steal, began = Steal(), time.perf_counter()
            resident, held = await _watch(server, seconds, life.check)
            took = time.perf_counter() - began
            await life.end()
        finally:
            await life.leave()
        context = {
            "database": server.database,
            "minutes": round(seconds / 60, 2),
            "rss_mib_each_minute": _each_minute(resident, seconds),
            **life.told(),
            "handles_at_a_third": held[0],
            "handles_at_end": held[1],
            "readers_lag_at_end": server.lag(),
            "changed_limits": LIMITS,
            "steal_cores": steal.cores(took),
        }
    return [Figure("soak_growth_percent", growth(resident), "%", context)]


async def _watch(
    server: Served, seconds: float, check: Callable[[], Awaitable[None]]
) -> tuple[list[int], tuple[dict[str, int], dict[str, int]]]:
    """Resident KiB at each look; what was open at a third of the time and at its end."""
    looks = max(6, int(seconds / EVERY))
    began, resident, third = time.perf_counter(), [], {}
    for look in range(1, looks + 1):
        await asyncio.sleep(max(0.0, began + look * seconds / looks - time.perf_counter()))
        await check()
        resident.append(server.rss())
        if look == looks // 3:
            third = server.handles()
    return resident, (third, server.handles())


def growth(resident: Sequence[int]) -> float:
    """How much the median of the last third is above that of the second, in percent. The first is the warming up."""
    third = len(resident) // 3
    before, after = resident[third : 2 * third], resident[-third:]
    return round((statistics.median(after) / statistics.median(before) - 1) * 100, 2)


def _each_minute(resident: Sequence[int], seconds: float) -> list[float]:
    step = max(1, round(len(resident) * 60 / seconds))
    return [round(one / 1024, 1) for one in resident[step - 1 :: step]]
