"""Ask for the transcript at an address of one's own: mailed at once when the talk is closed, else when it closes.

The mail itself is written by a reader of the log (channels/email/transcript.py)."""

from functools import cache
from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel import config
from troth.kernel.buckets import Hourly
from troth.kernel.limits import Limits
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
    _counted(config.current().limits).count(own, to.casefold(), place)

    def change(unit: Unit, row: Conversation) -> None:
        """The event is all there is to write."""

    audience = Audience.ALL if own.member is None else Audience.TEAM
    return act("ask_transcript", own, client_id, TranscriptAsked(address=to), change, audience)


class _Counted:
    """An address is anybody's: visitors, of whom one person may be many, fill none, and make no relay of a site."""

    def __init__(self, limits: Limits) -> None:
        told, most = "{} {} transcripts an hour.".format, limits.visitor_transcripts
        self._askers = Hourly[UUID](most, told("One person may ask for", most), "visitor_transcripts")
        self._getters = Hourly[str](most, told("To one mail address go", most), "visitor_transcripts")
        most = limits.address_transcripts
        self._places = Hourly[str](
            most, told("Visitors of one network address may ask for", most), "address_transcripts"
        )
        most = limits.site_transcripts
        self._sites = Hourly[UUID](
            most, told("All visitors of this site together may ask for", most), "site_transcripts"
        )

    def count(self, own: Standing, to: str, place: str) -> None:
        """Raises TooMany."""
        self._askers.count(own.author.id)
        if own.member is None:
            self._getters.count(to)
            self._places.count(place)
            self._sites.count(own.conversation.site_id)


@cache
def _counted(limits: Limits) -> _Counted:
    """The one counter of this process for these limits."""
    return _Counted(limits)
