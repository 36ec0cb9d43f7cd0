"""How long personal data may be kept: from an event on, for a duration, and never for ever."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Keep:
    """`after`: the event that starts the time. `longest`: what a site's own rule may not go beyond."""

    name: str
    after: str
    longest: timedelta


_YEAR = timedelta(days=365)

CONVERSATION = Keep("conversation", "the conversation was closed, or its last event", 3 * _YEAR)
CONTACT = Keep("contact", "the last conversation of the contact", 3 * _YEAR)
VISITOR = Keep("visitor", "the chat was first opened, once no conversation of that browser is left", 3 * _YEAR)
MEMBER = Keep("member", "the person left the workspace", 3 * _YEAR)
PERSON = Keep("person", "the person left their last workspace", _YEAR)
MAIL = Keep("mail", "the mail was sent or given up", _YEAR)
SESSION = Keep("session", "the last use", timedelta(days=14))
MINUTES = Keep("minutes", "it was made", timedelta(minutes=15))
HOURS = Keep("hours", "it was made", timedelta(hours=12))
UPLOAD = Keep("upload", "the upload, while no message names it", timedelta(days=1))
TAB = Keep("tab", "the tab was closed", timedelta(days=0))
DEVICE = Keep("device", "the person's last use of the chat on that device", _YEAR)
CONSENT = Keep("consent", "the consent was given, refused or withdrawn", 3 * _YEAR)
PACKAGE = Keep("package", "it was ordered", timedelta(days=7))
REQUEST = Keep("request", "the request was answered", 3 * _YEAR)
LOOK = Keep("look", "somebody looked", _YEAR)
HOLD = Keep("hold", "the legal hold was lifted, or ended", 3 * _YEAR)
LOGS = Keep("logs", "the line was written", timedelta(days=90))
BACKUP = Keep("backup", "the backup was made", timedelta(days=90))

KEEPS = (
    CONVERSATION, CONTACT, VISITOR, MEMBER, PERSON, MAIL, SESSION, MINUTES, HOURS, UPLOAD, TAB, DEVICE, CONSENT,
    PACKAGE, REQUEST, LOOK, HOLD, LOGS, BACKUP,
)  # fmt: skip
