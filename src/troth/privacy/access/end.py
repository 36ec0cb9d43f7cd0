"""An order ends: its package goes, and whose it was."""

from django.db.models import Q

from troth.kernel.clock import now

from .orders import AccessLink, AccessOrder
from .pieces import take_away

AT_ONCE = 50
_ENDED = AccessOrder.State.ENDED


def end(order: AccessOrder) -> None:
    """May be done again."""
    take_away(order)
    AccessLink.objects.filter(order=order).delete()
    AccessOrder.objects.filter(id=order.id).update(
        state=_ENDED, subject_id=None, pieces=0, holder=None, held_until=None, language=""
    )


def end_old() -> None:
    """Those whose week is over, and those that nobody ended to the end."""
    over = ~Q(state=_ENDED) & Q(ends_at__lte=now()) | Q(state=_ENDED, subject_id__isnull=False, held_until=None)
    while late := list(AccessOrder.objects.filter(over)[:AT_ONCE]):
        for one in late:
            end(one)
