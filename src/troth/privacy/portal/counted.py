"""How many codes there may be: nobody fills somebody's mailbox, makes a relay of a site, or tries codes for long. What
is counted and what is answered is the same for addresses that are known and those that are not."""

from datetime import timedelta
from functools import cache
from math import ceil
from uuid import UUID

from troth.kernel import config
from troth.kernel.buckets import Hourly, refused
from troth.kernel.clock import now
from troth.kernel.errors import TooMany
from troth.kernel.limits import Limits

from .digits import mailbox_of
from .proof import Proof

_LINKS = 30
_HOUR, LONG = timedelta(hours=1), timedelta(hours=12)


class Counted:
    """One of a process, for its limits; mailboxes are counted in rows, for all processes."""

    def __init__(self, limits: Limits) -> None:
        self._mailbox = limits.mailbox_codes
        self._places = Hourly[str](limits.address_codes, "Too many codes were asked for from here.", "address_codes")
        self._sites = Hourly[UUID](limits.site_codes, "Too many codes were asked for at this site.", "site_codes")
        self._tries = Hourly[str](limits.address_tries, "Too many codes were tried from here.", "address_tries")
        self._links = Hourly[UUID](_LINKS, "Too many copies were fetched.", "session_links")
        self._answered = Hourly[bytes](self._mailbox, "Enough mails went to this mailbox.", "mailbox_codes")
        self._shown = Hourly[UUID](
            limits.visitor_codes, f"One chat shows {limits.visitor_codes} codes an hour.", "visitor_codes"
        )

    def mailed(self, place: str, site: UUID, mailbox: bytes) -> None:
        """place: the network address. Raises TooMany. The mailbox last: who is stopped before takes nothing of it."""
        self._places.count(place)
        for within, most in ((_HOUR, self._mailbox), (LONG, 3 * self._mailbox)):
            lately = Proof.objects.filter(mailbox=mailbox, at__gt=now() - within).order_by("-at")
            oldest = lately.values_list("at", flat=True)[most - 1 : most].first()
            if oldest is not None:
                refused["mailbox_codes"] += 1
                again = max(1, ceil((oldest + within - now()).total_seconds()))
                raise TooMany("Enough codes went to this mailbox.", again=again)
        self._sites.count(site)

    def tried(self, place: str) -> None:
        """Raises TooMany."""
        self._tries.count(place)

    def linked(self, session: UUID) -> None:
        """A copy may be fetched so often in one session. Raises TooMany."""
        self._links.count(session)

    def answers(self, place: str, address: str) -> None:
        """Somebody whom only their chat knows gives an address to be answered at, which nobody has proven. Raises
        TooMany."""
        self._places.count(place)
        self._answered.count(mailbox_of(address.lower()))

    def shown(self, visitor: UUID) -> None:
        """Raises TooMany."""
        self._shown.count(visitor)


@cache
def _of(limits: Limits) -> Counted:
    return Counted(limits)


def counted() -> Counted:
    return _of(config.current().limits)
