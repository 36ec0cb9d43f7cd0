"""The live inboxes of workspaces, and the signals that are no events: typing, marks, presence."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from troth.kernel.errors import TrothError
from troth.wire.frames import Gone, Marked, Presence, Subscribe, Subscribed, Summary, TypingNow, Unsubscribe, encode

from .asked import Asked
from .pause import pause
from .problems import passing

Signal = TypingNow | Marked | Presence | Gone
MAX_SIGNALS = 1_000  # a slow listener loses the oldest: they tell of moments, not of things that happened


class _Inbox:
    def __init__(self, cursor: str | None) -> None:
        self.cursor = cursor
        self.refusals = 0  # in a row
        self.queues: list[asyncio.Queue[Summary | TrothError]] = []


class Inboxes:
    """Each inbox resumes by the newest cursor, so that nothing that moved meanwhile is missed."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._all: dict[UUID, _Inbox] = {}

    async def watch(self, workspace: UUID, cursor: str | None) -> AsyncIterator[Summary]:
        """What moves in a workspace from the cursor on (None: from now). Raises the refusal of the server: Invalid when
        more was missed than it repeats."""
        inbox = self._all.get(workspace)
        queue: asyncio.Queue[Summary | TrothError] = asyncio.Queue()
        if inbox is None:
            inbox = self._all[workspace] = _Inbox(cursor)
            self._subscribe(workspace)
        inbox.queues.append(queue)
        try:
            while True:
                item = await queue.get()
                if isinstance(item, TrothError):
                    raise item
                yield item
        finally:
            inbox.queues.remove(queue)
            if not inbox.queues and self._all.pop(workspace, None) is not None:
                self._asked.ask(lambda ref: encode(Unsubscribe(ref=ref, workspace=workspace)), lambda error: None)

    def resume(self) -> None:
        for workspace in self._all:
            self._subscribe(workspace)

    def subscribed(self, frame: Subscribed) -> None:
        inbox = self._all.get(frame.workspace) if frame.workspace is not None else None
        if inbox is not None:
            inbox.refusals = 0
            if inbox.cursor is None:
                inbox.cursor = frame.cursor

    def summary(self, frame: Summary) -> None:
        inbox = self._all.get(frame.workspace)
        if inbox is not None:
            inbox.cursor = frame.cursor
            for queue in inbox.queues:
                queue.put_nowait(frame)

    def fail(self, error: TrothError, workspace: UUID | None = None) -> None:
        for one in [workspace] if workspace is not None else list(self._all):
            inbox = self._all.pop(one, None)
            for queue in inbox.queues if inbox is not None else ():
                queue.put_nowait(error)

    def _subscribe(self, workspace: UUID) -> None:
        inbox = self._all[workspace]
        self._asked.ask(
            lambda ref: encode(Subscribe(ref=ref, workspace=workspace, cursor=inbox.cursor)),
            lambda error: self._refused(workspace, inbox, error),
        )

    def _refused(self, workspace: UUID, inbox: _Inbox, error: TrothError) -> None:
        if passing(error):
            inbox.refusals += 1
            asyncio.get_running_loop().call_later(0.05 + pause(inbox.refusals), self._again, workspace, inbox)
        else:
            self.fail(error, workspace)

    def _again(self, workspace: UUID, inbox: _Inbox) -> None:
        if self._all.get(workspace) is inbox:
            self._subscribe(workspace)


class Signals:
    """Moments, given to whoever listens now."""

    def __init__(self) -> None:
        self._queues: list[asyncio.Queue[Signal]] = []

    async def listen(self) -> AsyncIterator[Signal]:
        queue: asyncio.Queue[Signal] = asyncio.Queue(MAX_SIGNALS)
        self._queues.append(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._queues.remove(queue)

    def give(self, frame: Signal) -> None:
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(frame)
