"""What somebody gets of themselves as a contact: what they are called, how they are reached. And everybody else, whose
names may stand in words about them."""

from collections.abc import Iterator
from itertools import batched

import troth.log
from troth.datamap.erasing import Scope
from troth.datamap.exporting import Excused, Other, Part, Record, Why
from troth.datamap.vocabulary import Subject
from troth.log.boxes import Boxed

from .models import Contact, Identity
from .queries import name_of
from .sealed import NAME, VALUE

_OF_THEIRS = frozenset({Subject.VISITOR, Subject.CONTACT})
_AT_ONCE = 500


def parts() -> tuple[Part, ...]:
    named = ("id", "name", "created_at")
    reached = ("contact", "value", "verified_at")
    covers = [f"rows contacts.Contact: {leaf}" for leaf in named]
    covers += [f"rows contacts.Identity: {leaf}" for leaf in reached]
    return (Part("contact", _OF_THEIRS, _contacts, tuple(covers)),)


def excused() -> tuple[Excused, ...]:
    return (Excused(("rows contacts.Identity: mark",), Why.SECRET),)


def others(scope: Scope) -> Iterator[Other]:
    """All other contacts of the workspace. A name of one word is a word: it is none of these."""
    rows = Contact.objects.filter(workspace_id=scope.workspace, name__isnull=False).exclude(id__in=scope.contacts)
    named = ((bytes(box), scope.workspace, one, NAME) for one, box in rows.values_list("id", "name").iterator() if box)
    for name in _opened(named):
        if len(name.split()) > 1 or not name.isascii():
            yield Other(name, "another person")
    ways = Identity.objects.filter(workspace_id=scope.workspace, value__isnull=False)
    found = ways.exclude(contact_id__in=scope.contacts).values_list("contact_id", "value").iterator()
    reached = ((bytes(box), scope.workspace, one, VALUE) for one, box in found if box)
    for address in _opened(reached):
        yield Other(address, "another person")


def _opened(boxes: Iterator[Boxed]) -> Iterator[str]:
    for some in batched(boxes, _AT_ONCE):
        yield from (data.decode() for data in troth.log.current().open_many(some) if data)


def _contacts(scope: Scope) -> Iterator[Record]:
    for row in Contact.objects.filter(id__in=scope.contacts, workspace_id=scope.workspace):
        ways = list(row.identities.filter(value__isnull=False).order_by("id"))
        boxes = [(bytes(way.value or b""), row.workspace_id, row.id, VALUE) for way in ways]
        values = [(data or b"").decode() for data in troth.log.current().open_many(boxes)]
        yield {
            "id": str(row.id), "name": name_of(row), "known_since": row.created_at,
            "identities": [
                {"kind": way.kind, "value": value, "verified_at": way.verified_at}
                for way, value in zip(ways, values, strict=True) if value
            ],
        }  # fmt: skip
