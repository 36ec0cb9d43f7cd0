"""How long a message takes at 1,000 a second while others are there too: 8,000 visitors who only look, and agents who
load 20 pages of the inbox a second. Each beside the same load alone, on the same server a moment before.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from troth.client import Agent

from .crowd import Crowd
from .figure import Figure, share
from .messages import VISITORS, paced
from .served import Served, served

IDLE = 8_000
PAGES = 20  # a second


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    seconds, figures = 4 if quick else 20, []
    with served(database_url) as server:
        server.start()
        crowd = Crowd(server)
        await crowd.come(200 if quick else VISITORS)
        await crowd.connect_visitors()
        await crowd.connect_agents()
        if "p99_ms_beside_pages" in only:
            alone = await paced(server, crowd, seconds)
            times: list[float] = []
            async with pages(server, times):
                beside = await paced(server, crowd, seconds)
            more = {"pages_a_second": round(len(times) / seconds, 1), "page_p95_ms": share(times, 0.95)}
            figures.append(_beside("p99_ms_beside_pages", alone, beside, more))
        if "p99_ms_beside_idle" in only:
            alone = await paced(server, crowd, seconds)
            idle = Crowd(server)
            await idle.come(300 if quick else IDLE)
            await idle.connect_visitors()
            beside = await paced(server, crowd, seconds)
            alive = sum(not visitor.lost for visitor in idle.visitors)
            figures.append(_beside("p99_ms_beside_idle", alone, beside, {"idle_connected_at_end": alive}))
            idle.leave()
        crowd.leave()
    return figures


def _beside(name: str, alone: Figure, beside: Figure, more: dict[str, float]) -> Figure:
    before = {"alone_p99_ms": alone.value, "alone_p50_ms": alone.context["p50_ms"]}
    return Figure(name, beside.value, "ms", {**beside.context, **before, **more})


@contextlib.asynccontextmanager
async def pages(server: Served, times: list[float]) -> AsyncIterator[None]:
    """Meanwhile pages are loaded at their moments, however long the ones before take."""
    ada = server.demo["people"][0]
    async with await Agent.sign_in(server.url, ada["email"], ada["password"]) as agent, asyncio.TaskGroup() as group:

        async def load() -> None:
            began = time.perf_counter()
            await agent.conversations("open")
            times.append(time.perf_counter() - began)

        async def go_on() -> None:
            began = time.perf_counter()
            for n in range(1_000_000):
                await asyncio.sleep(max(0.0, began + n / PAGES - time.perf_counter()))
                group.create_task(load())

        going = group.create_task(go_on())
        try:
            yield
        finally:
            going.cancel()
