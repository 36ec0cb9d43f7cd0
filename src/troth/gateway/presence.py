"""Who is here: visitors with an open panel (memory of the gateways, never stored), and agents who take conversations
(rows with a lease, kept by the desk)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from troth.kernel.clock import now
from troth.murmur import Here as HereWord
from troth.murmur import Leased, Murmur
from troth.wire.frames import Here, Page, Presence, VisitorHere, encode, seen_by

from .doors import Available
from .elsewhere import Elsewhere, together
from .session import Session

if TYPE_CHECKING:
    from .hub import Hub

PAGE_EVERY = 1.0  # s; agents hear of a visitor's next page no sooner
REFRESH = 15.0  # s between two looks at leases, in case that nobody told of a change
IN_ONE = 200  # visitors in one frame, or workspaces in one word


class _Present:
    """A visitor, with all their tabs."""

    __slots__ = ("due", "page", "sessions", "since", "site", "told_at", "unseen")

    def __init__(self, site: UUID, since: datetime, unseen: bool = False) -> None:
        self.site, self.since, self.unseen = site, since, unseen
        self.page: Page | None = None
        self.told_at = 0.0  # when agents heard of a page, by the wheel
        self.due = False  # they will hear of another
        self.sessions: set[Session] = set()


class Board:
    """The board of visitors and the numbers of agents, by workspace. Each process tells the others of its own."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.visitors: dict[UUID, dict[UUID, _Present]] = {}
        self.available: dict[UUID, list[UUID]] = {}
        self._asked: set[UUID] = set()
        self._looks: dict[UUID, float] = {}  # when the first lease of a workspace ends, by the wheel
        self._leases: dict[UUID, tuple[bool, float]] = {}  # person -> what was written, when
        self.elsewhere = Elsewhere(hub.murmur, self._tell_agents)
        hub.murmur.tells(self._whole)
        hub.murmur.listen(Leased, lambda _, word: self._leased(word.person, word.workspaces))
        hub.murmur.on_missed(self._look_at_all)
        hub.wheel.after(REFRESH, self)

    def arrived(self, session: Session) -> None:
        """A visitor's socket said hello: they are told whether somebody is there, agents that they are."""
        assert session.workspace is not None
        assert session.site is not None
        assert session.who is not None
        here = self.visitors.setdefault(session.workspace, {})
        present = here.get(session.who)
        if present is None:
            present = here[session.who] = _Present(session.site, now(), session.unseen)
            self._tell(session.workspace, session.who, present)
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
                if not here:
                    del self.visitors[session.workspace]
                self._tell(session.workspace, session.who, present, gone=True)

    def sessions_of(self, workspace: UUID, visitor: UUID) -> list[Session]:
        """A visitor's sockets and lines at this process."""
        present = self.visitors.get(workspace, {}).get(visitor)
        return list(present.sessions) if present else []

    async def here(self, session: Session, frame: Here) -> None:
        """An agent's lease, or a visitor's page where the site's telemetry allows it."""
        assert session.who is not None
        if session.kind == "agent":
            if frame.available is not None:
                await self._lease(session, frame.available)
            return
        assert session.workspace is not None
        present = self.visitors.get(session.workspace, {}).get(session.who)
        page = frame.page and seen_by(session.telemetry, frame.page)
        if present is None or page in (None, present.page):
            return
        present.page = page
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
            self._tell(workspace, visitor, present)

    def site_changed(self, workspace: UUID, site: UUID) -> None:
        """Perhaps its telemetry is off now: forget the pages; who comes back is asked for the setting again."""
        for visitor, present in self.visitors.get(workspace, {}).items():
            if present.site == site:
                for session in present.sessions:
                    session.telemetry = "off"
                if present.page is not None:
                    present.page = None
                    self._tell(workspace, visitor, present)
        self.elsewhere.forget_pages(workspace, site)

    async def _lease(self, session: Session, available: bool) -> None:
        assert session.who is not None
        clock = asyncio.get_running_loop().time()
        before = self._leases.get(session.who)
        if before is not None and before[0] == available and clock - before[1] < self.hub.pace.here * 0.8:
            return  # another tab wrote it just now
        self._leases[session.who] = (available, clock)
        await self.hub.desk_work(self.hub.desk.set_available, session.who, available)
        if before is None or before[0] != available:
            self.leased(session.who, list(session.members))

    def leased(self, person: UUID, workspaces: list[UUID]) -> None:
        """Somebody began or ceased to take conversations, by this process."""
        tell_leased(self.hub.murmur, person, workspaces)
        for workspace in workspaces:
            self.refresh(workspace)

    def _leased(self, person: UUID, workspaces: list[UUID]) -> None:
        """By another process: what was written here last is not what the row says now."""
        self._leases.pop(person, None)
        for workspace in workspaces:
            self.refresh(workspace)

    async def show(self, session: Session, workspace: UUID) -> None:
        """Everybody who is in a workspace, for an agent who begins to follow it."""
        members = self.available.get(workspace)
        if members is None:
            members = await self._read(workspace)
        board = self.on_sites(workspace)
        for start in range(0, len(board) or 1, IN_ONE):  # a large site in several frames, the first says `all`
            part = board[start : start + IN_ONE]
            frame = Presence(workspace=workspace, agents=len(members), members=members, visitors=part, all=start == 0)
            session.send(frame)

    def on_sites(self, workspace: UUID) -> list[VisitorHere]:
        """The visitors who are on a workspace's sites now (also for the API; called from any thread)."""
        board = {one.visitor: one for one in self.elsewhere.on_sites(workspace)}
        for visitor, present in list(self.visitors.get(workspace, {}).items()):
            if present.unseen:
                continue
            own, other = _on_board(visitor, present), board.get(visitor)
            board[visitor] = together([own, other]) if other else own
        return list(board.values())

    def _whole(self) -> Iterator[HereWord]:
        """For a process that is new: who is here, as of the moment it is told."""
        for workspace in list(self.visitors):
            for visitor in list(self.visitors.get(workspace, ())):
                present = self.visitors.get(workspace, {}).get(visitor)
                if present is not None and not present.unseen:
                    yield _word(workspace, visitor, present)

    def refresh(self, workspace: UUID) -> None:
        """Look who is available, and tell those who want to know when it changed."""
        if workspace not in self.visitors and workspace not in self.hub.inboxes.of:
            self.available.pop(workspace, None)
        elif workspace not in self._asked:
            self._asked.add(workspace)
            self.hub.spawn(self._refresh(workspace))

    def _look_at_all(self) -> None:
        for workspace in {*self.visitors, *self.hub.inboxes.of}:
            self.refresh(workspace)

    def due(self) -> float:
        self._look_at_all()
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
        found: Available = await self.hub.desk_work(self.hub.desk.available, workspace)
        self.available[workspace] = members = sorted(found.members)
        if found.until is not None:
            self._look_after((found.until - now()).total_seconds(), workspace)
        return members

    def _look_after(self, seconds: float, workspace: UUID) -> None:
        """A lease ends then; nobody says so."""
        at = self.hub.wheel.now + max(seconds, 1.0)
        if at < self._looks.get(workspace, float("inf")):
            self._looks[workspace] = at
            self.hub.wheel.later(at - self.hub.wheel.now, lambda: self._look(workspace, at))

    def _look(self, workspace: UUID, at: float) -> None:
        if self._looks.get(workspace) == at:
            del self._looks[workspace]
            self.refresh(workspace)

    def _for_visitors(self, workspace: UUID, members: list[UUID]) -> bytes:
        return encode(Presence(workspace=workspace, agents=len(members)))

    def _tell(self, workspace: UUID, visitor: UUID, present: _Present, gone: bool = False) -> None:
        """What changed here: to the other processes, and to the agents of this one."""
        if present.unseen:
            return
        self.hub.murmur.say(_word(workspace, visitor, present, gone))
        self._tell_agents(workspace, [_on_board(visitor, present)])

    def _tell_agents(self, workspace: UUID, changed: list[VisitorHere]) -> None:
        """changed: who came, moved or left somewhere; agents hear whether and where they are by now, all told."""
        agents = self.hub.inboxes.agents_of(workspace)
        if not agents:
            return
        members = self.available.get(workspace, [])
        board = [self._anywhere(workspace, one) for one in changed]
        for start in range(0, len(board), IN_ONE):
            part = board[start : start + IN_ONE]
            frame = encode(Presence(workspace=workspace, agents=len(members), members=members, visitors=part))
            for session in agents:
                session.door.send(frame)

    def _anywhere(self, workspace: UUID, last: VisitorHere) -> VisitorHere:
        """The visitor at all processes together; as they were last, and gone, where they are at none."""
        ones = self.elsewhere.of(workspace, last.visitor)
        if present := self.visitors.get(workspace, {}).get(last.visitor):
            ones.append(_on_board(last.visitor, present))
        return together(ones) if ones else replace(last, gone=True)


def tell_leased(murmur: Murmur, person: UUID, workspaces: list[UUID]) -> None:
    """Somebody began or ceased to take conversations: to the other processes."""
    for start in range(0, len(workspaces), IN_ONE):
        murmur.say(Leased(person, workspaces[start : start + IN_ONE]))


def _on_board(visitor: UUID, present: _Present) -> VisitorHere:
    return VisitorHere(visitor=visitor, site=present.site, since=present.since, page=present.page)


def _word(workspace: UUID, visitor: UUID, present: _Present, gone: bool = False) -> HereWord:
    page = present.page or Page()
    return HereWord(
        workspace, visitor, present.site, present.since, page.url, page.title, gone,
        page.referrer, page.browser, page.system,
    )  # fmt: skip
