"""Who talks in the storm: visitors who come, ask, and go with a transcript, and agents who answer them, all by the SDK,
each saying a thing until it is kept."""

import asyncio
import random
from contextlib import suppress

from troth.client import Agent, Talk, Visitor
from troth.client.forms import plausible
from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id

from .oracle import Oracle, Story
from .world import World

PATIENCE = 900.0  # s; nobody gives up within a storm
HEARD_WITHIN = 180.0  # s after the last word, for both sides to have heard all of it
SITE = "harbourbikes"
WORDS = (
    "Do you ship to Malta?",
    "هل لديكم هذا المقاس؟",
    "One moment, I look it up 🔎",
    "Thanks! " * 40,
    "4 mm, I think.",
)


class Load:
    """`together` conversations at a time, one after the other, until `over` is set."""

    def __init__(self, world: World, oracle: Oracle, together: int, seed: int) -> None:
        self.over = asyncio.Event()
        self.agents: list[Agent] = []
        self._world, self._oracle, self._together, self._seed = world, oracle, together, seed
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        url = self._world.net.url
        sessions = []
        for number in range(2):
            async with await Agent.sign_in(url, *self._world.person(number), patience=PATIENCE) as agent:
                sessions.append(agent.session)
        for number in range(self._together):
            agent = Agent(url, sessions[number % 2], patience=PATIENCE)  # each with a line of their own
            self.agents.append(agent)
            await agent.set_available(True)
            dice = random.Random(f"{self._seed}/{number}")
            self._tasks.append(asyncio.create_task(self._one_after_the_other(dice, agent)))

    async def finish(self) -> None:
        """Let everybody say what they have begun to say, and hear it."""
        self.over.set()
        await asyncio.gather(*self._tasks)

    async def aclose(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for agent in self.agents:
            await agent.aclose()

    async def _one_after_the_other(self, dice: random.Random, agent: Agent) -> None:
        while not self.over.is_set():
            try:
                await self._talk(dice, agent)
            except TrothError as error:
                self._oracle.refuse("a talk", error)

    async def _talk(self, dice: random.Random, agent: Agent) -> None:
        visitor = await Visitor.start(self._world.net.url, SITE, patience=PATIENCE)
        try:
            story, theirs = await begin(self._oracle, visitor)
            ours = await agent.talk(theirs.id)
            await ours.join()
            for _ in range(dice.randint(3, 12)):
                await asyncio.gather(
                    self._speak(dice, story, "visitor", theirs),
                    self._speak(dice, story, "agent", ours),
                )
                if self.over.is_set():
                    break
            await self._take_leave(story, theirs, ours)
            await self._heard(story, theirs, ours)
            ours.unfollow()
        finally:
            with suppress(Exception):
                await visitor.aclose()

    async def _speak(self, dice: random.Random, story: Story, who: str, talk: Talk) -> None:
        """A breath: some messages at once, which stay in their order; now and then an agent's note."""
        breath = [self._say(story, who, talk, dice.choice(WORDS)) for _ in range(dice.randint(1, 4))]
        await asyncio.gather(*breath)
        if who == "agent" and dice.random() < 0.3:
            word = story.word(who, new_id(), f"note {len(story.words)}", team=True)
            kept = await talk.note(word.text, client_id=word.client_id)
            word.seq = kept.seq
        await asyncio.sleep(dice.uniform(0.0, 0.4))

    async def _say(self, story: Story, who: str, talk: Talk, text: str) -> None:
        word = story.word(who, new_id(), f"{who} {len(story.words)}: {text}")
        kept = await talk.say(word.text, client_id=word.client_id)
        word.seq = kept.seq

    async def _take_leave(self, story: Story, theirs: Talk, ours: Talk) -> None:
        domain = f"{story.id.hex}.example"
        await theirs.ask_transcript(f"vi@{domain}")
        await ours.close()
        story.mail_to = domain

    async def _heard(self, story: Story, theirs: Talk, ours: Talk) -> None:
        """Both have all that is stored; who has not is found by comparing."""
        last = (await ours.refresh()).last_seq
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARD_WITHIN):
                for talk in (ours, theirs):
                    while talk.last < last:
                        await talk.changed()
        story.heard = {"visitor": list(theirs.held), "agent": list(ours.held)}


async def begin(oracle: Oracle, visitor: Visitor) -> tuple[Story, Talk]:
    """Open a conversation with its first word."""
    conversation, first = new_id(), new_id()
    story = oracle.story(conversation)
    word = story.word("visitor", first, f"visitor 0: {WORDS[0]}")
    fields = plausible(await visitor.widget(SITE))
    talk = await visitor.open(word.text, fields=fields, conversation=conversation, client_id=first)
    word.seq = talk.snapshot.last_seq  # the last word of those it began with
    return story, talk
