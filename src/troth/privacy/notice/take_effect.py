"""What was announced takes effect when its day has come: the one before it is superseded in the same moment."""

from uuid import UUID

from django.db import transaction

from troth.kernel.clock import now
from troth.sites.models import Site

from .rows import Notice

_S = Notice.State
AT_ONCE = 100


def take_effect(site: UUID) -> None:
    """Of one site, if it is time; else nothing is written."""
    at = now()
    due = Notice.objects.filter(site_id=site, state=_S.ANNOUNCED, in_force_at__lte=at)
    if not due.exists():
        return
    with transaction.atomic():
        Site.objects.select_for_update().get(id=site)
        row = due.first()
        if row is None:
            return
        Notice.objects.filter(site_id=site, state=_S.IN_FORCE).update(
            state=_S.SUPERSEDED, superseded_at=row.in_force_at
        )
        Notice.objects.filter(id=row.id).update(state=_S.IN_FORCE)


def take_effect_everywhere() -> int:
    """Some of what is due; how many."""
    due = Notice.objects.filter(state=_S.ANNOUNCED, in_force_at__lte=now()).order_by("in_force_at")
    sites = list(due.values_list("site_id", flat=True)[:AT_ONCE])
    for site in sites:
        take_effect(site)
    return len(sites)
