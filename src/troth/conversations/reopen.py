"""Reopen: an agent takes a closed conversation up again; the visitor waits from now on if theirs was the last word."""

from uuid import UUID

from troth.accounts.asker import Asker
from troth.log import OPEN, Unit
from troth.wire.events import Reopened

from .access import standing
from .act import AsItIs, act
from .models import Conversation


def reopen(asker: Asker, conversation_id: UUID, client_id: UUID) -> Conversation:
    """Raises NotFound, Forbidden. An open conversation stays as it is."""
    own = standing(asker, conversation_id, "reopen")

    def change(unit: Unit, row: Conversation) -> None:
        if row.is_open:
            raise AsItIs
        waits = unit.at if row.waiting_since else None  # who was answered last waits for nothing
        Conversation.objects.filter(id=row.id).update(
            state=Conversation.State.OPEN, closed_at=None, waiting_since=waits
        )
        unit.state(row.id, OPEN)

    return act("reopen", own, client_id, Reopened(by=own.by), change)
