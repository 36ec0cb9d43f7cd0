"""The log of who looked at what, for owners and privacy officers."""

from typing import Any
from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel.paging import decode_cursor, encode_cursor, page_size
from troth.sites.models import Site

from .find import officer
from .labels import labels, members
from .letter import number_of
from .look import Look
from .rows import Request


def looks_of(
    asker: Asker, workspace: UUID, cursor: str | None, limit: int | None
) -> tuple[list[dict[str, Any]], str | None]:
    """The newest first. Raises NotFound, Forbidden, Invalid (the cursor)."""
    officer(asker, workspace)
    rows = Look.objects.filter(workspace_id=workspace).order_by("-id")
    if cursor is not None:
        rows = rows.filter(id__lt=decode_cursor(cursor, tuple[UUID])[0])
    size = page_size(limit)
    found = list(rows[: size + 1])
    names = members(workspace, [look.member for look in found])
    called = _called(workspace, {look.object for look in found if look.object is not None})
    shown = [
        {
            "at": look.at, "what": look.what, "object": look.object,
            "by": look.member and {"id": look.member, "name": names.get(look.member, "")},
            "label": called.get(look.object, "") if look.object else "",
        }
        for look in found[:size]
    ]  # fmt: skip
    return shown, encode_cursor(found[size - 1].id.hex) if len(found) > size else None


def _called(workspace: UUID, objects: set[UUID]) -> dict[UUID, str]:
    """Requests by their number, sites and people by their name."""
    found = labels(workspace, objects)
    found |= dict(Site.objects.filter(workspace_id=workspace, id__in=objects).values_list("id", "name"))
    asked = Request.objects.filter(workspace_id=workspace, id__in=objects)
    return found | {row.id: number_of(row) for row in asked}
