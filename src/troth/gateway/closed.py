"""Workspaces that closed a moment ago: sockets of theirs end, and are told why. Whoever closes one may be another
process, also a command beside the server, so that the rows are asked now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from troth.datamap.doors import act_for
from troth.kernel.errors import ChatEnded
from troth.wire.frames import Hello

from . import purposes
from .greeting import CLOSE_NO_PASS
from .problem import told

if TYPE_CHECKING:
    from .hub import Hub
    from .session import Session

ENDED = "This workspace was closed, and all that was in it is deleted."


class Closed:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._known: set[UUID] = set()
        self._asking = False
        hub.wheel.after(hub.pace.closed, self)

    def due(self) -> float:
        if self.hub.sessions and not self._asking:
            self._asking = True
            self.hub.spawn(self._look())
        return self.hub.pace.closed

    async def _look(self) -> None:
        act_for(purposes.OF[Hello])
        try:
            found = set(await self.hub.desk_work(self.hub.desk.closed_workspaces))
        except Exception as error:
            told(error, "Which workspaces closed could not be looked up")
            return
        finally:
            self._asking = False
        fresh, self._known = found - self._known, found
        for workspace in fresh:
            for session in list(self.hub.sessions):
                self._end(session, workspace)

    def _end(self, session: Session, workspace: UUID) -> None:
        if session.kind == "visitor" and session.workspace == workspace:
            session.refuse(ChatEnded())
            session.door.close(CLOSE_NO_PASS, ChatEnded.code)
        elif workspace in session.members:
            del session.members[workspace]
            self.hub.streams.drop(session, workspace)
            self.hub.inboxes.drop(session, workspace)
            session.refuse(ChatEnded(ENDED), workspace=workspace)
            if not session.members:
                session.door.close(CLOSE_NO_PASS, ChatEnded.code)
