"""Which holds stand, and what they keep from being erased: whoever is held keeps their browsers, their conversations
and their name."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from troth.conversations.models import Conversation
from troth.datamap.erasing import Because, Reason, Scope
from troth.kernel.clock import now
from troth.visitors.models import Visitor

from .rows import Hold

_K = Hold.Kind


def standing(workspace: UUID, at: datetime) -> QuerySet[Hold]:
    """Those that hold at this moment."""
    return Hold.objects.filter(Q(until=None) | Q(until__gt=at), workspace_id=workspace, lifted_at=None)


def in_the_way(scope: Scope) -> list[Hold]:
    """Holds that keep this subject from being erased; the oldest first."""
    rows = list(standing(scope.workspace, now()).order_by("id"))
    if not rows:
        return []
    reached = _reached(scope)
    return [row for row in rows if row.target in reached[row.kind]]


def blockers(scope: Scope) -> Iterator[Reason]:
    """For the plan of an erasure."""
    for row in in_the_way(scope):
        yield Reason(
            code=Because.HELD,
            sentence=f"Legal hold {row.id} on the {row.kind}, since {row.at:%Y-%m-%d}: {row.reason}."
            " Lift it first, if it may be lifted.",
            params={"hold": str(row.id), "kind": row.kind, "since": row.at.isoformat(), "reason": row.reason},
        )


def _reached(scope: Scope) -> dict[str, set[UUID]]:
    """Kind of hold -> ids of theirs that it may be on."""
    visitors, contacts, sites = set(scope.visitors), set(scope.contacts), set[UUID]()
    browsers = Visitor.objects.filter(id__in=scope.visitors).values_list("id", "contact_id", "site_id")
    talks = Conversation.objects.filter(id__in=scope.streams).values_list("visitor_id", "contact_id", "site_id")
    for visitor, contact, site in _both(browsers, talks):
        visitors.add(visitor)
        contacts |= {contact} if contact else set()
        sites.add(site)
    return {
        _K.VISITOR: visitors, _K.CONTACT: contacts, _K.PERSON: {scope.person}, _K.CONVERSATION: set(scope.streams),
        _K.SITE: sites,
    }  # fmt: skip


def _both(
    *rows: Iterable[tuple[UUID, UUID | None, UUID]],
) -> Iterable[tuple[UUID, UUID | None, UUID]]:
    for some in rows:
        yield from some
