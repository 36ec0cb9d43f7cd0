"""The two figures of the main job: how many messages a second, and how long one takes at 1,000 a second.

A message counts when its visitor has the acknowledgement and an agent's socket has the event. Every visitor also gets
their own event back, as in life: three frames leave the server for one that comes.
"""

import asyncio
import time
from collections.abc import Iterator

from .crowd import Crowd
from .figure import Figure, share
from .machine import Steal
from .served import LIMITS, Serving, served

VISITORS = 1_000
SENDERS = 400  # of them, in the saturated run: each has one message in flight


class Run:
    """One run of load; times are seconds of `time.perf_counter`. Numbers count on over the runs of a crowd: the same
    number would be the same client id, and so a repeat."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self._first = crowd.said
        self.due: list[float] = []  # when each message was to be sent; its place is its number
        self.acked: list[tuple[float, int]] = []
        self.heard: list[tuple[float, int]] = []
        for agent in crowd.agents:
            agent.on_event = self._on_event

    def _on_event(self, number: int) -> None:
        if number >= self._first:
            self.heard.append((time.perf_counter(), number - self._first))

    def _say(self, place: int, due: float) -> None:
        self.due.append(due)
        self.crowd.say(place)

    async def settle(self, seconds: float = 180) -> None:
        """Wait until everything said is acknowledged and heard, or nothing more comes."""
        end = time.perf_counter() + seconds
        # looked at now and then: the callbacks are the hot path, and set no event
        while (len(self.acked) < len(self.due) or len(self.heard) < len(self.due)) and time.perf_counter() < end:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    async def saturate(self, seconds: float) -> None:
        """Every sender says the next as soon as the last is acknowledged."""
        going = True

        def again(place: int) -> None:
            self._say(place, time.perf_counter())

        def on_ack(place: int, number: int) -> None:
            self.acked.append((time.perf_counter(), number - self._first))
            if going:
                again(place)

        for place, visitor in enumerate(self.crowd.visitors[:SENDERS]):
            visitor.on_ack = lambda number, place=place: on_ack(place, number)  # type: ignore[misc]
            again(place)
        await asyncio.sleep(seconds)
        going = False
        await self.settle()

    async def pace(self, rate: float, seconds: float) -> None:
        """So many a second, at their moments, however the server does; all visitors in turn."""
        for visitor in self.crowd.visitors:
            visitor.on_ack = lambda number: self.acked.append((time.perf_counter(), number - self._first))
        began, count, people = time.perf_counter(), int(rate * seconds), len(self.crowd.visitors)
        while len(self.due) < count:
            now = time.perf_counter()
            while len(self.due) < count and (moment := began + len(self.due) / rate) <= now:
                self._say(len(self.due) % people, moment)
            await asyncio.sleep(0.001)
        await self.settle()

    def context(self, server: Serving, steal: Steal, seconds: float) -> dict[str, object]:
        heard = [number for _, number in self.heard]
        return {
            "database": server.database,
            "messages": len(self.due),
            "lost": len(self.due) - len(set(heard)),
            "doubled": len(heard) - len(set(heard)),
            "readers_lag_at_end": server.lag(),
            "changed_limits": LIMITS,
            "steal_cores": steal.cores(seconds),
            "errors": len(self.crowd.errors),
        }


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    """Both figures, on one server, the paced one first (on the emptier store)."""
    figures = []
    with served(database_url) as server:
        server.start()
        crowd = Crowd(server)
        await crowd.come(200 if quick else VISITORS)
        await crowd.connect_visitors()
        await crowd.connect_agents()
        if "p99_ms_at_1000_per_s" in only:
            figures.append(await paced(server, crowd, 4 if quick else 20))
        if "delivered_per_s" in only:
            figures.append(await saturated(server, crowd, 4 if quick else 15))
        crowd.leave()
    return figures


async def paced(server: Serving, crowd: Crowd, seconds: float) -> Figure:
    run, steal, cpu, began = Run(crowd), Steal(), server.cpu(), time.perf_counter()
    await run.pace(1_000, seconds)
    took = time.perf_counter() - began
    skip = run.due[0] + 1.0  # the first second warms caches and statements
    heard = [at - run.due[number] for at, number in run.heard if run.due[number] > skip]
    acked = [at - run.due[number] for at, number in run.acked if number >= 0 and run.due[number] > skip]
    context = run.context(server, steal, took) | {
        "p50_ms": share(heard, 0.5),
        "ack_p50_ms": share(acked, 0.5),
        "ack_p99_ms": share(acked, 0.99),
        "worst_ms": share(heard, 1.0),
        "seconds": seconds,
        "visitors": len(crowd.visitors),
        "server_core_used": round((server.cpu() - cpu) / took, 2),
    }
    if len(server.ports) > 1:
        people = len(crowd.visitors)
        for name, far in (("same_gateway", False), ("other_gateway", True)):
            some = [
                at - run.due[number]
                for at, number in run.heard
                if run.due[number] > skip and crowd.crosses(number % people) == far
            ]
            context |= {f"{name}_p50_ms": share(some, 0.5), f"{name}_p99_ms": share(some, 0.99)}
    return Figure("p99_ms_at_1000_per_s", share(heard, 0.99), "ms", context)


async def saturated(server: Serving, crowd: Crowd, seconds: float) -> Figure:
    run, steal, cpu = Run(crowd), Steal(), server.cpu()
    warm = min(2.0, seconds / 4)
    began = time.perf_counter()
    await run.saturate(seconds)
    took = time.perf_counter() - began
    first, last = began + warm, began + seconds

    def rate(moments: list[tuple[float, int]]) -> float:
        return sum(first <= at < last for at, _ in moments) / (last - first)

    inside = [at - run.due[number] for at, number in run.heard if first <= at < last]
    context = run.context(server, steal, took) | {
        "acknowledged_per_s": round(rate(run.acked)),
        "p50_ms": share(inside, 0.5),
        "p99_ms": share(inside, 0.99),
        "seconds": seconds,
        "senders": min(SENDERS, len(crowd.visitors)),
        "each_second": list(_each_second(run, began, seconds)),
        "server_core_used": round((server.cpu() - cpu) / took, 2),
    }
    return Figure("delivered_per_s", round(min(rate(run.acked), rate(run.heard))), "messages/s", context)


def _each_second(run: Run, began: float, seconds: float) -> Iterator[int]:
    counts = [0] * int(seconds)
    for at, _ in run.heard:
        if 0 <= (second := int(at - began)) < len(counts):
            counts[second] += 1
    yield from counts
