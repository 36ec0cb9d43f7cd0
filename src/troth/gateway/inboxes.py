"""The live inbox: agents follow a whole workspace and hear which conversations move. It resumes by an opaque cursor;
summaries may repeat, they never go missing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from troth.kernel.errors import Invalid, NotFound
from troth.log import Event
from troth.wire.events import Audience
from troth.wire.frames import Gone, Subscribe, Subscribed, Unsubscribe, Unsubscribed

from .lookups import Look
from .session import Session

if TYPE_CHECKING:
    from .hub import Hub

PAGE = 200  # events read at once for someone who was away
PAGES = 25  # beyond it the inbox is loaded anew, which is faster
HELD = 2_000


class Inboxes:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.of: dict[UUID, dict[Session, list[Event] | None]] = {}

    async def subscribe(self, session: Session, frame: Subscribe) -> None:
        """Follow a workspace from a cursor (None: from now). Raises NotFound, Invalid (the cursor)."""
        workspace = frame.workspace
        assert workspace is not None
        author = session.author_in(workspace)
        if author is None or session.kind != "agent":
            raise NotFound
        held: list[Event] = []
        self.of.setdefault(workspace, {})[session] = held
        session.inboxes = (session.inboxes or set()) | {workspace}
        try:
            look = Look(workspace, workspace, author, Audience.TEAM, 0, 0, verb="read_workspace")
            if await self.hub.lookups.ask(look) is None:
                raise NotFound
            missed, now = await self._missed(workspace, frame.cursor)
        except BaseException:
            if self._held(session, workspace) is held:
                self._leave(session, workspace)
            raise
        if self._held(session, workspace) is not held:
            return
        session.send(Subscribed(ref=frame.ref, workspace=workspace, cursor=now))
        for event in missed:
            session.door.send(self.hub.encoded.summary(event))
        given = missed[-1].position if missed else 0
        self.of[workspace][session] = None
        for event in held:
            if event.position > given:
                session.door.send(self.hub.encoded.summary(event))
        await self.hub.presence.show(session, workspace)

    async def _missed(self, workspace: UUID, cursor: str | None) -> tuple[list[Event], str]:
        """What moved since a cursor, and the cursor after it. Raises Invalid when that is too old or too much: the
        inbox is loaded anew then, which is faster."""
        missed: list[Event] = []
        for _ in range(PAGES):
            events, cursor = await self.hub.log.after_position_async(workspace, cursor, PAGE)
            missed += events
            if len(events) < PAGE:
                return missed, cursor
        raise Invalid("Too much has happened since this cursor. Load the inbox again.", fields={"cursor": "too old"})

    def unsubscribe(self, session: Session, frame: Unsubscribe) -> None:
        assert frame.workspace is not None
        self._leave(session, frame.workspace)
        session.send(Unsubscribed(ref=frame.ref, workspace=frame.workspace))

    def left(self, session: Session) -> None:
        for workspace in list(session.inboxes or ()):
            self._leave(session, workspace)

    def drop(self, session: Session, workspace: UUID) -> None:
        if session.inboxes and workspace in session.inboxes:
            self._leave(session, workspace)
            session.send(Gone(workspace=workspace))

    def deliver(self, event: Event) -> None:
        """Give an event, which has its position, to all whose inbox shows its workspace."""
        frame: bytes | None = None
        overfull: list[Session] = []
        for session, held in self.of.get(event.workspace, {}).items():
            if held is not None:
                held.append(event)
                if len(held) > HELD:
                    overfull.append(session)
                continue
            if frame is None:
                frame = self.hub.encoded.summary(event)
            session.door.send(frame)
        for session in overfull:
            session.door.close(1013, "resync")

    def send_away(self, workspace: UUID) -> None:
        """Its followers connect again and read what they missed: nothing is dropped in silence."""
        for session in list(self.of.get(workspace, ())):
            session.door.close(1013, "resync")

    def agents_of(self, workspace: UUID) -> list[Session]:
        """The sockets whose inbox shows this workspace."""
        return [session for session, held in self.of.get(workspace, {}).items() if held is None]

    def _held(self, session: Session, workspace: UUID) -> list[Event] | None:
        return self.of.get(workspace, {}).get(session)

    def _leave(self, session: Session, workspace: UUID) -> None:
        if session.inboxes:
            session.inboxes.discard(workspace)
        followers = self.of.get(workspace)
        if followers is not None:
            followers.pop(session, None)
            if not followers:
                del self.of[workspace]
