"""Take in who somebody was in another installation. What they bring has proven nothing here: it makes a contact of its
own, and takes no address from anybody."""

from typing import Literal
from uuid import UUID, uuid5

import msgspec

from troth.kernel.text import keepable

from .models import Contact, Identity
from .sealed import NAME, VALUE, mark_of, seal

MOST = 20  # identities


class EarlierIdentity(msgspec.Struct, kw_only=True):
    kind: Literal["email", "phone"]
    value: str


class EarlierContact(msgspec.Struct, kw_only=True):
    """id: that they had there."""

    id: UUID
    name: str = ""
    identities: list[EarlierIdentity] = []


def take_in(workspace: UUID, told: EarlierContact) -> Contact:
    """The contact, made now or before by the same. An address that somebody here has stays theirs."""
    one = uuid5(workspace, f"contact {told.id}")
    name = " ".join(told.name.split())[:200]
    row, fresh = Contact.objects.get_or_create(id=one, workspace_id=workspace)
    if fresh and name and keepable(name):
        row.name = seal(workspace, one, name, NAME)
        row.save(update_fields=["name"])
    ways = [(way.kind, way.value.strip().lower()[:254]) for way in told.identities[:MOST]]
    Identity.objects.bulk_create(
        [
            Identity(
                id=uuid5(one, f"{kind} {value}"), workspace_id=workspace, contact=row, kind=kind,
                mark=mark_of(workspace, kind, value), value=seal(workspace, one, value, VALUE),
            )
            for kind, value in dict.fromkeys(ways) if value and keepable(value)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return row
