"""Correct what a contact is called or how they are reached, as they asked."""

from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

import troth.log
from troth.kernel.errors import Conflict, NotFound
from troth.kernel.text import one_line
from troth.post.address import mail_address

from .models import Contact, Identity
from .queries import name_of
from .sealed import NAME, VALUE, mark_of, seal

MOST = 200  # characters of a name


class Corrected(NamedTuple):
    """field: name or email. before: all that stood there."""

    field: str
    before: frozenset[str]
    now: str


def correct(
    workspace: UUID, contact: UUID, *, name: str | None = None, email: str | None = None
) -> tuple[Corrected, ...]:
    """What is None stays. The address takes the place of those that were known. What mirrors either is for the caller
    to bring along. Raises NotFound, Invalid, Conflict (the address is somebody else's)."""
    row = Contact.objects.filter(id=contact, workspace_id=workspace).first()
    if row is None:
        raise NotFound
    done = []
    with transaction.atomic():
        if name is not None:
            fresh = one_line(name)[:MOST]
            done.append(Corrected("name", frozenset({name_of(row)} - {""}), fresh))
            row.name = seal(workspace, contact, fresh, NAME)
            row.save(update_fields=["name"])
        if email is not None:
            fresh = mail_address(email, "email").lower()
            done.append(Corrected("email", _addresses(row), fresh))
            _reach_at(row, fresh)
    return tuple(done)


def _addresses(row: Contact) -> frozenset[str]:
    held = Identity.objects.filter(contact=row, kind="email", value__isnull=False).values_list("value", flat=True)
    opened = troth.log.current().open_many([(bytes(box or b""), row.workspace_id, row.id, VALUE) for box in held])
    return frozenset(data.decode() for data in opened if data)


def _reach_at(row: Contact, email: str) -> None:
    mark = mark_of(row.workspace_id, "email", email)
    taken = Identity.objects.filter(workspace_id=row.workspace_id, kind="email", mark=mark)
    if taken.exclude(contact=row).exists():
        raise Conflict("This address is known as somebody else's. Find out whose it is first.")
    Identity.objects.filter(contact=row, kind="email").exclude(mark=mark).delete()
    if taken.exists():
        return
    try:
        with transaction.atomic():
            Identity.objects.create(
                workspace_id=row.workspace_id, contact=row, kind="email", mark=mark,
                value=seal(row.workspace_id, row.id, email, VALUE),
            )  # fmt: skip
    except IntegrityError:
        raise Conflict("Somebody else gave this address at the same moment. Find out whose it is first.") from None
