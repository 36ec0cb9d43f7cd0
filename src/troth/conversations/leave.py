"""Leave: an agent no longer takes part; a visitor whose words are unanswered is then again one nobody has taken."""

from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel.errors import Forbidden
from troth.log import Unit
from troth.wire.events import Left

from .access import standing
from .act import AsItIs, act
from .models import Conversation, Participation


def leave(asker: Asker, conversation_id: UUID, client_id: UUID) -> Conversation:
    """Raises NotFound. Who does not take part stays so."""
    own = standing(asker, conversation_id, "read")
    if own.member is None:
        raise Forbidden
    member = own.member
    if not Participation.objects.filter(conversation=own.conversation, member=member, left_at=None).exists():
        return own.conversation

    def change(unit: Unit, row: Conversation) -> None:
        if not Participation.objects.filter(conversation=row, member=member, left_at=None).update(left_at=unit.at):
            raise AsItIs

    return act("leave", own, client_id, Left(member=member.id), change)
