"""Who follows which stream, and the delivery of what happens there.

Nobody misses an event and nobody gets one twice: a follower is entered first, what happens while their past is read
is held back, then given. A follower without the right is taken out before anything later is delivered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from troth.kernel.errors import NotFound, TooMany
from troth.log import Address, Event
from troth.wire.events import Audience
from troth.wire.frames import (
    MAX_AFTER,
    After,
    EventFrame,
    Events,
    Gone,
    Marked,
    MarkOf,
    Subscribe,
    Subscribed,
    Unsubscribe,
    Unsubscribed,
)

from .lookups import Look
from .marks import highest, seen_by
from .session import Session

if TYPE_CHECKING:
    from .hub import Hub

MOST_OF_VISITOR = 20  # streams one socket may follow
MOST_OF_AGENT = 2_000
HELD = 500  # events held back for one follower; beyond it they ask again


class Stream:
    """A followed stream. A follower maps to what is held back while their past is read, then to the seq up to which
    they were given it: the read may have been ahead of the bell. marks: those that rose while it was followed."""

    __slots__ = ("followers", "id", "last", "last_all", "marks", "workspace")

    def __init__(self, stream: UUID, workspace: UUID, marks: dict[UUID, MarkOf] | None) -> None:
        self.id, self.workspace = stream, workspace
        self.followers: dict[Session, list[Event] | int] = {}
        self.last = self.last_all = 0  # newest seq, and newest that everybody may see
        self.marks = marks  # participant -> theirs; most streams are only looked at


class Streams:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        # with the workspace, since an id alone may be anything a stranger made up
        self.of: dict[Address, Stream] = {}

    async def subscribe(self, session: Session, frame: Subscribe) -> None:
        """Enter the follower, tell them where the stream stands and what they missed. Raises NotFound, TooMany."""
        assert frame.stream is not None
        workspace = await self.hub.workspace_of(session, frame.stream)
        if len(session.streams) >= (MOST_OF_VISITOR if session.kind == "visitor" else MOST_OF_AGENT):
            raise TooMany("This socket follows too many conversations. Unsubscribe from some.")
        author = session.author_in(workspace)
        if author is None or session.gone:
            raise NotFound
        stream = self._enter(session, frame.stream, workspace)
        held: list[Event] = []
        stream.followers[session] = held
        look = Look(workspace, frame.stream, author, session.audience, frame.after, MAX_AFTER, with_marks=True)
        try:
            looked = await self.hub.lookups.ask(look)
        except BaseException:
            self._leave(session, stream)
            raise
        if stream.followers.get(session) is not held:
            return  # left, lost the right, or asked again meanwhile: answered there
        if looked is None:
            self._leave(session, stream)
            raise NotFound
        stream.last = max(stream.last, looked.last)
        stream.last_all = max(stream.last_all, looked.last_all)
        marks = seen_by(session, stream, highest(looked.marks, stream.marks))
        session.send(Subscribed(ref=frame.ref, stream=frame.stream, last=looked.last, marks=marks))
        if looked.events:
            wire = [event.wire(session.audience) for event in looked.events]
            session.send(Events(stream=frame.stream, events=wire, more=looked.more))
        stream.followers[session] = looked.last
        for event in held:
            if event.seq > looked.last:
                session.send(EventFrame(event=event.wire(session.audience)))

    async def after(self, session: Session, frame: After) -> None:
        """Answer with events after a seq. Raises NotFound."""
        workspace = await self.hub.workspace_of(session, frame.stream)
        author = session.author_in(workspace)
        if author is None:
            raise NotFound
        looked = await self.hub.lookups.ask(
            Look(workspace, frame.stream, author, session.audience, frame.after, frame.limit)
        )
        if looked is None:
            raise NotFound
        wire = [event.wire(session.audience) for event in looked.events]
        session.send(Events(ref=frame.ref, stream=frame.stream, events=wire, more=looked.more))

    def unsubscribe(self, session: Session, frame: Unsubscribe) -> None:
        assert frame.stream is not None
        if stream := session.streams.get(frame.stream):
            self._leave(session, stream)
        session.send(Unsubscribed(ref=frame.ref, stream=frame.stream))

    def left(self, session: Session) -> None:
        for stream in list(session.streams.values()):
            self._leave(session, stream)

    def drop(self, session: Session, workspace: UUID) -> None:
        """The right to a workspace is gone: so are its streams for this socket."""
        for stream in list(session.streams.values()):
            if stream.workspace == workspace:
                self._leave(session, stream)
                session.send(Gone(stream=stream.id))

    async def check(self, session: Session, workspace: UUID) -> None:
        """A role changed: hold everything back until the rights were looked at again."""
        author = session.author_in(workspace)
        asked: list[tuple[Stream, list[Event], int]] = []
        for stream in list(session.streams.values()):
            if stream.workspace != workspace:
                continue
            given = stream.followers[session]
            if not isinstance(given, int):  # its right was perhaps asked before the change: come again and ask anew
                return session.door.close(1013, "resync")
            held: list[Event] = []
            stream.followers[session] = held
            asked.append((stream, held, given))
        for stream, held, given in asked:
            looked = None
            if author is not None:
                looked = await self.hub.lookups.ask(Look(workspace, stream.id, author, session.audience, 0, 0))
            if stream.followers.get(session) is not held:
                continue
            if looked is None:
                self._leave(session, stream)
                session.send(Gone(stream=stream.id))
                continue
            stream.followers[session] = given
            for event in held:
                session.send(EventFrame(event=event.wire(session.audience)))
            for mark in (stream.marks or {}).values():  # one that rose meanwhile was not told; a repeat is harmless
                session.send(Marked(stream=stream.id, mark=mark))
        return None

    def deliver(self, event: Event) -> None:
        """Give an event to all who follow its stream and may see it."""
        stream = self.of.get((event.workspace, event.stream))
        if stream is None:
            return
        if event.seq > stream.last:
            stream.last = event.seq
        encoded = self.hub.encoded
        secret = event.audience == Audience.TEAM
        if not secret and event.seq > stream.last_all:
            stream.last_all = event.seq
        overfull: list[Session] = []
        for session, held in stream.followers.items():
            visitor = session.kind == "visitor"
            if visitor and secret:
                continue
            if isinstance(held, int):
                if event.seq > held:
                    session.door.send(encoded.public(event) if visitor else encoded.team(event))
                continue
            held.append(event)
            if len(held) > HELD:
                overfull.append(session)
        for session in overfull:
            session.door.close(1013, "resync")

    def end(self, event: Event) -> list[Session]:
        """Whoever the talk was with is erased, and has heard so: nothing more of it is theirs. The visitors' sockets
        that followed it."""
        stream = self.of.get((event.workspace, event.stream))
        ended = [session for session in stream.followers if session.kind == "visitor"] if stream else []
        for session in ended:
            assert stream is not None
            self._leave(session, stream)
            session.send(Gone(stream=stream.id))
        return ended

    def send_away(self, event: Event) -> None:
        """Its followers connect again and read what they missed: nothing is dropped in silence."""
        stream = self.of.get((event.workspace, event.stream))
        for session in list(stream.followers) if stream else ():
            session.door.close(1013, "resync")

    def followed_by(self, session: Session, stream: UUID) -> Stream | None:
        """The stream if this session follows it and is up to date."""
        found = session.streams.get(stream)
        return found if found is not None and isinstance(found.followers.get(session), int) else None

    def _enter(self, session: Session, id_: UUID, workspace: UUID) -> Stream:
        address = (workspace, id_)
        stream = self.of.get(address)
        if stream is None:
            stream = self.of[address] = Stream(id_, workspace, self.hub.marks.lately(address))
        session.streams[id_] = stream
        return stream

    def _leave(self, session: Session, stream: Stream) -> None:
        if session.streams.get(stream.id) is stream:
            del session.streams[stream.id]
        stream.followers.pop(session, None)
        address = (stream.workspace, stream.id)
        if not stream.followers and self.of.get(address) is stream:
            del self.of[address]
