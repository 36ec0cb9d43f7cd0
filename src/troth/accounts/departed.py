"""Who left so long ago that they are kept no longer."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from troth.datamap.keeping import MEMBER, PERSON

from .models import Member


def departed(at: datetime, most: int) -> list[tuple[UUID, UUID]]:
    """(workspace, person), who left first: their place in a workspace when its time is over; all their places when they
    left the last one longer ago than a login is kept."""
    active = Member.objects.filter(active=True).values("person")
    rows = Member.objects.exclude(person__in=active).values("person").annotate(last=Max("left_at"))
    gone = rows.filter(last__lte=at - PERSON.longest).values("person")
    over = Member.objects.filter(active=False, left_at__isnull=False)
    over = over.filter(Q(left_at__lte=at - MEMBER.longest) | Q(person__in=gone))
    return list(over.order_by("left_at", "id").values_list("workspace_id", "person_id")[:most])
