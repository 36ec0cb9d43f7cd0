"""What is heard after the process that gives the positions died: a gateway that leads is killed under 1,000 messages a
second; how long until an agent at a third gateway hears what was said at the second after that. Who was at the dead one
comes to the second and says again what was not acknowledged; nothing may be lost or doubled.
"""

import asyncio
import time
from typing import Any

from .crowd import AGENT_SOCKETS, Crowd, agent_passes
from .figure import Figure
from .fleet import Fleet, fleet, skipped
from .machine import Steal
from .messages import VISITORS
from .served import LIMITS
from .socket_load import Socket, connect
from .speaker import Speaker

NAME = "sequencer_recovery_s"
RATE = 1_000
PATIENCE = 180.0  # s for all that was said to be acknowledged and heard
TRIES = 5  # starts until a gateway leads


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    if database_url is None:
        return skipped({NAME})
    times, before, after = (1, 1.0, 3.0) if quick else (3, 3.0, 7.0)
    rounds: list[dict[str, Any]] = []
    steal, began = Steal(), time.perf_counter()
    with fleet(database_url, gateways=3) as house:
        house.start()
        crowd = Crowd(house)
        await crowd.come(100 if quick else VISITORS)
        for _ in range(times):
            led_by_the_first(house)
            death = Death(house, crowd)
            await death.gather()
            rounds.append(await death.run(before, after))
            death.leave()
        context = {
            "database": house.database,
            **{f"each_{name}": [one[name] for one in rounds] for name in rounds[0]},
            **{name: sum(one[name] for one in rounds) for name in ("messages", "lost", "doubled", "errors")},
            "pinned": house.pinned(),
            "changed_limits": LIMITS,
            "steal_cores": steal.cores(time.perf_counter() - began),
        }
    for name in ("messages", "lost", "doubled", "errors"):
        del context[f"each_{name}"]
    return [Figure(NAME, max(one["recovery_s"] for one in rounds), "s", context)]


def led_by_the_first(house: Fleet) -> None:
    """Who starts first leads, unless another process that was on its way was faster."""
    for _ in range(TRIES):
        if house.leader() is house.gateways[0]:
            return
        house.stop()
        house.start()
    raise RuntimeError("no gateway gives the positions")


class Death:
    """One of it, and those who talk meanwhile: every second visitor at the gateway that dies, the others at the second,
    all agents at the third. Times are `time.perf_counter`."""

    def __init__(self, house: Fleet, crowd: Crowd) -> None:
        self._house, self._crowd = house, crowd
        self._speakers: list[Speaker] = []
        self._agents: list[Socket] = []
        self._first = crowd.said
        self._said: list[float] = []
        self._heard: dict[int, float] = {}
        self._acked: set[int] = set()
        self._doubled = 0
        self._killed = self._back = 0.0

    async def gather(self) -> None:
        crowd, (dying, second, third) = self._crowd, self._house.ports
        for place, (pass_, stream) in enumerate(zip(crowd.passes, crowd.streams, strict=True)):
            speaker = Speaker(crowd.prefix, pass_, stream, self._acked.add)
            await speaker.arrive(second if place % 2 else dying)
            self._speakers.append(speaker)
        passes = await agent_passes(self._house)
        for number in range(AGENT_SOCKETS):
            agent = await connect(third, crowd.prefix, passes[number % len(passes)])
            await agent.subscribe(crowd.streams[number::AGENT_SOCKETS])
            agent.on_event = self._on_event
            self._agents.append(agent)

    def leave(self) -> None:
        for speaker in self._speakers:
            speaker.drop()
        for agent in self._agents:
            agent.close()

    async def run(self, before: float, after: float) -> dict[str, Any]:
        """Seconds of load before and after the death."""
        began, count = time.perf_counter(), int(RATE * (before + after))
        coming: asyncio.Task[None] | None = None
        while len(self._said) < count:
            now = time.perf_counter()
            while len(self._said) < count and (moment := began + len(self._said) / RATE) <= now:
                self._say(moment)
            if coming is None and now >= began + before:
                self._killed = time.perf_counter()
                self._house.gateways[0].kill()
                coming = asyncio.create_task(self._come_over())
            await asyncio.sleep(0.001)
        assert coming is not None
        await coming
        await self._settle()
        return self._told()

    def _say(self, moment: float) -> None:
        number, self._crowd.said = self._crowd.said, self._crowd.said + 1
        self._said.append(moment)
        self._speakers[self._place(number)].say(number)

    def _place(self, number: int) -> int:
        return (number - self._first) % len(self._speakers)

    def _on_event(self, number: int) -> None:
        if number in self._heard:
            self._doubled += 1
        elif number >= self._first:
            self._heard[number] = time.perf_counter()

    async def _come_over(self) -> None:
        """Those of the dead gateway, all at once, as soon as their line broke."""
        second = self._house.gateways[1].port
        await asyncio.gather(*(speaker.arrive(second) for speaker in self._speakers[::2]))
        self._back = time.perf_counter()

    async def _settle(self) -> None:
        end = time.perf_counter() + PATIENCE
        # looked at now and then: the callbacks are the hot path, and set no event
        while min(len(self._heard), len(self._acked)) < len(self._said) and time.perf_counter() < end:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    def _told(self) -> dict[str, Any]:
        heard = [(at, number, self._said[number - self._first]) for number, at in self._heard.items()]
        living = [(at, moment) for at, number, moment in heard if self._place(number) % 2]  # said at the second
        since = min((at for at, moment in living if moment > self._killed), default=self._killed + PATIENCE)
        late = [at - self._killed for at, moment in living if at > self._killed and moment <= since]
        return {
            "recovery_s": round(since - self._killed, 2),
            "caught_up_s": round(max(late, default=0.0), 2),  # until what was said meanwhile had come
            "visitors_back_s": round(self._back - self._killed, 2),
            "messages": len(self._said),
            "lost": len(self._said) - len(self._acked & set(self._heard)),
            "doubled": self._doubled,
            "errors": sum(len(one.errors) for one in self._speakers) + sum(len(one.errors) for one in self._agents),
        }
