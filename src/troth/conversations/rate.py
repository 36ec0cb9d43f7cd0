"""Rate: the visitor says how it was; the last word counts."""

from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel import config
from troth.kernel.errors import Invalid
from troth.kernel.speaking import speaking
from troth.log import Unit
from troth.wire.events import Rated
from troth.wire.mask import mask_cards

from .access import standing
from .act import act
from .models import Conversation
from .sealed import seal
from .text import kept_text

BEST = 5
MAX_COMMENT = 1_000  # characters


def rate(asker: Asker, conversation_id: UUID, client_id: UUID, score: int, comment: str = "") -> Conversation:
    """score 1 (bad) to 5 (very good), while the talk is on or after. Raises NotFound, Forbidden, Invalid, TooLarge,
    TooMany: a rating is counted like a message, since each is kept."""
    own = standing(asker, conversation_id, "rate")
    if not 1 <= score <= BEST:
        raise Invalid(f"A rating is from 1 to {BEST}.", fields={"score": "range"})
    kept, _ = mask_cards(kept_text(comment.strip(), "comment", MAX_COMMENT))
    if refused := speaking(config.current().limits).visitor(own.author.id):
        raise refused

    def change(unit: Unit, row: Conversation) -> None:
        box = seal(row, "rating_comment", kept) if kept else None
        Conversation.objects.filter(id=row.id).update(rating=score, rating_comment=box)

    return act("rate", own, client_id, Rated(score=score, comment=kept), change)
