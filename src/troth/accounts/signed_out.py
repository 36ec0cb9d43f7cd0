"""Who signed out, or took another password, a moment ago: passes made before that open nothing any more.

A pass is kept nowhere and lasts 15 minutes, unless a socket renews it. So it is enough to remember for 15 minutes whom
to refuse, and to end the sockets. No Django here: the gateway asks too.
"""

import time
from collections.abc import Callable
from uuid import UUID

from troth.kernel.errors import SignInNeeded
from troth.kernel.passes import AGENT_LASTS, Claims

_LASTS = AGENT_LASTS.total_seconds()
_at: dict[UUID, int] = {}  # person -> Unix seconds
_listening: list[Callable[[UUID], None]] = []


def listen(told: Callable[[UUID], None]) -> None:
    """`told` is called with the person, in whatever thread they sign out."""
    _listening.append(told)


def unlisten(told: Callable[[UUID], None]) -> None:
    if told in _listening:
        _listening.remove(told)


def sign_out(person: UUID) -> None:
    """Everywhere: a browser that still has its session gets a new pass by it."""
    now = int(time.time())
    for other, at in list(_at.items()):
        if at < now - _LASTS:
            _at.pop(other, None)
    _at[person] = now
    for told in list(_listening):
        told(person)


def check(claims: Claims) -> None:
    """Raises SignInNeeded for an agent's pass that was made before the person signed out."""
    at = _at.get(claims.id)
    if at is not None and claims.kind == "agent" and claims.exp - _LASTS < at:
        raise SignInNeeded
