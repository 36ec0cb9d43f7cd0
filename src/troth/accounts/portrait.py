"""A member's picture: set, removed, found by its public address."""

from uuid import UUID

from django.db import transaction

from troth.kernel.errors import Forbidden, Invalid, NotFound, TooLarge, Unsupported
from troth.kernel.pictures import picture_kind, picture_size

from .access import membership
from .asker import Asker
from .models import Member, Portrait
from .roles import LEADS, OWNER

MOST = 256 * 1024  # bytes
WIDEST = 2048  # pixels a side: a small file can unfold to a huge picture in the visitor's browser
KINDS = ("image/png", "image/jpeg", "image/webp")


def set_portrait(asker: Asker, workspace: UUID, member: UUID, data: bytes) -> Member:
    """The member with this picture. By themselves, or by owners and admins.

    Raises NotFound, Forbidden, TooLarge, Unsupported (told from the bytes), or Invalid for measures beyond `WIDEST`.
    """
    row = _whose(asker, workspace, member)
    kind = _checked(data)
    with transaction.atomic():
        held = Portrait.objects.filter(member=row).first()
        portrait = held or Portrait(member=row, version=0)
        portrait.version, portrait.kind, portrait.data = portrait.version + 1, kind, data
        portrait.save(force_insert=held is None)
        row.picture = f"/pictures/{portrait.token}/{portrait.version}"
        row.save(update_fields=["picture"])
    return row


def remove_portrait(asker: Asker, workspace: UUID, member: UUID) -> Member:
    """The member without a picture. From then on its address leads nowhere. Raises NotFound or Forbidden."""
    row = _whose(asker, workspace, member)
    with transaction.atomic():
        Portrait.objects.filter(member=row).delete()
        row.picture = ""
        row.save(update_fields=["picture"])
    return row


def portrait(token: str) -> Portrait | None:
    return Portrait.objects.filter(token=token).first()


def _whose(asker: Asker, workspace: UUID, member: UUID) -> Member:
    by = membership(asker, workspace)
    row = Member.objects.select_related("person").filter(workspace_id=workspace, id=member, active=True).first()
    if row is None:
        raise NotFound
    if by.id != row.id and (by.role not in LEADS or (row.role == OWNER and by.role != OWNER)):
        raise Forbidden
    return row


def _checked(data: bytes) -> str:
    """The media type, told from the bytes."""
    if len(data) > MOST:
        raise TooLarge(f"A picture may have {MOST // 1024} KB. Nothing was kept; make it smaller and repeat.")
    kind = picture_kind(data)
    if kind not in KINDS:
        raise Unsupported("A picture is a PNG, a JPEG or a WebP. Nothing was kept.")
    width, height = picture_size(data, kind)
    if not (0 < width <= WIDEST and 0 < height <= WIDEST):
        raise Invalid(f"A picture is at most {WIDEST} pixels wide and high. Nothing was kept.")
    return kind
