"""Ask for the transcript at an address of one's own: mailed at once when the talk is closed, else when it closes.

The mail itself is written by a reader of the log (channels/email/transcript.py)."""

from functools import cache
from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel import config
from troth.kernel.errors import TooMany
from troth.kernel.limits import Hourly, Limits
from troth.log import Unit
from troth.post.address import mail_address
from troth.wire.events import Audience, TranscriptAsked

from .access import Standing, standing
from .act import act
from .models import Conversation


def ask_transcript(asker: Asker, conversation_id: UUID, client_id: UUID, address: str, place: str = "") -> Conversation:
    """place: the network address that a visitor asks from. Raises NotFound, Invalid (address), TooMany. What an agent
    asks for, the visitor does not see."""
    own = standing(asker, conversation_id, "ask_transcript")
    to = mail_address(address)
    if not _counted(config.current().limits).take(own, to.casefold(), place):
        raise TooMany("Enough transcripts for now. Wait an hour and ask again.")

    def change(unit: Unit, row: Conversation) -> None:
        """The event is all there is to write."""

    audience = Audience.ALL if own.member is None else Audience.TEAM
    return act("ask_transcript", own, client_id, TranscriptAsked(address=to), change, audience)


class _Counted:
    """An address is anybody's: visitors, of whom one person may be many, fill none, and make no relay of a site."""

    def __init__(self, limits: Limits) -> None:
        self._askers, self._getters = Hourly[UUID](limits.visitor_transcripts), Hourly[str](limits.visitor_transcripts)
        self._places, self._sites = Hourly[str](limits.address_transcripts), Hourly[UUID](limits.site_transcripts)

    def take(self, own: Standing, to: str, place: str) -> bool:
        if own.member is not None:
            return self._askers.take(own.author.id)
        return (
            self._askers.take(own.author.id)
            and self._getters.take(to)
            and self._places.take(place)
            and self._sites.take(own.conversation.site_id)
        )


@cache
def _counted(limits: Limits) -> _Counted:
    """The one counter of this process for these limits."""
    return _Counted(limits)
