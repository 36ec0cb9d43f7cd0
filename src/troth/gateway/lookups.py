"""Questions to the log, answered off the loop and together: ten thousand clients that come back ask ten thousand
times at once, and one statement answers two hundred of them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import msgspec

from troth.log import Address, Event, HeadRow, Log
from troth.wire.events import Audience, Author
from troth.wire.frames import MarkOf

AT_ONCE = 200  # questions in one go
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
    """last: the newest seq this reader may see."""

    last: int
    events: list[Event]
    more: bool
    marks: list[MarkOf]


class Lookups:
    """A queue in front of the log's readers; what comes while both threads work is asked together."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._threads = ThreadPoolExecutor(THREADS, "troth-lookup")
        self._waiting: list[tuple[Look, asyncio.Future[Looked | None]]] = []
        self._busy = 0

    async def ask(self, look: Look) -> Looked | None:
        """None: the stream does not exist for this participant."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Looked | None] = loop.create_future()
        self._waiting.append((look, answer))
        if len(self._waiting) == 1:
            loop.call_soon(self._start)
        return await answer

    def stop(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        while self._waiting and self._busy < THREADS:
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            self._busy += 1
            work = asyncio.get_running_loop().run_in_executor(self._threads, self._answer, [look for look, _ in batch])
            work.add_done_callback(lambda done, batch=batch: self._answered(batch, done))  # type: ignore[misc]

    def _answered(
        self,
        batch: list[tuple[Look, "asyncio.Future[Looked | None]"]],
        done: "asyncio.Future[list[Looked | None]]",
    ) -> None:
        self._busy -= 1
        error = None if done.cancelled() else done.exception()
        for place, (_, answer) in enumerate(batch):
            if answer.done():
                continue
            if done.cancelled():
                answer.cancel()
            elif error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(done.result()[place])
        self._start()

    def _answer(self, looks: list[Look]) -> list[Looked | None]:
        log = self._log
        allowed: dict[int, bool] = {}
        for verb in {look.verb for look in looks}:
            asked = [place for place, look in enumerate(looks) if look.verb == verb]
            rows = [(looks[p].workspace, looks[p].stream, looks[p].author.kind, looks[p].author.id) for p in asked]
            allowed.update(zip(asked, log.ask(verb, rows), strict=True))
        wanted = [look for place, look in enumerate(looks) if allowed[place]]
        heads = log.heads([(look.workspace, look.stream) for look in wanted])
        return [self._one(look, heads) if allowed[place] else None for place, look in enumerate(looks)]

    def _one(self, look: Look, heads: dict[Address, HeadRow]) -> Looked | None:
        head = heads.get((look.workspace, look.stream))
        if head is None:
            return None
        last = head.last_seq if look.audience == Audience.TEAM else head.last_all
        events: list[Event] = []
        more = False
        if look.limit and look.after < last:
            read = self._log.read(look.workspace, look.stream, look.after, look.limit + 1, look.audience)
            events = _cut(read[: look.limit])
            more = len(events) < len(read)
        marks = self._log.marks(look.workspace, look.stream) if look.with_marks else []
        return Looked(last, events, more, marks)


def _cut(events: list[Event]) -> list[Event]:
    """As many as fit into one answer; at least one."""
    size = 0
    for place, event in enumerate(events):
        size += len(event.body) + 300
        if size > ENOUGH and place:
            return events[:place]
    return events
