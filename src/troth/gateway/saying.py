"""The hot path: a message goes to the scribe, and the answer back to its sender, without a task or a thread."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from troth.datamap.doors import act_for
from troth.kernel import request
from troth.kernel.errors import NotFound, TooMany, TrothError
from troth.kernel.speaking import speaking
from troth.log import Written
from troth.wire.frames import Ack, Say, encode

from . import purposes
from .problem import told
from .session import Session

if TYPE_CHECKING:
    from .hub import Hub

LONGEST_QUEUE = 200  # messages of one socket behind one that takes its time
ENOUGH = 100  # refused messages in a row; then it is no person


class Saying:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._speaking = speaking(hub.limits)

    def say(self, session: Session, frame: Say) -> None:
        """Keep a message; acknowledge it after the commit, or say why it was not kept. What one socket says into one
        stream is kept in the order it was said."""
        who = session.who
        assert who is not None
        if not frame.files:  # with files it goes the way of HTTP, and is counted there
            take = self._speaking.visitor if session.kind == "visitor" else self._speaking.agent
            if refused := take(who):
                return self._too_many(session, frame, refused)
        session.refused = 0
        if session.queues and frame.stream in session.queues:
            return self._behind(session, frame)
        workspace = session.workspace
        if workspace is None:
            stream = session.streams.get(frame.stream)
            workspace = stream.workspace if stream else None
        if workspace is None or frame.files:
            return self._queue(session, frame)
        return self._append(session, frame, workspace)

    def _append(self, session: Session, frame: Say, workspace: UUID) -> None:
        author = session.author_in(workspace)
        if author is None:
            return session.refuse(NotFound(), frame.ref, frame.stream, frame.client_id)
        if refused := self._speaking.within(workspace, session.site, session.place):
            return session.refuse(refused, frame.ref, frame.stream, frame.client_id)  # of all: it is not their flood
        try:
            draft = self.hub.desk.say_draft(workspace, frame.stream, author, author.id, frame.client_id, frame.text)
            said = Said(session, frame)
            self.hub.log.append_soon(draft, said)
            session.said = said
        except TrothError as error:
            session.refuse(error, frame.ref, frame.stream, frame.client_id)
        return None

    # -- what takes a thread: files, and a stream whose workspace has to be looked up

    def _queue(self, session: Session, frame: Say) -> None:
        if session.queues is None:
            session.queues = {}
        session.queues[frame.stream] = deque([frame])
        self.hub.spawn(self._one_after_the_other(session, frame.stream, session.queues), session)

    def _behind(self, session: Session, frame: Say) -> None:
        assert session.queues is not None
        queue = session.queues[frame.stream]
        if len(queue) >= LONGEST_QUEUE:
            return self._too_many(session, frame, TooMany())
        queue.append(frame)
        return None

    async def _one_after_the_other(self, session: Session, stream: UUID, queues: dict[UUID, deque[Say]]) -> None:
        act_for(purposes.OF[Say])
        try:
            while queues[stream]:
                await self._slowly(session, queues[stream].popleft())
        finally:
            del queues[stream]

    async def _slowly(self, session: Session, frame: Say) -> None:
        said = Said(session, frame)
        try:
            workspace = await self.hub.workspace_of(session, frame.stream)
            if not frame.files:
                return self._append(session, frame, workspace)
            if session.said is not None:
                await session.said.outcome()  # words before it are perhaps still on their way to the disk
            written: Written = await self.hub.desk_work(
                self.hub.desk.say_files, session.asker, frame.stream, frame.client_id, frame.text, frame.files,
                session.place,
            )  # fmt: skip
        except (Exception, asyncio.CancelledError) as error:
            return said(error)
        return said(written)

    def _too_many(self, session: Session, frame: Say, error: TooMany) -> None:
        session.refused += 1
        if session.refused >= ENOUGH:
            return self.hub.greeting.flood(session)
        return session.refuse(error, frame.ref, frame.stream, frame.client_id)


class Said:
    """A message on its way: what the scribe calls with the outcome."""

    __slots__ = ("_waiting", "client_id", "over", "ref", "session", "stream")

    def __init__(self, session: Session, frame: Say) -> None:
        self.session, self.ref, self.stream, self.client_id = session, frame.ref, frame.stream, frame.client_id
        self.over = False
        self._waiting: asyncio.Future[None] | None = None

    async def outcome(self) -> None:
        """Wait until it was kept or refused."""
        if not self.over:
            if self._waiting is None:
                self._waiting = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._waiting)

    def __call__(self, outcome: Written | BaseException) -> None:
        self.over = True
        if self.session.said is self:
            self.session.said = None
        if self._waiting is not None:
            self._waiting.set_result(None)
        self._answer(outcome)

    def _answer(self, outcome: Written | BaseException) -> None:
        if isinstance(outcome, Written):
            event = outcome.event
            ack = Ack(
                ref=self.ref,
                stream=self.stream,
                client_id=self.client_id,
                seq=event.seq,
                at=event.at,
                masked=msgspec.json.decode(event.body, type=_Masked).masked if b'"masked"' in event.body else 0,
                duplicate=outcome.duplicate,
            )
            return self.session.door.send(encode(ack))
        if not isinstance(outcome, TrothError):
            if isinstance(outcome, asyncio.CancelledError):
                return None  # the server stops: not acknowledged, the client repeats it
            with request.of(self.session.id):
                outcome = told(outcome, "A message was not kept")
        return self.session.refuse(outcome, self.ref, self.stream, self.client_id)


class _Masked(msgspec.Struct):
    masked: int = 0
