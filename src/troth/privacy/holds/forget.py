"""Holds that are over longer than the data map allows go: that there was one is nobody's any more."""

from django.db.models import Q

from troth.datamap.keeping import HOLD
from troth.kernel.clock import now

from .rows import Hold


def forget() -> int:
    over = now() - HOLD.longest
    gone, _ = Hold.objects.filter(Q(lifted_at__lt=over) | Q(until__lt=over)).delete()
    return gone
