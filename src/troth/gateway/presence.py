"""Who is here: visitors with an open panel (memory of the gateway, never stored), and agents who take conversations
(rows with a lease, kept by the desk)."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from troth.kernel.clock import now
from troth.wire.frames import Here, Page, Presence, VisitorHere, encode

from .session import Session

if TYPE_CHECKING:
    from .hub import Hub

PAGE_EVERY = 1.0  # s; agents hear of a visitor's next page no sooner
REFRESH = 15.0  # s between two looks at leases that ended by themselves


class _Present:
    """A visitor, with all their tabs."""

    __slots__ = ("due", "page", "sessions", "since", "site", "told_at")

    def __init__(self, site: UUID, since: datetime) -> None:
        self.site, self.since = site, since
        self.page: Page | None = None
        self.told_at = 0.0  # when agents heard of a page, by the wheel
        self.due = False  # they will hear of another
        self.sessions: set[Session] = set()


class Board:
    """The board of visitors and the numbers of agents, by workspace."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.visitors: dict[UUID, dict[UUID, _Present]] = {}
        self.available: dict[UUID, list[UUID]] = {}
        self._asked: set[UUID] = set()
        self._leases: dict[UUID, tuple[bool, float]] = {}  # person -> what was written, when
        hub.wheel.after(REFRESH, self)

    def arrived(self, session: Session) -> None:
        """A visitor's socket said hello: they are told whether somebody is there, agents that they are."""
        assert session.workspace is not None
        assert session.site is not None
        assert session.who is not None
        here = self.visitors.setdefault(session.workspace, {})
        present = here.get(session.who)
        if present is None:
            present = here[session.who] = _Present(session.site, now())
            self._tell_agents(session.workspace, session.who, present)
        present.sessions.add(session)
        known = self.available.get(session.workspace)
        if known is None:
            self.refresh(session.workspace)
        else:
            session.door.send(self._for_visitors(session.workspace, known))

    def left(self, session: Session) -> None:
        if session.kind == "visitor" and session.workspace and session.who:
            here = self.visitors.get(session.workspace, {})
            present = here.get(session.who)
            if present is None:
                return
            present.sessions.discard(session)
            if not present.sessions:
                del here[session.who]
                self._tell_agents(session.workspace, session.who, present, gone=True)
                if not here:
                    del self.visitors[session.workspace]

    async def here(self, session: Session, frame: Here) -> None:
        """An agent's lease, or a visitor's page where the site's telemetry allows it."""
        assert session.who is not None
        if session.kind == "agent":
            if frame.available is not None:
                await self._lease(session, frame.available)
            return
        assert session.workspace is not None
        present = self.visitors.get(session.workspace, {}).get(session.who)
        if present is None or session.telemetry != "basic" or frame.page in (None, present.page):
            return
        present.page = frame.page
        if not present.due:
            present.due = True
            workspace, who, wait = session.workspace, session.who, present.told_at + PAGE_EVERY - self.hub.wheel.now
            if wait <= 0:
                self._tell_page(workspace, who, present)
            else:
                self.hub.wheel.later(wait, lambda: self._tell_page(workspace, who, present))

    def _tell_page(self, workspace: UUID, visitor: UUID, present: _Present) -> None:
        """Where a visitor is by now, if they are still there."""
        present.due, present.told_at = False, self.hub.wheel.now
        if self.visitors.get(workspace, {}).get(visitor) is present:
            self._tell_agents(workspace, visitor, present)

    def site_changed(self, workspace: UUID, site: UUID) -> None:
        """Perhaps its telemetry is off now: forget the pages; who comes back is asked for the setting again."""
        for visitor, present in self.visitors.get(workspace, {}).items():
            if present.site == site:
                for session in present.sessions:
                    session.telemetry = "off"
                if present.page is not None:
                    present.page = None
                    self._tell_agents(workspace, visitor, present)

    async def _lease(self, session: Session, available: bool) -> None:
        assert session.who is not None
        clock = asyncio.get_running_loop().time()
        before = self._leases.get(session.who)
        if before is not None and before[0] == available and clock - before[1] < self.hub.pace.here * 0.8:
            return  # another tab wrote it just now
        self._leases[session.who] = (available, clock)
        await self.hub.desk_work(self.hub.desk.set_available, session.who, available)
        if before is None or before[0] != available:
            for workspace in session.members:
                self.refresh(workspace)

    async def show(self, session: Session, workspace: UUID) -> None:
        """Everybody who is in a workspace, for an agent who begins to follow it."""
        members = self.available.get(workspace)
        if members is None:
            members = await self._read(workspace)
        here = self.visitors.get(workspace, {})
        board = [_on_board(visitor, present) for visitor, present in here.items()]
        for start in range(0, len(board) or 1, 200):  # a large site in several frames, the first says `all`
            part = board[start : start + 200]
            frame = Presence(workspace=workspace, agents=len(members), members=members, visitors=part, all=start == 0)
            session.send(frame)

    def on_sites(self, workspace: UUID) -> list[VisitorHere]:
        """The visitors who are on a workspace's sites now (for the API; called from any thread)."""
        return [_on_board(visitor, present) for visitor, present in list(self.visitors.get(workspace, {}).items())]

    def refresh(self, workspace: UUID) -> None:
        """Look who is available, and tell those who want to know when it changed."""
        if workspace not in self._asked:
            self._asked.add(workspace)
            self.hub.spawn(self._refresh(workspace))

    def due(self) -> float:
        for workspace in {*self.visitors, *self.hub.inboxes.of}:
            self.refresh(workspace)
        self.available = {
            workspace: members
            for workspace, members in self.available.items()
            if workspace in self.visitors or workspace in self.hub.inboxes.of
        }
        oldest = asyncio.get_running_loop().time() - 60
        self._leases = {person: lease for person, lease in self._leases.items() if lease[1] > oldest}
        return REFRESH

    async def _refresh(self, workspace: UUID) -> None:
        try:
            before = self.available.get(workspace)
            members = await self._read(workspace)
        finally:
            self._asked.discard(workspace)
        if members == before:
            return
        if before is None or len(members) != len(before):
            frame = self._for_visitors(workspace, members)
            for present in self.visitors.get(workspace, {}).values():
                for session in present.sessions:
                    session.door.send(frame)
        frame = encode(Presence(workspace=workspace, agents=len(members), members=members))
        for session in self.hub.inboxes.agents_of(workspace):
            session.door.send(frame)

    async def _read(self, workspace: UUID) -> list[UUID]:
        members = sorted(await self.hub.desk_work(self.hub.desk.available, workspace))
        self.available[workspace] = members
        return members

    def _for_visitors(self, workspace: UUID, members: list[UUID]) -> bytes:
        return encode(Presence(workspace=workspace, agents=len(members)))

    def _tell_agents(self, workspace: UUID, visitor: UUID, present: _Present, gone: bool = False) -> None:
        agents = self.hub.inboxes.agents_of(workspace)
        if agents:
            members = self.available.get(workspace, [])
            board = [_on_board(visitor, present, gone)]
            frame = encode(Presence(workspace=workspace, agents=len(members), members=members, visitors=board))
            for session in agents:
                session.door.send(frame)


def _on_board(visitor: UUID, present: _Present, gone: bool = False) -> VisitorHere:
    return VisitorHere(visitor=visitor, site=present.site, since=present.since, page=present.page, gone=gone)
