"""What can befall: each kind of fault is a coroutine that does it and leaves the world to heal itself."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from .rude import never_reads, says_it_fifty_times
from .scene import Scene
from .world import Server

type Fault = Callable[[Scene, random.Random], Awaitable[None]]

HOUR = 3600.0  # s


class Kind(NamedTuple):
    """`needs` says why it can't be here, "" when it can."""

    act: Fault
    needs: Callable[[Scene], str] = lambda scene: ""


def kill(role: str) -> Kind:
    """SIGKILL of one of the role, sometimes a second time while it starts."""

    async def act(scene: Scene, dice: random.Random) -> None:
        server = dice.choice(_of(scene, role))
        server.process.send(signal.SIGKILL)
        if dice.random() < 0.3:
            await asyncio.sleep(dice.uniform(0.5, 3))
            server.process.send(signal.SIGKILL)

    return Kind(act, lambda scene: "" if _of(scene, role) else f"no process has the role {role} alone")


def _of(scene: Scene, role: str) -> list[Server]:
    return [server for server in scene.world.servers if server.role == role]


async def frozen_server(scene: Scene, dice: random.Random) -> None:
    """A process stands still in the middle of whatever it does, as a machine that is moved, and then goes on as if
    nothing had been."""
    server = dice.choice(scene.world.servers)
    server.process.send(signal.SIGSTOP)
    await asyncio.sleep(dice.uniform(1, 8))
    server.process.send(signal.SIGCONT)


async def kill_postgres(scene: Scene, dice: random.Random) -> None:
    assert scene.world.database is not None
    scene.world.database.send(signal.SIGKILL)


async def restart_postgres(scene: Scene, dice: random.Random) -> None:
    """As an operator does: "fast" tells its clients, "immediate" is a crash that is planned."""
    assert scene.world.database is not None
    scene.world.database.send(dice.choice([signal.SIGINT, signal.SIGQUIT]))


async def silent_postgres(scene: Scene, dice: random.Random) -> None:
    """The servers' connections to their database say nothing any more for a while, and are then reset."""
    wire = scene.world.wire
    assert wire is not None
    there = wire.some(dice.choice([0.3, 1.0]))
    for link in there:
        link.silent = True
    wire.shut = dice.random() < 0.5
    await asyncio.sleep(dice.uniform(1, 5))
    wire.shut = False
    for link in there:
        link.abort()


async def cut(scene: Scene, dice: random.Random) -> None:
    """All clients lose their connection; for a while nobody comes in."""
    scene.world.net.shut = True
    scene.world.net.cut()
    await asyncio.sleep(dice.uniform(0.1, 3))
    scene.world.net.shut = False


async def delay(scene: Scene, dice: random.Random) -> None:
    scene.world.net.delay = (0.0, dice.uniform(0.1, 0.8))
    await asyncio.sleep(dice.uniform(1, 4))
    scene.world.net.delay = None


async def reorder(scene: Scene, dice: random.Random) -> None:
    """What connections carried when they broke arrives after what their successors carried."""
    links = scene.world.net.some(0.6)
    for link in links:
        link.hold()
    await asyncio.sleep(dice.uniform(0.1, 1))
    for link in links:
        link.near.transport.abort()
    await asyncio.sleep(dice.uniform(0.2, 2))
    await asyncio.gather(*(link.release() for link in links))


async def half_open(scene: Scene, dice: random.Random) -> None:
    """The other side of some connections is gone without a word: nothing arrives, and no end is told."""
    for link in scene.world.net.some(0.4):
        link.silent = True
    await asyncio.sleep(dice.uniform(1, 4))


async def disk_full(scene: Scene, dice: random.Random) -> None:
    await asyncio.to_thread(scene.world.disk.fill)
    try:
        await asyncio.sleep(dice.uniform(1, 4))
    finally:
        scene.world.disk.empty()


async def clock_jumps(scene: Scene, dice: random.Random) -> None:
    """The clocks of all go on or back by hours, and some time later they are right again."""
    scene.world.move_clocks(dice.choice([-1, 1]) * dice.uniform(0.05, 9) * HOUR)
    await asyncio.sleep(dice.uniform(1, 5))
    scene.world.move_clocks(0.0)


async def clock_apart(scene: Scene, dice: random.Random) -> None:
    """One process lives by another clock than the rest, and may be started again by it."""
    server = dice.choice(scene.world.servers)
    server.clock.move(dice.choice([-1, 1]) * dice.uniform(0.05, 9) * HOUR)
    if dice.random() < 0.3:
        server.process.send(signal.SIGKILL)
    await asyncio.sleep(dice.uniform(1, 5))
    server.clock.move(0.0)


async def smtp(scene: Scene, dice: random.Random) -> None:
    """The mail server hangs, drops or refuses, at any step of its conversation."""
    post = scene.world.post
    post.how = dice.choice(["hang", "hang", "drop", "451"])
    post.stage = dice.choice(["greeting", "ehlo", "rcpt", "data", "end", "end"])
    await asyncio.sleep(dice.uniform(2, 6))
    post.well()


async def deaf_client(scene: Scene, dice: random.Random) -> None:
    await never_reads(scene, dice)


async def fifty_times(scene: Scene, dice: random.Random) -> None:
    await says_it_fifty_times(scene, dice)


def _postgres(scene: Scene) -> str:
    return "" if scene.world.kind == "postgres" else "SQLite is a file"


KINDS: dict[str, Kind] = {
    "kill_all": kill("all"),
    "kill_gateway": kill("gateway"),
    "kill_web": kill("web"),
    "kill_worker": kill("worker"),
    "frozen_server": Kind(frozen_server),
    "kill_postgres": Kind(kill_postgres, _postgres),
    "restart_postgres": Kind(restart_postgres, _postgres),
    "silent_postgres": Kind(silent_postgres, _postgres),
    "cut": Kind(cut),
    "delay": Kind(delay),
    "reorder": Kind(reorder),
    "half_open": Kind(half_open),
    "disk_full": Kind(disk_full, lambda scene: scene.world.disk.why),
    "clock_jumps": Kind(clock_jumps),
    "clock_apart": Kind(clock_apart),
    "smtp": Kind(smtp),
    "deaf_client": Kind(deaf_client),
    "fifty_times": Kind(fifty_times),
}


def deck(names: list[str], dice: random.Random) -> "list[list[str]]":
    """Every kind once, in an order of the dice; now and then two at a time."""
    cards = dice.sample(names, len(names))
    dealt: list[list[str]] = []
    while cards:
        dealt.append([cards.pop() for _ in range(min(len(cards), 2 if dice.random() < 0.25 else 1))])
    return dealt
