"""Close: the talk is over; what can be said now is a rating, a note, or, by an agent, that it goes on."""

from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel.errors import Closed
from troth.log import CLOSED, Unit
from troth.wire.events import ConversationClosed

from .access import standing
from .act import act
from .models import Conversation


def close(asker: Asker, conversation_id: UUID, client_id: UUID) -> Conversation:
    """Raises NotFound, Forbidden, Closed (it was closed by somebody else before)."""
    own = standing(asker, conversation_id, "close")

    def change(unit: Unit, row: Conversation) -> None:
        if not row.is_open:
            raise Closed("This conversation is closed already.")
        Conversation.objects.filter(id=row.id).update(state=Conversation.State.CLOSED, closed_at=unit.at)
        unit.state(row.id, CLOSED)

    return act("close", own, client_id, ConversationClosed(by=own.by), change)
