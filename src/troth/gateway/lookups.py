"""Questions to the log: may this participant follow that stream, where does it stand, what did they miss?"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import msgspec

from troth.log import Address, Event, HeadRow, Log
from troth.wire.events import Audience, Author
from troth.wire.frames import MarkOf

from .together import Together

THREADS = 2
LOT = 400  # events read by one statement, whoever missed them
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
        missed = self._missed(wanted, heads)
        answers: list[Looked | None] = []
        for place, look in enumerate(looks):
            head = heads.get((look.workspace, look.stream)) if allowed[place] else None
            if head is None:
                answers.append(None)
                continue
            read = missed[id(look)] if id(look) in missed else self._page(look, head)
            events = _cut(read[: look.limit])
            known = marks.get((look.workspace, look.stream), [])
            answers.append(_looked(look, head, events, len(events) < len(read), known))
        return answers

    def _missed(self, looks: list[Look], heads: dict[Address, HeadRow]) -> dict[int, list[Event]]:
        """What those missed who missed little, by the look's id: nearly all of them, and one statement for many."""
        missed: dict[int, list[Event]] = {}
        for lot in _lots(looks, heads):
            spans = [(look.workspace, look.stream, look.after, last, look.audience) for look, last in lot]
            for (look, _), events in zip(lot, self._log.read_spans(spans), strict=True):
                missed[id(look)] = events
        return missed

    def _page(self, look: Look, head: HeadRow) -> list[Event]:
        """One more than is asked for, where there are more."""
        if not look.limit or look.after >= _last(look, head):
            return []
        return self._log.read(look.workspace, look.stream, look.after, look.limit + 1, look.audience)


def _last(look: Look, head: HeadRow) -> int:
    return head.last_seq if look.audience == Audience.TEAM else head.last_all


def _lots(looks: list[Look], heads: dict[Address, HeadRow]) -> Iterator[list[tuple[Look, int]]]:
    """Each with the last seq it may see; those of a lot miss no more than LOT together. Who misses more than a page is
    in none."""
    lot: list[tuple[Look, int]] = []
    size = 0
    for look in looks:
        head = heads.get((look.workspace, look.stream))
        last = 0 if head is None else _last(look, head)
        missed = last - look.after
        if not 0 < missed <= look.limit:
            continue
        if size + missed > LOT:
            yield lot
            lot, size = [], 0
        lot.append((look, last))
        size += missed
    if lot:
        yield lot


def _looked(look: Look, head: HeadRow, events: list[Event], more: bool, marks: list[MarkOf]) -> Looked:
    last, last_all = _last(look, head), head.last_all
    if events:
        last = max(last, events[-1].seq)  # written since the heads were read: the bell must not tell it again
        last_all = max(last_all, *(event.seq for event in events if event.audience == Audience.ALL), 0)
    return Looked(last, last_all, events, more, marks)


def _cut(events: list[Event]) -> list[Event]:
    """As many as fit into one answer; at least one."""
    size = 0
    for place, event in enumerate(events):
        size += len(event.body) + 300
        if size > ENOUGH and place:
            return events[:place]
    return events
