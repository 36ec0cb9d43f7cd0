"""Join: an agent takes part, under the name, title and picture that visitors of this site see."""

from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel.errors import Closed, Forbidden
from troth.log import Unit
from troth.sites.faces import face
from troth.wire.events import Joined

from .access import standing
from .act import AsItIs, act
from .models import Conversation, Participation
from .named import named


def join(asker: Asker, conversation_id: UUID, client_id: UUID) -> Conversation:
    """Raises NotFound, Forbidden, Closed. Who takes part already stays as they are."""
    own = standing(asker, conversation_id, "join")
    if own.member is None:
        raise Forbidden
    member, shown = own.member, face(own.conversation.site, own.member)

    def change(unit: Unit, row: Conversation) -> None:
        if not row.is_open:
            raise Closed
        part = Participation.objects.filter(conversation=row, member=member).first()
        if part is not None and part.left_at is None:
            raise AsItIs
        part = part or Participation(conversation=row, member=member)
        part.joined_at, part.left_at = unit.at, None
        part.alias, part.title, part.picture = shown.alias, shown.title, shown.picture
        part.save()

    body = Joined(member=member.id, alias=shown.alias, title=shown.title, picture=shown.picture)
    return act("join", own, client_id, body, change, subject=named(member.id))
