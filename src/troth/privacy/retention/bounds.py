"""Of what there are rules, and how long something may be kept at most. Pure: a profile is read without a database."""

from collections.abc import Mapping
from typing import NamedTuple

from troth.datamap.keeping import CONSENT, CONTACT, CONVERSATION, MAIL, VISITOR, Keep

LEAST = 1  # days


class Bound(NamedTuple):
    """after: the events from which it may count, the usual first. longest: of the data map."""

    after: tuple[str, ...]
    longest: Keep

    @property
    def most(self) -> int:
        """Days."""
        return self.longest.longest.days


# The order is that in which a run goes: what comes later never makes more of what came before due, so that a dry run
# counts exactly what the run after it takes.
BOUNDS: Mapping[str, Bound] = {
    "contacts": Bound(("last_message",), CONTACT),
    "visitors": Bound(("created",), VISITOR),
    "mails": Bound(("created",), MAIL),
    "files": Bound(("created",), CONVERSATION),
    "consents": Bound(("created",), CONSENT),
    "conversations": Bound(("closed", "last_message"), CONVERSATION),
}
