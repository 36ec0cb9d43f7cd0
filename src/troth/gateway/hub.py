"""The hub: all sockets of this process, what they ask, and what the log gives them.

Everything here runs on the loop; what touches the database is asked of the lookups, of the desk's threads, or of the
scribe. The hot path (say -> scribe -> ack and delivery) makes no task.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import UUID

import msgspec

from troth.datamap.doors import act_for
from troth.kernel import request
from troth.kernel.buckets import Bucket, refused
from troth.kernel.config import Config
from troth.kernel.errors import Invalid, NotFound, TooMany, TrothError
from troth.log import Event, Log
from troth.murmur import Murmur
from troth.wire.events import NUMBER_OF, PersonErased
from troth.wire.frames import (
    After,
    Bye,
    Hello,
    Here,
    Mark,
    Say,
    Subscribe,
    Typing,
    Unsubscribe,
    decode_client,
)

from . import purposes
from .closed import Closed
from .counts import counts
from .crowds import Crowds
from .doors import Desk, Door
from .encoded import Encoded
from .greeting import Greeting
from .house import House
from .inboxes import Inboxes
from .keystrokes import Keystrokes
from .lookups import Lookups
from .marks import Marks
from .presence import Board
from .problem import told
from .saying import Saying
from .session import Pace, Session
from .stay import always
from .streams import Streams
from .turn import Turn
from .wheel import Wheel

_log = logging.getLogger("troth.gateway")
_ERASED = NUMBER_OF[PersonErased]
_PENDING = {"visitor": 16, "agent": 200}  # questions of one socket that may be open at once
_FRAMES = {"visitor": 1.0, "agent": 20.0}  # how often an agent's socket may have the limit of frames

type DeskWork = Callable[..., Awaitable[Any]]


class Hub:
    """`desk_work(function, *arguments)` runs a function of the desk in a thread and gives its result."""

    def __init__(
        self, config: Config, log: Log, desk: Desk, desk_work: DeskWork, pace: Pace | None = None,
        murmur: Murmur | None = None,
    ) -> None:  # fmt: skip
        purposes.check()
        self.murmur = murmur or Murmur()
        self.limits, self.trusted = config.limits, config.trusted_proxies
        self.always = always(config)
        self.log, self.desk, self.desk_work = log, desk, desk_work
        self.pace = pace or Pace()
        self.wheel = Wheel(asyncio.get_running_loop())
        self.turn = Turn(asyncio.get_running_loop())
        self.lookups = Lookups(log)
        self.sessions: set[Session] = set()
        self.persons: dict[UUID, set[Session]] = {}
        self.streams, self.inboxes, self.saying = Streams(self), Inboxes(self), Saying(self)
        self.marks, self.keystrokes, self.presence = Marks(self), Keystrokes(self), Board(self)
        self.house = House(self)
        self.encoded = Encoded()
        self.greeting = Greeting(self, config)
        self.closed = Closed(self)
        self.crowds = Crowds(config.limits)
        self._tasks: set[asyncio.Task[None]] = set()
        log.on_commit(self.committed)
        log.on_position(self.placed)

    # -- coming and going

    def opened(self, door: Door) -> Session:
        session = Session(door, self.bucket("visitor"))
        self.sessions.add(session)
        self.crowds.came(door.address)
        counts.opened += 1
        self.wheel.later(self.pace.hello, lambda: self.greeting.late(session))
        return session

    def bucket(self, kind: str) -> Bucket:
        """Full: an agent who comes back follows hundreds of conversations in one breath."""
        return Bucket(self.limits.frames_burst * _FRAMES[kind], self.wheel.now)

    def left(self, session: Session) -> None:
        """The socket is gone, for whatever reason."""
        if session.gone:
            return
        session.gone = True
        self.sessions.discard(session)
        self.crowds.left(session.place)
        if session.who is None:
            return
        self.crowds.leave(session)
        self.keystrokes.left(session)
        self.streams.left(session)
        self.inboxes.left(session)
        self.presence.left(session)
        if session.kind == "agent":
            self.forget(session.who, session)

    def forget(self, person: UUID, session: Session) -> None:
        """This socket is not, or no longer, that person's."""
        others = self.persons.get(person, set())
        others.discard(session)
        if not others:
            self.persons.pop(person, None)

    # -- what clients send

    def heard(self, session: Session, text: str) -> None:
        """One whole text message from a socket."""
        counts.frames_in += 1
        limits, more = self.limits, _FRAMES[session.kind]
        if not session.frames.take(limits.frames_burst * more, limits.frames_rate * more, self.wheel.now):
            refused["frames_rate"] += 1
            return self.greeting.flood(session)
        try:
            frame = decode_client(text)
        except msgspec.DecodeError as error:
            return self._not_understood(session, text, error)
        if type(frame) is Say and session.who is not None:
            return self.saying.say(session, frame)
        if session.who is None:
            return self.greeting.first(session, frame, text)
        return self._ask(session, frame)

    def _ask(self, session: Session, frame: Any) -> None:
        kind = type(frame)
        ref: int = getattr(frame, "ref", 0)
        stream, workspace = getattr(frame, "stream", None), getattr(frame, "workspace", None)
        if kind is Mark:
            return self.marks.mark(session, frame)
        if kind is Bye:
            return session.door.close(1000)
        if kind is Hello:
            return session.refuse(Invalid("This socket has said hello."))
        if kind in (Subscribe, Unsubscribe) and (frame.stream is None) == (frame.workspace is None):
            return session.refuse(Invalid("Name a stream or a workspace."), ref)
        if kind is Unsubscribe:
            (self.streams if frame.stream else self.inboxes).unsubscribe(session, frame)
            return None
        if session.pending >= _PENDING[session.kind]:
            return session.refuse(TooMany(), ref, stream, workspace=workspace)
        if kind is Subscribe:
            act = self.streams.subscribe if frame.stream else self.inboxes.subscribe
            return self._answer(session, frame, act(session, frame), ref, stream, workspace)
        if kind is After:
            return self._answer(session, frame, self.streams.after(session, frame), ref, stream)
        if kind is Typing:
            return self._answer(session, frame, self.keystrokes.typed(session, frame), 0, stream)
        assert kind is Here
        return self._answer(session, frame, self.presence.here(session, frame))

    def _answer(
        self,
        session: Session,
        frame: Any,
        work: Coroutine[Any, Any, None],
        ref: int = 0,
        stream: UUID | None = None,
        workspace: UUID | None = None,
    ) -> None:
        session.pending += 1

        async def answer() -> None:
            act_for(purposes.OF[type(frame)])
            try:
                await work
            except TrothError as error:
                session.refuse(error, ref, stream, workspace=workspace)
            except Exception as error:
                session.refuse(told(error, "A question on a socket failed"), ref, stream, workspace=workspace)
            finally:
                session.pending -= 1

        self.spawn(answer(), session)

    def _not_understood(self, session: Session, text: str, error: msgspec.DecodeError) -> None:
        """Say what is wrong with a frame, with its ref and client id if they can be read."""
        if session.who is None:
            return self.greeting.reject(session, Invalid("The first frame must be a hello."))
        ref, client_id = 0, None
        try:
            some = msgspec.json.decode(text, type=_Some)
            ref = some.ref if isinstance(some.ref, int) and 0 <= some.ref < 2**31 else 0
            client_id = UUID(some.client_id) if isinstance(some.client_id, str) else None
        except (msgspec.DecodeError, ValueError):
            pass
        return session.refuse(Invalid(f"This frame can't be read: {error}."), ref, client_id=client_id)

    # -- what the log gives

    def committed(self, events: list[Event]) -> None:
        """What was committed, in the order of its streams."""
        for event in events:
            try:
                self.house.heard(event)
                self.keystrokes.said(event.stream, event.author.id)
                self.streams.deliver(event)
                if event.kind == _ERASED:
                    self.greeting.erased(self.streams.end(event))
            except Exception:
                _log.exception("An event could not be delivered; its followers come again")
                self.streams.send_away(event)

    def placed(self, events: list[Event]) -> None:
        """What was committed, with its place in the order of all streams."""
        for event in events:
            try:
                self.house.heard(event)
                self.inboxes.deliver(event)
            except Exception:
                _log.exception("An event could not be told to the inboxes; their agents come again")
                self.inboxes.send_away(event.workspace)

    def follows(self, workspace: UUID, stream: UUID) -> bool:
        """Whether anybody here hears of this stream; what happens to the house itself is always heard."""
        return stream == workspace or workspace in self.inboxes.of or (workspace, stream) in self.streams.of

    async def workspace_of(self, session: Session, stream: UUID) -> UUID:
        """Where a stream is, if this participant has any place there. Raises NotFound."""
        if session.kind == "visitor":
            assert session.workspace is not None
            return session.workspace
        known = session.streams.get(stream)
        workspace = known.workspace if known else await self.log.where(stream)
        if workspace is None or workspace not in session.members:
            raise NotFound
        return workspace

    # -- the rest

    def spawn(self, work: Coroutine[Any, Any, None], session: Session | None = None) -> None:
        """session: whose doing it is, for the log."""
        with request.of(session.id if session else ""):
            task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("A task of the gateway failed", exc_info=error)

    async def stop(self) -> None:
        """After the doors are closed."""
        self.wheel.stop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.lookups.stop()


class _Some(msgspec.Struct):
    """What may be readable of a frame that is not."""

    ref: Any = 0
    client_id: Any = None
