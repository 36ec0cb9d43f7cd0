"""How fast messages may come: of one visitor or person, of one address, of one site, of one workspace. Counted together
for the socket and for HTTP, which runs in threads."""

import threading
from functools import cache
from uuid import UUID

from .buckets import Buckets
from .errors import TooMany
from .limits import Limits


class Speaking:
    """Each gives None, or what is answered to a message that was too many. Nothing is raised: it is the hot path."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._visitors = Buckets[UUID](limits.visitor_burst, limits.visitor_rate, name="visitor_rate")
        self._agents = Buckets[UUID](limits.agent_burst, limits.agent_rate, name="agent_rate")
        self._addresses = Buckets[str](limits.address_burst, limits.address_rate, name="address_rate")
        self._sites = Buckets[UUID](limits.site_burst, limits.site_rate, name="site_rate")
        self._workspaces = Buckets[UUID](limits.workspace_burst, limits.workspace_rate, name="workspace_rate")
        self._lock = threading.Lock()

    def visitor(self, visitor: UUID) -> TooMany | None:
        with self._lock:
            return None if self._visitors.take(visitor) else _refusal(self._visitors, visitor, "One visitor")

    def agent(self, person: UUID) -> TooMany | None:
        with self._lock:
            return None if self._agents.take(person) else _refusal(self._agents, person, "One agent")

    def within(self, workspace: UUID, site: UUID | None, place: str) -> TooMany | None:
        """site, place (whom a limit by address counts them to): of a visitor; an agent's words count for the workspace
        alone. The narrowest first: a flood from one address takes nothing of its site."""
        with self._lock:
            if site is not None:
                if not self._addresses.take(place):
                    return _refusal(self._addresses, place, "Visitors of one network address together")
                if not self._sites.take(site):
                    return _refusal(self._sites, site, "All visitors of this site together")
            if not self._workspaces.take(workspace):
                return _refusal(self._workspaces, workspace, "Everybody in this workspace together")
        return None


def _refusal[Key](buckets: Buckets[Key], key: Key, whose: str) -> TooMany:
    most = f"{buckets.burst:g} messages at once and then {buckets.rate:g} a second"
    return buckets.refusal(key, f"{whose} may send {most}.")


@cache
def speaking(limits: Limits) -> Speaking:
    """The one counter of this process for these limits."""
    return Speaking(limits)
