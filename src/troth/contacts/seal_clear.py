"""Seal what an older version kept in clear: names and addresses of contacts. At the start, before anything is served.

In steps that are each whole: killed in the middle it goes on where it was, and two processes that do it at once only
do it twice.
"""

from django.db import transaction

from .models import Contact, Identity
from .sealed import NAME, VALUE, mark_of, seal

AT_ONCE = 500  # rows to a transaction


def seal_clear() -> int:
    """How many rows were in clear. Quick when there are none: an index holds only those."""
    done = 0
    while step := _names() + _values():
        done += step
    return done


def _names() -> int:
    with transaction.atomic():
        rows = list(Contact.objects.exclude(clear_name="")[:AT_ONCE])
        for row in rows:
            box = seal(row.workspace_id, row.id, row.clear_name, NAME)
            Contact.objects.filter(id=row.id, clear_name=row.clear_name).update(name=box, clear_name="")
    return len(rows)


def _values() -> int:
    with transaction.atomic():
        rows = list(Identity.objects.exclude(clear_value="")[:AT_ONCE])
        for row in rows:
            Identity.objects.filter(id=row.id, clear_value=row.clear_value).update(
                value=seal(row.workspace_id, row.contact_id, row.clear_value, VALUE),
                mark=mark_of(row.workspace_id, row.kind, row.clear_value),
                clear_value="",
            )
    return len(rows)
