"""One storm from its first cloud to its report."""

import asyncio
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from troth.client import Agent

from .diary import Diary
from .load import PATIENCE, Load
from .oracle import MailShown, Oracle
from .recovery import recovered
from .scene import Scene
from .weather import HOUR, KINDS, deck
from .world import Kind, World, world

FEW = 3  # faults of a kind, which a storm that long must have
LONG = 5.0  # minutes
MAILED_WITHIN = 240.0  # s at the end, for all mails to have gone out
SKIP = 30.0 * HOUR  # what the clocks go on by at the end, so that whatever waits for a time is due
TOGETHER = 8
BAR = 15.0  # s


class Report(msgspec.Struct, kw_only=True):
    database: Kind
    seed: int
    minutes: float
    faults: int
    kinds: dict[str, int]
    absent: dict[str, str]  # kinds that can't be on this machine, and why
    acknowledged: int
    lost: int
    doubled: int
    out_of_order: int
    undelivered: int
    refused: int
    mails_sent: int
    mails_uncertain: int
    mails_missing: int
    mails_doubled: int
    worst_recovery_s: float
    worst_after: str
    valid: bool
    conversations: int
    restarts: int
    messages_per_s: float
    busiest: float  # the machine's load, a core: above 1, who starts waits for others

    def holds(self, bar: float) -> bool:
        """Whether every law held and it was well within `bar` seconds after each fault."""
        broken = (self.lost, self.doubled, self.out_of_order, self.undelivered, self.refused)
        mails = (self.mails_missing, self.mails_doubled)
        return self.valid and not any(broken) and not any(mails) and self.worst_recovery_s <= bar


async def storm(
    kind: Kind, minutes: float, seed: int, folder: Path, *,
    only: list[str] | None = None, rounds: int = 0, together: int = TOGETHER,
) -> Report:  # fmt: skip
    """A storm of so many minutes, or of so many rounds of all kinds. Raises NoPostgres."""
    diary = Diary(folder / "diary.jsonl")
    diary.note("storm", database=kind, minutes=minutes, seed=seed)
    try:
        async with world(kind, folder, diary, random.Random(f"{seed}/network")) as made:
            oracle = Oracle(diary)
            load = Load(made, oracle, together, seed)
            scene = Scene(made, load, oracle)
            try:
                await load.start()
                blown = await _blow(scene, minutes, seed, only or list(KINDS), rounds)
                diary.note("calm")
                spoken = time.monotonic()
                await load.finish()
                diary.note("all has been said", after=round(time.monotonic() - spoken, 1))
                mails = await _end(scene)
                return _report(scene, kind, minutes, seed, blown, mails)
            finally:
                await load.aclose()
    finally:
        diary.close()


class Blown(msgspec.Struct):
    kinds: Counter[str]
    absent: dict[str, str]
    worst: float = 0.0
    after: str = ""
    seconds: float = 0.0
    busiest: float = 0.0


async def _blow(scene: Scene, minutes: float, seed: int, names: list[str], rounds: int) -> Blown:
    dice = random.Random(f"{seed}/weather")
    absent = {name: why for name in names if (why := KINDS[name].needs(scene))}
    present = [name for name in names if name not in absent]
    blown = Blown(Counter(dict.fromkeys(present, 0)), absent)
    began = time.monotonic()
    dealt: list[list[str]] = []
    decks = 0
    await asyncio.sleep(1)
    while (decks < rounds or dealt) if rounds else time.monotonic() - began < minutes * 60:
        if not dealt:
            dealt, decks = deck(present, dice), decks + 1
        now = dealt.pop()
        scene.world.diary.note("fault", kinds=now, acknowledged=scene.oracle.acknowledged)
        await asyncio.gather(*(KINDS[name].act(scene, random.Random(f"{seed}/{decks}/{name}")) for name in now))
        blown.kinds.update(now)
        scene.world.diary.note("over", kinds=now)
        took = await recovered(scene)
        blown.busiest = max(blown.busiest, os.getloadavg()[0] / (os.cpu_count() or 1))
        if took > blown.worst:
            blown.worst, blown.after = took, "+".join(now)
        await asyncio.sleep(dice.uniform(0.2, 1.5))
    blown.seconds = time.monotonic() - began
    return blown


async def _end(scene: Scene) -> dict[Any, list[MailShown]]:
    """Read everything back; then let the clocks go on, so that mails which wait for their time are due."""
    made, oracle = scene.world, scene.oracle
    async with Agent(made.net.url, scene.load.agents[0].session, patience=PATIENCE) as reader:
        await oracle.compare(reader)
        mails = await oracle.mails(reader)
        until = time.monotonic() + MAILED_WITHIN
        ahead = 0.0
        while _waiting(mails, oracle) and time.monotonic() < until:
            ahead += SKIP
            made.move_clocks(ahead)
            made.diary.note("mails wait", of=_waiting(mails, oracle), clocks=ahead)
            await asyncio.sleep(5)
            mails = await oracle.mails(reader)
    return mails


def _waiting(mails: dict[Any, list[MailShown]], oracle: Oracle) -> int:
    """Conversations whose mails are not all where they end."""
    return sum(
        not any(row.to.endswith(f"@{oracle.stories[id_].mail_to}") for row in rows)
        or any(row.state in ("waiting", "sending") for row in rows)
        for id_, rows in mails.items()
    )


def _report(
    scene: Scene, kind: Kind, minutes: float, seed: int, blown: Blown, mails: dict[Any, list[MailShown]]
) -> Report:
    counted = scene.oracle.judge_mails(mails, scene.world.post)
    found = scene.oracle.found
    made: World = scene.world
    kept = [server.process for server in made.servers] + ([made.database] if made.database else [])
    report = Report(
        database=kind, seed=seed, minutes=round(blown.seconds / 60, 2),
        faults=blown.kinds.total(), kinds=dict(blown.kinds), absent=blown.absent,
        acknowledged=scene.oracle.acknowledged, lost=found["lost"], doubled=found["doubled"],
        out_of_order=found["out_of_order"], undelivered=found["undelivered"], refused=len(scene.oracle.refused),
        mails_doubled=found["mail_doubled"], **counted,
        worst_recovery_s=round(blown.worst, 2), worst_after=blown.after,
        valid=minutes <= LONG or min(blown.kinds.values()) >= FEW,
        conversations=len(scene.oracle.stories), restarts=sum(one.starts - 1 for one in kept),
        messages_per_s=round(scene.oracle.acknowledged / blown.seconds, 1),
        busiest=round(blown.busiest, 1),
    )  # fmt: skip
    made.diary.note("report", **msgspec.to_builtins(report))
    return report
