"""How long it takes to be well again: every server says so, and a newcomer's word reaches an agent."""

import asyncio
import time
from contextlib import suppress

from troth.client import Agent, Talk, Visitor
from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id

from .load import SITE, begin
from .scene import Scene

GIVE_UP = 180.0  # s
ONE_TRY = 6.0  # s of the first; each next one has half as much again, for a machine on which that is too little


async def recovered(scene: Scene) -> float:
    """Seconds from now until all is well; GIVE_UP when it is not by then."""
    began = time.monotonic()
    tries = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(GIVE_UP):
            for server in scene.world.servers:
                while (told := await server.health())[0] != 200:
                    tries += 1
                    if tries % 20 == 0:
                        scene.world.diary.note("not well yet", server=server.process.name, health=told)
                    await asyncio.sleep(0.05)
            healthy = time.monotonic() - began
            within = ONE_TRY
            while not await _ordinary(scene, within):
                tries += 1
                within *= 1.5
                await asyncio.sleep(0.05)
            whole = time.monotonic() - began
            scene.world.diary.note("well", health_s=round(healthy, 2), message_s=round(whole, 2), tries=tries)
            return whole
    scene.world.diary.note("never well", health=[await server.health() for server in scene.world.servers])
    return GIVE_UP


async def _ordinary(scene: Scene, within: float) -> bool:
    """Whether in so many seconds a new visitor can open a talk, and what they say next reaches an agent who listens."""
    known = scene.load.agents[0]
    try:
        async with (
            asyncio.timeout(within),
            await Visitor.start(scene.world.net.url, SITE, patience=within / 3) as visitor,
            Agent(scene.world.net.url, known.session, patience=within / 3) as agent,
        ):
            story, theirs = await begin(scene.oracle, visitor)
            ours = await agent.talk(story.id)
            word = story.word("visitor", new_id(), "visitor: is anybody there?")
            word.seq = (await theirs.say(word.text, client_id=word.client_id)).seq
            await _has(ours, word.seq)
            return True
    except (TrothError, TimeoutError, OSError) as error:
        scene.world.diary.note("not yet", error=repr(error))
        return False


async def _has(talk: Talk, seq: int) -> None:
    while talk.last < seq:
        await talk.changed()
