"""What a run of retention is clearing at this moment: chosen and noted in one transaction, cleared after it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from troth.conversations.models import Conversation

from .due import held_of, rows_of
from .rows import RetentionRun


class Hand(msgspec.Struct, frozen=True):
    """visitors: whose the conversations were, which the first step cuts."""

    ids: list[UUID]
    visitors: list[UUID] = []


def take(what: str, ids: Sequence[UUID]) -> Hand:
    if what != "conversations":
        return Hand(list(ids))
    whose = Conversation.objects.filter(id__in=ids).values_list("visitor_id", flat=True)
    return Hand(list(ids), sorted(set(whose)))


def in_hand(workspace: UUID, at: datetime) -> bool:
    """Whether a run is clearing something that the holds of this moment keep."""
    for run in RetentionRun.objects.filter(workspace=workspace, done_at=None, hand__isnull=False):
        ids = msgspec.convert(run.hand, Hand).ids
        if rows_of(run.what).filter(held_of(run.what, workspace, at, holds_alone=True), id__in=ids).exists():
            return True
    return False
