"""Work that is never done twice at once: whoever does it has its row for a minute, which is renewed, and which ends by
itself where its holder was killed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from troth.kernel.clock import now
from troth.kernel.errors import Conflict
from troth.kernel.ids import new_id

LEASE = timedelta(minutes=1)


@contextmanager
def held[Row: Model](
    rows: QuerySet[Row], under_way: str, *, alone: bool = False
) -> Iterator[tuple[Row, Callable[[], None]]]:
    """The row, which has `holder` and `held_until`, and what renews its lease. rows: that one. under_way: a sentence
    for who comes second. alone: no other process can have it, whatever its lease says. Raises Conflict."""
    holder = new_id()
    free = rows if alone else rows.filter(Q(held_until=None) | Q(held_until__lt=now()))
    if not free.update(holder=holder, held_until=now() + LEASE):
        raise Conflict(under_way)
    mine: QuerySet[Any] = rows.filter(holder=holder)

    def renew() -> None:
        if not mine.update(held_until=now() + LEASE):
            raise Conflict("Another process took this over; it goes on there.")

    try:
        yield rows.get(), renew
    finally:
        mine.update(holder=None, held_until=None)
