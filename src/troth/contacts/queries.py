"""What contacts are called and how they are reached: opened, with one look into the keyring for all of them."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

import troth.log
from troth.log.boxes import Boxed

from .models import Contact, Identity
from .sealed import NAME, VALUE


class Known(NamedTuple):
    """Empty where nobody said it, or where it was erased. email: the first address known of them."""

    name: str = ""
    email: str = ""


NOBODY = Known()


def known(contacts: Iterable[Contact], *, emails: bool = True) -> dict[UUID, Known]:
    """Contact -> what is known of them. emails: False saves the look for them."""
    rows = {row.id: row for row in contacts}
    if not rows:
        return {}
    boxes: dict[UUID, bytes] = {}
    if emails:
        found = Identity.objects.filter(contact_id__in=rows, kind="email", value__isnull=False)
        boxes = {one: bytes(box) for one, box in found.order_by("-id").values_list("contact_id", "value") if box}
    named = [row for row in rows.values() if row.name is not None]
    asked: list[Boxed] = [(bytes(row.name or b""), row.workspace_id, row.id, NAME) for row in named]
    asked += [(box, rows[one].workspace_id, one, VALUE) for one, box in boxes.items()]
    opened = [(data or b"").decode() for data in troth.log.current().open_many(asked)]
    names = dict(zip((row.id for row in named), opened, strict=False))
    addresses = dict(zip(boxes, opened[len(named) :], strict=True))
    return {one: Known(names.get(one, ""), addresses.get(one, "")) for one in rows}


def name_of(contact: Contact | None) -> str:
    return "" if contact is None else known([contact], emails=False)[contact.id].name
