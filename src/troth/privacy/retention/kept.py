"""What stays of that which retention takes away: how many there were, day by day, and how they were rated. Numbers, of
nobody; counted in the transaction that notes what is taken, so that nothing is counted twice."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import F

from troth.conversations.models import Conversation, File

from .due import rows_of
from .rows import KeptCount

type Counted = Counter[tuple[date, str]]

_SINCE = {"contacts": "created_at", "visitors": "created_at", "mails": "at", "files": "uploaded_at", "consents": "at"}


def keep(site: UUID, what: str, ids: Sequence[UUID]) -> None:
    """Call it inside the transaction, once for each."""
    for (day, measure), count in sorted(_count(what, ids).items()):
        row, _ = KeptCount.objects.get_or_create(site_id=site, day=day, measure=measure, defaults={"count": 0})
        KeptCount.objects.filter(id=row.id).update(count=F("count") + count)


def _count(what: str, ids: Sequence[UUID]) -> Counted:
    if what == "conversations":
        return _conversations(ids)
    if what == "consents":
        said = rows_of(what).filter(id__in=ids).values_list("at", "state")
        return Counter((_day(at), f"consents_{state}") for at, state in said)
    return Counter((_day(at), what) for at in rows_of(what).filter(id__in=ids).values_list(_SINCE[what], flat=True))


def _conversations(ids: Sequence[UUID]) -> Counted:
    """Of the day on which they began."""
    found: Counted = Counter()
    rows = Conversation.objects.filter(id__in=ids).values_list("opened_at", "offline", "rating")
    for opened_at, offline, rating in rows:
        day = _day(opened_at)
        found[day, "conversations"] += 1
        if offline:
            found[day, "offline"] += 1
        if rating is not None:
            found[day, f"rated_{rating}"] += 1
    files = File.objects.filter(conversation__in=ids).exclude(state=File.State.ARRIVING)
    for at in files.values_list("uploaded_at", flat=True):
        found[_day(at), "files"] += 1
    return found


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
