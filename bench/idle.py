"""What a visitor costs who only looks: connected, welcomed, following their conversation, saying nothing."""

import asyncio

from .crowd import Crowd
from .figure import Figure
from .served import LIMITS, served


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    """Growth of the server's resident memory per visitor."""
    count, known = (500, 100) if quick else (8_000, 1_000)
    with served(database_url) as server:
        server.start()
        crowd = Crowd(server)
        await crowd.come(known)  # what every path needs once is paid for by these
        await crowd.connect_visitors()
        await crowd.come(count)
        await asyncio.sleep(2)
        before = server.rss()
        await crowd.connect_visitors()
        await asyncio.sleep(5 if quick else 30)  # over one round of pings
        growth = server.rss() - before
        alive = sum(not visitor.lost for visitor in crowd.visitors)
        context = {
            "database": server.database,
            "visitors": count,
            "connected_at_end": alive,
            "rss_kib_at_end": server.rss(),
            "readers_lag_at_end": server.lag(),
            "changed_limits": LIMITS,
        }
        crowd.leave()
    return [Figure("idle_visitor_kib", round(growth / count, 1), "KiB", context)]
