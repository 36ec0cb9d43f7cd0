"""How long a second start takes until /health answers: tables made, demo seeded, keys minted by the first."""

import statistics

from .figure import Figure
from .served import served


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    with served(database_url) as server:
        first = server.start()
        server.stop()
        later = []
        for _ in range(1 if quick else 5):
            later.append(server.start())
            server.stop()
        context = {
            "database": server.database,
            "first_start_s": round(first, 2),
            "each_s": [round(one, 2) for one in later],
        }
    return [Figure("start_s", round(statistics.median(later), 2), "s", context)]
