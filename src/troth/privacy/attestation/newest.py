"""The newest attestation of each control."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, Subquery

from .rows import Attestation


def newest(workspace: UUID, controls: Iterable[str]) -> dict[str, Attestation]:
    """By control; none where there is none."""
    of_it = Attestation.objects.filter(workspace_id=workspace, control=OuterRef("control")).order_by("-at", "-id")
    rows = Attestation.objects.filter(workspace_id=workspace, control__in=list(controls))
    return {row.control: row for row in rows.filter(id=Subquery(of_it.values("id")[:1]))}
