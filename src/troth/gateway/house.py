"""What changes the house: a member came, went or has another role, a site has other settings. What this opens or closes
takes effect before anything later is delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from troth.accounts.roles import SERVING
from troth.log import Event
from troth.wire.events import NUMBER_OF, MemberAdded, MemberRemoved, RoleChanged, SiteChanged

if TYPE_CHECKING:
    from .hub import Hub

KINDS = frozenset(NUMBER_OF[kind] for kind in (MemberAdded, MemberRemoved, RoleChanged, SiteChanged))
_REMEMBERED = 1_000  # changes; far more than can be on their way


class House:
    """Hears of every change twice, at its commit and with its position, in whichever order; each counts once."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._heard: dict[tuple[UUID, int], None] = {}  # (stream, seq), the oldest first

    def heard(self, event: Event) -> None:
        """Call it with an event before that is delivered to anybody."""
        if event.kind not in KINDS or (event.stream, event.seq) in self._heard:
            return
        self._heard[event.stream, event.seq] = None
        if len(self._heard) > _REMEMBERED:
            del self._heard[next(iter(self._heard))]
        body = event.opened()
        if isinstance(body, SiteChanged):
            self.hub.presence.site_changed(event.workspace, body.site)
        elif isinstance(body, MemberAdded | MemberRemoved | RoleChanged):
            self._member_changed(event.workspace, body)

    def _member_changed(self, workspace: UUID, body: MemberAdded | MemberRemoved | RoleChanged) -> None:
        hub = self.hub
        for session in hub.persons.get(body.person, ()):
            session.changed = True
            if isinstance(body, MemberRemoved) or body.role not in SERVING:
                session.members.pop(workspace, None)
                hub.streams.drop(session, workspace)
                hub.inboxes.drop(session, workspace)
            else:
                session.members[workspace] = body.member
                if isinstance(body, RoleChanged):
                    hub.spawn(hub.streams.check(session, workspace), session)
