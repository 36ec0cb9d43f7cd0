"""How long a message takes from one gateway to another while verbs change rows of the same conversations, beside the
same load without them, alternated. What the verbs are: `bench/verbs.py`.
"""

import asyncio
import json
import statistics
import subprocess
from typing import Any

from .crowd import Crowd
from .figure import Figure
from .fleet import fleet, skipped
from .messages import VISITORS, paced

NAME = "gateways_p99_ms_beside_units"


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    if database_url is None:
        return skipped({NAME})
    rounds, seconds = (1, 3) if quick else (3, 12)
    alone, beside, told = [], [], []
    with fleet(database_url, gateways=2) as house:
        house.start()
        crowd = Crowd(house)
        await crowd.come(200 if quick else VISITORS)
        with house.web.beside("-m", "bench.verbs") as verbs:
            await _answer(verbs, json.dumps(crowd.streams))
            await crowd.connect_visitors()
            await crowd.connect_agents()
            for _ in range(rounds):
                alone.append(await paced(house, crowd, seconds))
                answer = asyncio.create_task(_answer(verbs, str(seconds)))
                beside.append(await paced(house, crowd, seconds))
                told.append(json.loads(await answer))
            crowd.leave()
    context: dict[str, Any] = {**beside[-1].context, "pinned": house.pinned()}
    for word, runs in (("alone", alone), ("beside", beside)):
        context[f"{word}_each"] = [run.value for run in runs]
        for what in ("ack_p99_ms", "same_gateway_p99_ms", "other_gateway_p99_ms", "p50_ms"):
            context.pop(what, None)
            context[f"{word}_{what}"] = round(statistics.median(run.context[what] for run in runs), 2)
    context["alone_p99_ms"] = round(statistics.median(context["alone_each"]), 2)
    for what in ("lost", "doubled", "errors"):
        context[what] = sum(run.context[what] for run in (*alone, *beside))
    for what in told[0]:
        context[what] = round(statistics.median(one[what] for one in told), 2)
    return [Figure(NAME, round(statistics.median(context["beside_each"]), 2), "ms", context)]


async def _answer(verbs: "subprocess.Popen[bytes]", line: str) -> str:
    """What the verbs say to a line."""
    assert verbs.stdin is not None
    assert verbs.stdout is not None
    verbs.stdin.write(line.encode() + b"\n")
    verbs.stdin.flush()
    told = await asyncio.to_thread(verbs.stdout.readline)
    if not told:
        raise RuntimeError("the verbs ended")
    return told.decode()
