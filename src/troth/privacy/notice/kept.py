"""How long a site keeps what of visitors and contacts: by its own rules, and for the rest by those of the data map."""

from troth.datamap import Keep
from troth.datamap.keeping import (
    BACKUP,
    CONSENT,
    CONTACT,
    CONVERSATION,
    DEVICE,
    HOLD,
    HOURS,
    KEEPS,
    LOGS,
    LOOK,
    MAIL,
    MEMBER,
    MINUTES,
    PACKAGE,
    PERSON,
    REQUEST,
    SESSION,
    TAB,
    UPLOAD,
    VISITOR,
)
from troth.sites.device import on_device
from troth.sites.models import Site

from ..retention.rules import rules_of
from .content import Kept
from .people import keep_of, theirs

RULES = {  # a site has rules of its own for these
    CONVERSATION: ("conversations", "files"), CONTACT: ("contacts",), VISITOR: ("visitors",), MAIL: ("mails",),
    CONSENT: ("consents",),
}  # fmt: skip
AFTER = {
    MINUTES: "created", HOURS: "created", UPLOAD: "created", PACKAGE: "created", LOOK: "created", LOGS: "created",
    BACKUP: "created", TAB: "tab", DEVICE: "used", SESSION: "signed_in", REQUEST: "answered", HOLD: "lifted",
    MEMBER: "left", PERSON: "left_all",
}  # fmt: skip
_DAY = 86_400
_IN_ORDER = ("conversations", "files", "contacts", "visitors", "mails", "consents")


def kept(site: Site) -> list[Kept]:
    """Raises KeyError where the map has a time of which nobody said from when on it counts."""
    rules = {rule.what: rule for rule in rules_of(site.id)}
    own = [Kept(what=what, after=rules[what].after, seconds=rules[what].days * _DAY) for what in _IN_ORDER]
    used = {keep_of(place, leaf) for place, _, leaf, _ in theirs()}
    rest = [one for one in KEEPS if one in used and one not in RULES]
    return own + [Kept(what=one.name, after=AFTER[one], seconds=_seconds(one, site)) for one in rest]


def _seconds(keep: Keep, site: Site) -> int:
    return on_device(site).days * _DAY if keep is DEVICE else round(keep.longest.total_seconds())
