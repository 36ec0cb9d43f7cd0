"""Who takes conversations now: a wish with a lease. A console repeats its wish every 10 seconds; when it stops, the
member counts as gone 45 s after their last sign of life."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from troth.kernel.clock import now

from .models import Member
from .roles import SERVING

type Told = Callable[[UUID, list[UUID]], None]

_listening: list[Told] = []
GRACE = timedelta(seconds=45)  # from the last sign of life: a reload or a short tunnel is no absence


def set_available(person: UUID, available: bool) -> None:
    """The person takes conversations, or does not, in all their workspaces; renews the lease."""
    rows = Member.objects.filter(person_id=person, active=True, role__in=SERVING)
    rows.update(available=available, available_until=now() + GRACE if available else None)


def listen(told: Told) -> None:
    """`told` is called with the person and their workspaces, in whatever thread they change it over HTTP."""
    _listening.append(told)


def unlisten(told: Told) -> None:
    if told in _listening:
        _listening.remove(told)


def note(person: UUID, workspaces: list[UUID]) -> None:
    """After `set_available`, where it is not the gateway that did it: who watches looks at once."""
    for told in list(_listening):
        told(person, workspaces)


def is_available(member: Member, at: datetime | None = None) -> bool:
    until = member.available_until
    return member.active and member.role in SERVING and member.available and until is not None and until > (at or now())


def available_members(workspace: UUID) -> list[Member]:
    """Those who take conversations now, longest-serving first."""
    rows = Member.objects.select_related("person").filter(
        workspace_id=workspace, active=True, available=True, available_until__gt=now(), role__in=SERVING
    )
    return list(rows.order_by("id"))


def available(workspace: UUID) -> list[UUID]:
    """The ids of those who take conversations now."""
    return [member.id for member in available_members(workspace)]


def wishes(members: Iterable[Member]) -> bool:
    """Whether a person wants conversations at all: the switch in their console."""
    return any(member.available for member in members)
