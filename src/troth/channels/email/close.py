"""What the reader of transcripts remembers of a workspace that closes."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from troth.conversations.models import Conversation
from troth.datamap.closing import Ending, Renew
from troth.datamap.erasing import Order

from .models import Asked, Closing

AT_ONCE = 200  # rows


def steps() -> tuple[Ending, ...]:
    return (
        Ending(
            "transcripts that are owed", "forgotten", Order.COPIES,
            lambda workspace: sum(rows.count() for rows in _rows(workspace)), _forget,
            ("rows channels_email.Closing", "rows channels_email.Asked"),
        ),
    )  # fmt: skip


def _rows(workspace: UUID) -> tuple[QuerySet[Any], ...]:
    talks = Conversation.objects.filter(workspace_id=workspace).values("id")
    return tuple(model.objects.filter(conversation__in=talks) for model in (Closing, Asked))


def _forget(workspace: UUID, renew: Renew) -> None:
    for rows in _rows(workspace):
        while ids := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
            rows.model._default_manager.filter(pk__in=ids).delete()
            renew()
