"""Uploads that no message named within a day, and what a crash left of one: rows first, then bytes, then rows again."""

from datetime import timedelta
from uuid import UUID

from troth.kernel.clock import now

from .models import File

UNNAMED_LASTS = timedelta(days=1)
AT_ONCE = 200


def unnamed() -> list[UUID]:
    """Some that nobody may name or fetch any more from now on; their bytes may be taken from the store."""
    late = File.objects.exclude(state=File.State.NAMED).filter(uploaded_at__lt=now() - UNNAMED_LASTS)
    ids = list(late.order_by("uploaded_at").values_list("id", flat=True)[:AT_ONCE])
    File.objects.filter(id__in=ids, state=File.State.UPLOADED).update(state=File.State.ARRIVING)
    return list(File.objects.filter(id__in=ids, state=File.State.ARRIVING).values_list("id", flat=True))


def forget(ids: list[UUID]) -> None:
    """Their bytes are gone from the store."""
    File.objects.filter(id__in=ids, state=File.State.ARRIVING).delete()
