"""Questions to the log: may this participant follow that stream, where does it stand, what did they miss?"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import msgspec

from troth.log import Address, Event, HeadRow, Log
from troth.wire.events import Audience, Author
from troth.wire.frames import MarkOf

from .together import Together

THREADS = 2
ENOUGH = 96 * 1024  # bytes of bodies in one answer; a socket that has 256 KiB waiting is closed


class Look(msgspec.Struct, eq=False):
    """Who wants to follow or read which stream, and from where. limit 0: only the right and the last."""

    workspace: UUID
    stream: UUID
    author: Author
    audience: Audience
    after: int
    limit: int
    verb: str = "read"
    with_marks: bool = False


class Looked(msgspec.Struct, eq=False):
    """last: the newest seq this reader may see. last_all: the newest that everybody may see."""

    last: int
    last_all: int
    events: list[Event]
    more: bool
    marks: list[MarkOf]


class Lookups:
    """What sockets ask of the log, off the loop and together."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._threads = ThreadPoolExecutor(THREADS, "troth-lookup")
        self._together = Together(self._answer, self._in_thread, THREADS)

    async def ask(self, look: Look) -> Looked | None:
        """None: the stream does not exist for this participant."""
        return await self._together.ask(look)

    def stop(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _in_thread(
        self, answer: Callable[[list[Look]], list[Looked | None]], looks: list[Look]
    ) -> list[Looked | None]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, answer, looks)

    def _answer(self, looks: list[Look]) -> list[Looked | None]:
        log = self._log
        allowed: dict[int, bool] = {}
        for verb in {look.verb for look in looks}:
            asked = [place for place, look in enumerate(looks) if look.verb == verb]
            rows = [(looks[p].workspace, looks[p].stream, looks[p].author.kind, looks[p].author.id) for p in asked]
            allowed.update(zip(asked, log.ask(verb, rows), strict=True))
        wanted = [look for place, look in enumerate(looks) if allowed[place]]
        heads = log.heads([(look.workspace, look.stream) for look in wanted])
        marks = log.marks_of([(look.workspace, look.stream) for look in wanted if look.with_marks])
        return [self._one(look, heads, marks) if allowed[place] else None for place, look in enumerate(looks)]

    def _one(self, look: Look, heads: dict[Address, HeadRow], marks: dict[Address, list[MarkOf]]) -> Looked | None:
        head = heads.get((look.workspace, look.stream))
        if head is None:
            return None
        last_all = head.last_all
        last = head.last_seq if look.audience == Audience.TEAM else last_all
        events: list[Event] = []
        more = False
        if look.limit and look.after < last:
            read = self._log.read(look.workspace, look.stream, look.after, look.limit + 1, look.audience)
            events = _cut(read[: look.limit])
            more = len(events) < len(read)
            if events:
                last = max(last, events[-1].seq)  # written since the heads were read: the bell must not tell it again
                last_all = max(last_all, *(event.seq for event in events if event.audience == Audience.ALL), 0)
        return Looked(last, last_all, events, more, marks.get((look.workspace, look.stream), []))


def _cut(events: list[Event]) -> list[Event]:
    """As many as fit into one answer; at least one."""
    size = 0
    for place, event in enumerate(events):
        size += len(event.body) + 300
        if size > ENOUGH and place:
            return events[:place]
    return events
