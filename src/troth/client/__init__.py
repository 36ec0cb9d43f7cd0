"""The Python SDK: a visitor or an agent in a few lines, nothing lost over losses of the line.

Example::

    from troth.client import Agent, Visitor

    async with await Visitor.start("http://localhost:8000", "site-key") as vi:
        talk = await vi.open("Hello!")
        await talk.say("Is somebody there?")

Errors are those of `troth.kernel.errors`, plus Unreachable and Outdated.
"""

from troth.wire.events import FileRef

from .agent import Agent
from .bodies import body_of
from .problems import Outdated, Unreachable
from .shapes import Conversation, EventPage, Kept, Me, Page, Widget
from .talk import Talk
from .visitor import Visitor

__all__ = [
    "Agent", "Conversation", "EventPage", "FileRef", "Kept", "Me", "Outdated", "Page", "Talk", "Unreachable",
    "Visitor", "Widget", "body_of",
]  # fmt: skip
