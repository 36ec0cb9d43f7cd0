"""Ask for the transcript at an address of one's own: mailed at once when the talk is closed, else when it closes.

The mail itself is written by a reader of the log (channels/email/transcript.py)."""

import threading
from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel import config
from troth.kernel.errors import TooMany
from troth.kernel.limits import Buckets
from troth.log import Unit
from troth.post.address import mail_address
from troth.wire.events import Audience, TranscriptAsked

from .access import standing
from .act import act
from .models import Conversation

_guard = threading.Lock()
_asked: Buckets[UUID | str] | None = None  # by who asks, and by who would get it


def ask_transcript(asker: Asker, conversation_id: UUID, client_id: UUID, address: str) -> Conversation:
    """Raises NotFound, Invalid (address), TooMany. What an agent asks for, the visitor does not see."""
    own = standing(asker, conversation_id, "ask_transcript")
    to = mail_address(address)
    # an address is anybody's: visitors, of whom one person may be many, don't fill it
    if not _take(own.author.id) or (own.member is None and not _take(to.casefold())):
        raise TooMany("Enough transcripts for now. Wait an hour and ask again.")

    def change(unit: Unit, row: Conversation) -> None:
        """The event is all there is to write."""

    audience = Audience.ALL if own.member is None else Audience.TEAM
    return act("ask_transcript", own, client_id, TranscriptAsked(address=to), change, audience)


def _take(asker: UUID | str) -> bool:
    global _asked
    with _guard:
        if _asked is None:
            most = config.current().limits.visitor_transcripts
            _asked = Buckets(most, most / 3600)
        return _asked.take(asker)
