"""The hot path: a message goes to the scribe, and the answer back to its sender, without a task or a thread."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from troth.kernel.errors import NotFound, TooMany, TrothError
from troth.kernel.limits import speaking
from troth.log import Written
from troth.wire.frames import Ack, Say, encode

from .session import Session

if TYPE_CHECKING:
    from .hub import Hub

_log = logging.getLogger("troth.gateway")
ENOUGH = 100  # refused messages in a row; then it is no person


class Saying:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._speaking = speaking(hub.limits)

    def say(self, session: Session, frame: Say) -> None:
        """Keep a message; acknowledge it after the commit, or say why it was not kept."""
        who = session.who
        assert who is not None
        if not frame.files:  # with files it goes the way of HTTP, and is counted there
            take = self._speaking.visitor if session.kind == "visitor" else self._speaking.agent
            if not take(who):
                return self._too_many(session, frame)
        session.refused = 0
        workspace = session.workspace
        if workspace is None:
            stream = session.streams.get(frame.stream)
            if stream is None:
                return self.hub.spawn(self._find(session, frame))
            workspace = stream.workspace
        if frame.files:
            return self.hub.spawn(self._say_files(session, frame))
        return self._append(session, frame, workspace)

    def _append(self, session: Session, frame: Say, workspace: UUID) -> None:
        author = session.author_in(workspace)
        if author is None:
            return session.refuse(NotFound(), frame.ref, frame.stream, frame.client_id)
        try:
            draft = self.hub.desk.say_draft(workspace, frame.stream, author, author.id, frame.client_id, frame.text)
            self.hub.log.append_soon(draft, _Answer(session, frame))
        except TrothError as error:
            session.refuse(error, frame.ref, frame.stream, frame.client_id)
        return None

    async def _find(self, session: Session, frame: Say) -> None:
        try:
            workspace = await self.hub.workspace_of(session, frame.stream)
        except TrothError as error:
            return session.refuse(error, frame.ref, frame.stream, frame.client_id)
        if frame.files:
            return await self._say_files(session, frame)
        return self._append(session, frame, workspace)

    async def _say_files(self, session: Session, frame: Say) -> None:
        answer = _Answer(session, frame)
        try:
            answer(
                await self.hub.desk_work(
                    self.hub.desk.say_files, session.asker, frame.stream, frame.client_id, frame.text, frame.files
                )
            )
        except Exception as error:
            answer(error)

    def _too_many(self, session: Session, frame: Say) -> None:
        session.refused += 1
        if session.refused >= ENOUGH:
            return self.hub.greeting.flood(session)
        return session.refuse(TooMany(), frame.ref, frame.stream, frame.client_id)


class _Answer:
    """What the scribe calls with the outcome."""

    __slots__ = ("client_id", "ref", "session", "stream")

    def __init__(self, session: Session, frame: Say) -> None:
        self.session, self.ref, self.stream, self.client_id = session, frame.ref, frame.stream, frame.client_id

    def __call__(self, outcome: Written | BaseException) -> None:
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
            _log.error("A message was not kept", exc_info=outcome)
            outcome = TrothError()
        return self.session.refuse(outcome, self.ref, self.stream, self.client_id)


class _Masked(msgspec.Struct):
    masked: int = 0
