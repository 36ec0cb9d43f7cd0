"""Note: words for the team alone. Sealed with the visitor's key: they are about the visitor."""

from uuid import UUID

import troth.log
from troth.accounts.asker import Asker
from troth.kernel.errors import Invalid
from troth.log import Draft, Written
from troth.wire.events import Audience, Noted
from troth.wire.mask import mask_cards

from .access import standing
from .text import kept_text


def note(asker: Asker, conversation_id: UUID, client_id: UUID, text: str) -> Written:
    """Raises NotFound, Forbidden, Invalid, TooLarge, Conflict. A closed conversation still takes notes."""
    own = standing(asker, conversation_id, "note")
    if not text.strip():
        raise Invalid("The note is empty.", fields={"text": "required"})
    kept, masked = mask_cards(kept_text(text))
    return troth.log.current().append_sync(
        Draft(
            workspace=own.workspace,
            stream=conversation_id,
            body=Noted(text=kept, masked=masked),
            author=own.author,
            client_id=client_id,
            audience=Audience.TEAM,
            subject=own.conversation.visitor_id,
            verb="note",
        )
    )
