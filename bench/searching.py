"""Searching over the large store: rare, frequent and half typed words, as agents ask, two at once."""

import asyncio
import itertools
import json
import time
from collections.abc import Iterator
from random import Random
from typing import Any

from troth.client import Agent

from .figure import Figure, share
from .served import Served

KINDS = {
    "a number of one talk": "{n}",
    "a name": "{name} {n}",
    "an address": "visitor{n}@example.org",
    "a frequent word": "reservation",
    "two frequent words": "vegetarian morning",
    "words side by side": '"find a place to eat"',
    "a frequent and a rare word": "reservation {n}",
    "a beginning": "res",
    "a beginning of few": "{most_of_n}",
    "a word that nobody said": "zeppelin{n}",
    "a frequent word in open talks": "phone",
    "a frequent word, second page": "phone number",
}
NARROWED = {"a frequent word in open talks": {"state": "open"}}
NAMES = ("Ana", "Bo", "Chidi", "Dora", "Emre", "Farah", "Goran", "Hoa")


def index_it(server: Served) -> dict[str, Any]:
    """Once a store: `troth reindex` on the server that does not run. What it took, and how large the index is."""
    note = server.var / "indexed.json"
    if not note.exists():
        began = time.perf_counter()
        told = server.aside("-m", "troth", "reindex").strip()
        note.write_text(json.dumps({"reindex_s": round(time.perf_counter() - began, 1), "index": told}))
    found: dict[str, Any] = json.loads(note.read_bytes())
    return found


async def searching(server: Served, conversations: int, rounds: int, context: dict[str, Any]) -> Figure:
    """Raises RuntimeError where what is there is not found."""
    times: dict[str, list[float]] = {}
    people = [person for person in server.demo["people"] if person["role"] != "stranger"]
    async with asyncio.TaskGroup() as group:
        for number, person in enumerate(itertools.islice(people, 2)):
            asked = _asked(Random(number), conversations, rounds)  # repeatable, and no secret
            group.create_task(_one_agent(server, person, asked, times))
    each = {name: {"p50_ms": share(some, 0.5), "p95_ms": share(some, 0.95)} for name, some in times.items()}
    worst = max((figures["p95_ms"], name) for name, figures in each.items())
    return Figure("search_p95_ms", worst[0], "ms", {**context, "worst": worst[1], "each": each})


def _asked(random: Random, conversations: int, rounds: int) -> Iterator[tuple[str, str, bool]]:
    """(kind, words, whether it counts): the first round warms."""
    for round_ in range(rounds + 1):
        for kind, words in KINDS.items():
            n = random.randrange(conversations // 2) * 2  # every other one was begun with a form
            yield kind, words.format(n=n, name=NAMES[n % 8], most_of_n=str(n)[:-1] or "1"), round_ > 0


async def _one_agent(
    server: Served, person: dict[str, str], asked: Iterator[tuple[str, str, bool]], times: dict[str, list[float]]
) -> None:
    async with await Agent.sign_in(server.url, person["email"], person["password"]) as agent:
        for kind, words, counts in asked:
            narrowed = NARROWED.get(kind, {})
            cursor = None
            if kind.endswith("second page"):
                cursor = (await agent.search(words)).next
            began = time.perf_counter()
            found = await agent.search(words, cursor=cursor, **narrowed)  # type: ignore[arg-type]
            if counts:
                times.setdefault(kind, []).append(time.perf_counter() - began)
            if not found.items and "frequent" in kind and "rare" not in kind:
                raise RuntimeError(f"{words} was not found")
