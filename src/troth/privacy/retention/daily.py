"""Retention once a day for each site, some rows at a time, so that whoever works meanwhile waits for a handful at
most."""

import logging
from datetime import timedelta

from django.db import connection
from django.db.models import Exists, OuterRef

from troth.kernel.clock import now
from troth.kernel.errors import Busy, Conflict
from troth.sites.models import Site

from .rows import RetentionRun
from .run import AT_ONCE, begin, go_on

_log = logging.getLogger("troth")

EVERY = timedelta(hours=23, minutes=30)  # it is looked for by the hour
AN_HOUR = 5_000  # rows: others go on in an hour, so that a first run over years holds nobody up


def some() -> int:
    """A handful of one run; how many rows are gone, at least 1 while there is more to do just now."""
    for run in RetentionRun.objects.filter(done_at=None).order_by("at"):
        try:
            after = go_on(run.id, most=AT_ONCE, alone=connection.vendor == "sqlite")
        except (Busy, Conflict):
            continue  # in an hour again
        gone: int = sum(after.counts.values()) - sum(run.counts.values())
        return max(1, gone)
    return 1 if _begin_one() else 0


def _begin_one() -> bool:
    lately = RetentionRun.objects.filter(site=OuterRef("pk"), at__gt=now() - EVERY)
    site = Site.objects.exclude(Exists(lately)).order_by("id").first()
    if site is not None:
        begin(site, now())
    return site is not None
