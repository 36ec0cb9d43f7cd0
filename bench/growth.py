"""What growth costs: the same product over a million conversations and five million messages, beside an empty one.

Both servers run all the while, one idle; runs on them alternate, so that a noisy moment of the machine touches both.
Half of those who speak in the large store go on with a talk of long ago, anywhere in it: the worst place there is.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from troth.client import Agent
from troth.client.shapes import Conversation

from .beside import pages
from .crowd import Crowd
from .figure import Figure, share
from .machine import Steal
from .messages import SENDERS, Run, paced
from .searching import index_it, searching
from .served import Served, served
from .socket_load import connect
from .store import CONVERSATIONS

VIEWS = ("waiting", "mine", "open", "closed", None)
kept: Path | None = None  # where the large store stays, else it is made each time


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    count, rounds, seconds = (2_000, 2, 2.0) if quick else (CONVERSATIONS, 5, 8.0)
    figures = []
    with served(database_url) as empty, _large(database_url, count) as (large, store):
        for server in (empty, large):
            server.start()
        steal, began = Steal(), time.monotonic()
        context: dict[str, Any] = {"database": large.database, "store": store}
        if only & {"inbox_p95_ms", "history_p95_ms", "live_inbox_p95_ms"}:
            figures += await _looking(empty, large, 5 if quick else 60, context)
        if "search_p95_ms" in only:
            figures.append(await searching(large, store["conversations"], 5 if quick else 60, context))
        if only & {"message_cost_ratio", "p99_ms_over_millions"}:
            crowds = await _crowds(empty, large)
            if "p99_ms_over_millions" in only:
                figures.append(await _paces((empty, large), crowds, 2 if quick else 3, 4 if quick else 15, context))
            if "message_cost_ratio" in only:
                figures.append(await _cost(empty, large, crowds, rounds, seconds, context))
            for crowd in crowds:
                crowd.leave()
        context["steal_cores"] = steal.cores(time.monotonic() - began)
    return figures


@contextmanager
def _large(database_url: str | None, count: int) -> Iterator[tuple[Served, dict[str, Any]]]:
    """A server over the large store, not started, and what the store holds."""
    name = "postgres" if database_url else "sqlite"
    with ExitStack() as stack:
        server = stack.enter_context(served(database_url, kept=kept and kept / name))
        filled = server.var / "filled.json"
        if not filled.exists():
            server.start()
            server.stop()
            server.aside("-m", "bench.store", str(count))
        # built before anything is measured: the server would do so beside its work
        yield server, json.loads(filled.read_bytes()) | index_it(server)


async def _looking(empty: Served, large: Served, rounds: int, context: dict[str, Any]) -> list[Figure]:
    """Pages of the inbox and of histories as agents ask for them: two at once, each one page after the other."""
    few, many = await _looks(empty, rounds), await _looks(large, rounds)
    worst = max((share(times, 0.95), name) for name, times in many.items() if name.startswith("inbox"))
    each = {name: {"p50_ms": share(times, 0.5), "p95_ms": share(times, 0.95)} for name, times in many.items()}
    before = {f"empty_{name}": share(times, 0.95) for name, times in few.items()}
    return [
        Figure("inbox_p95_ms", worst[0], "ms", {**context, "worst": worst[1], "each": each, **before}),
        Figure("history_p95_ms", share(many["history"], 0.95), "ms", {**context, **each["history"]}),
        Figure("live_inbox_p95_ms", share(many["live"], 0.95), "ms", {**context, **each["live"]}),
    ]


async def _looks(server: Served, rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {"history": [], "live": []}
    crowd = Crowd(server)
    await crowd.come(20)
    people = [person for person in server.demo["people"] if person["role"] != "stranger"]
    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(_one_agent(server, person, rounds, times))
    return times


async def _one_agent(server: Served, person: dict[str, str], rounds: int, times: dict[str, list[float]]) -> None:
    async with await Agent.sign_in(server.url, person["email"], person["password"]) as agent:
        places = [place.workspace.id for place in (await agent.me()).memberships]
        socket = await connect(server.port, b"-", await agent.current_pass())
        for round_ in range(rounds + 1):  # the first is not counted
            seen: list[Conversation] = []
            for view in VIEWS:
                cursor = None
                for page in ("1", "2"):
                    began = time.perf_counter()
                    found = await agent.conversations(view, cursor=cursor)
                    if round_:
                        name = f"inbox {view or 'all'} {page}"
                        times.setdefault(name, []).append(time.perf_counter() - began)
                    seen += found.items
                    cursor = found.next
                    if cursor is None:
                        break
            for talk in seen[round_ % 7 :: 40]:
                began = time.perf_counter()
                await agent.events(talk.id)
                if round_:
                    times["history"].append(time.perf_counter() - began)
            for place in places:
                began = time.perf_counter()
                await socket.follow_inbox(str(place))
                if round_:
                    times["live"].append(time.perf_counter() - began)
        socket.close()


async def _crowds(empty: Served, large: Served) -> tuple[Crowd, Crowd]:
    """Those who speak in the one and in the other."""
    # before anybody is connected: nobody would answer the pings meanwhile
    talks = json.loads(large.aside("-m", "bench.store", "--talks", str(SENDERS // 2)))
    crowds = Crowd(empty), Crowd(large)
    for server, crowd in zip((empty, large), crowds, strict=True):
        await crowd.come(SENDERS // 2)
        if server is large:
            crowd.go_on(talks)
        else:
            await crowd.come(SENDERS // 2)
        await crowd.connect_visitors()
        await crowd.connect_agents()
    return crowds


async def _paces(
    servers: tuple[Served, Served], crowds: tuple[Crowd, Crowd], rounds: int, seconds: float, context: dict[str, Any]
) -> Figure:
    """How long a message takes at 1,000 a second, alone and beside 20 pages of the inbox a second; medians."""
    took: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, server, crowd in zip(("empty", "large"), servers, crowds, strict=True):
            took.setdefault(name, []).append((await paced(server, crowd, seconds)).value or 0.0)
            times: list[float] = []
            async with pages(server, times):
                beside = await paced(server, crowd, seconds)
            took.setdefault(f"{name}_beside_pages", []).append(beside.value or 0.0)
            took.setdefault(f"{name}_page_p95", []).append(share(times, 0.95))
    middle = {f"{name}_ms": round(statistics.median(values), 2) for name, values in took.items()}
    return Figure("p99_ms_over_millions", middle["large_ms"], "ms", {
        **context, **middle, "ratio": round(middle["large_ms"] / middle["empty_ms"], 2),
        "errors": sum(len(crowd.errors) for crowd in crowds),
    })  # fmt: skip


async def _cost(
    empty: Served, large: Served, crowds: tuple[Crowd, Crowd], rounds: int, seconds: float, context: dict[str, Any]
) -> Figure:
    """Messages a second in the one over those in the other, everything on; median of neighbouring runs."""
    rates: list[list[float]] = [[], []]
    cpu: list[list[float]] = [[], []]
    for round_ in range(rounds):
        for n, (server, crowd) in enumerate(zip((empty, large), crowds, strict=True)):
            used, run = server.cpu(), Run(crowd)
            began = time.perf_counter()
            await run.saturate(seconds)
            inside = sum(at < began + seconds for at, _ in run.heard)
            if round_:  # the first warms both
                rates[n].append(inside / seconds)
                cpu[n].append((server.cpu() - used) / max(1, len(run.heard)) * 1e6)
    ratios = [few / many for few, many in zip(*rates, strict=True)]
    return Figure("message_cost_ratio", round(statistics.median(ratios), 2), "ratio of messages/s", {
        **context,
        "empty_per_s": [round(rate) for rate in rates[0]], "large_per_s": [round(rate) for rate in rates[1]],
        "server_us_a_message": [round(statistics.median(one)) for one in cpu],
        "errors": sum(len(crowd.errors) for crowd in crowds), "readers_lag_at_end": large.lag(),
    })  # fmt: skip
