"""Who signed out, or took another password, a moment ago: passes made before that open nothing any more.

The person's row says so for good (`Person.passes_from`); it is read where a pass opens something, and before a socket's
pass is renewed. What is here is for this process, at once: it refuses passes that were being made in that moment, and
ends the sockets; the other processes are told. No Django here: the gateway asks too.
"""

from collections.abc import Callable
from uuid import UUID

from troth.kernel.clock import now
from troth.kernel.errors import SignInNeeded
from troth.kernel.passes import AGENT_LASTS, Claims, milliseconds

_LASTS = int(AGENT_LASTS.total_seconds()) * 1000
_at: dict[UUID, int] = {}  # person -> Unix milliseconds
_listening: list[Callable[[UUID, int], None]] = []


def listen(told: Callable[[UUID, int], None]) -> None:
    """`told` is called with the person and the moment (Unix milliseconds), in whatever thread they sign out."""
    _listening.append(told)


def unlisten(told: Callable[[UUID, int], None]) -> None:
    if told in _listening:
        _listening.remove(told)


def note(person: UUID) -> None:
    """They are out, by this process; a browser that still has its session gets a new pass by it."""
    at = milliseconds(now())
    for other, before in list(_at.items()):
        if before < at - _LASTS:
            _at.pop(other, None)
    _at[person] = at
    for told in list(_listening):
        told(person, at)


def heard(person: UUID, at: int) -> None:
    """They are out, by another process of the installation, since `at` (Unix milliseconds)."""
    _at[person] = max(at, _at.get(person, 0))


def check(claims: Claims) -> None:
    """Raises SignInNeeded for an agent's pass that was made before the person signed out."""
    if claims.kind == "agent" and claims.issued <= _at.get(claims.id, 0):
        raise SignInNeeded
