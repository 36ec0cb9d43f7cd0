"""Somebody who goes on speaking while the house is shaken, and counts what was acknowledged."""

import asyncio

from troth.client import Talk, Visitor, body_of
from troth.wire.events import Said


class Speaker:
    """A visitor who says one thing after the other until told to end; `kept` are those that were acknowledged."""

    def __init__(self, visitor: Visitor, talk: Talk) -> None:
        self.visitor, self.talk = visitor, talk
        self.kept: list[str] = []
        self.ended = False
        self._grew = asyncio.Condition()

    async def speak(self) -> None:
        while not self.ended:
            text = f"message {len(self.kept)}"
            await self.talk.say(text)  # raises what would be a refusal for good
            async with self._grew:
                self.kept.append(text)
                self._grew.notify_all()

    async def reached(self, count: int) -> None:
        async with self._grew:
            await self._grew.wait_for(lambda: len(self.kept) >= count)

    async def goes_on(self) -> None:
        """Wait until ten more are kept."""
        await self.reached(len(self.kept) + 10)

    async def told(self) -> list[str]:
        """What the conversation holds, read anew."""
        found = []
        reread = await self.visitor.talk(self.talk.id)
        async for event in reread.events():
            if isinstance(body := body_of(event), Said) and body.text.startswith("message"):
                found.append(body.text)
                if len(found) >= len(self.kept):
                    break
        return found
