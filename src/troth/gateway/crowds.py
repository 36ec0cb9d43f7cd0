"""How many sockets are open, by whose they are. Only what is open is held."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from troth.kernel.buckets import refused
from troth.kernel.errors import TooMany
from troth.kernel.limits import Limits

from .address import crowd
from .upgrade import Refused

if TYPE_CHECKING:
    from .session import Session

_AGAIN = 10  # s: sockets close when people leave, which nobody knows beforehand


class Crowds:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._addresses: Counter[str] = Counter()
        self._of: Counter[UUID] = Counter()  # by visitor or person, by site, by workspace

    def admit(self, address: str) -> None:
        """Before a socket is taken. Raises Refused."""
        most = self._limits.address_sockets
        if self._addresses[crowd(address)] >= most:
            refused["address_sockets"] += 1
            told = f"One network address may have {most} connections open. Try again in {_AGAIN} seconds."
            raise Refused(429, told, {"Retry-After": str(_AGAIN)})

    def came(self, address: str) -> None:
        self._addresses[crowd(address)] += 1

    def left(self, address: str) -> None:
        _less(self._addresses, crowd(address))

    def enter(self, session: Session, who: UUID, kind: str) -> None:
        """It said who it is; `leave` follows. Raises TooMany, and has counted nothing then."""
        limits = self._limits
        most = limits.visitor_sockets if kind == "visitor" else limits.agent_sockets
        bounds = [(who, most, f"{kind}_sockets", f"One {kind} may have {most} connections open; close another.")]
        if session.site is not None and session.workspace is not None:
            for key, most, whose in (
                (session.site, limits.site_sockets, "site"),
                (session.workspace, limits.workspace_sockets, "workspace"),
            ):
                told = f"All visitors of this {whose} together may have {most} connections open."
                bounds.append((key, most, f"{whose}_sockets", told))
        for key, most, name, told in bounds:
            if self._of[key] >= most:
                refused[name] += 1
                raise TooMany(told, again=_AGAIN)
        self._of.update(key for key, *_ in bounds)

    def leave(self, session: Session) -> None:
        for key in (session.who, session.site, session.workspace):
            if key is not None:
                _less(self._of, key)


def _less[Key](counted: Counter[Key], key: Key) -> None:
    counted[key] -= 1
    if counted[key] <= 0:
        del counted[key]
