"""Who departed a moment ago: the gateway listens, and ends their sockets. The row says so for good
(`Visitor.departed_at`, or there is none any more). No Django here: the gateway asks too."""

from collections.abc import Callable
from uuid import UUID

type Told = Callable[[UUID, UUID], None]

_listening: list[Told] = []


def listen(told: Told) -> None:
    """`told` is called with the workspace and the visitor, in whatever thread they depart."""
    _listening.append(told)


def unlisten(told: Told) -> None:
    if told in _listening:
        _listening.remove(told)


def note(workspace: UUID, visitor: UUID) -> None:
    """They are gone; call it after the commit that says so."""
    for told in list(_listening):
        told(workspace, visitor)
