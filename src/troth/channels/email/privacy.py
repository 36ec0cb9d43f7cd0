"""What the channel of mail keeps, and what it sends: transcripts, composed when they are sent."""

from troth.datamap import (
    Category,
    Edge,
    Erase,
    Mirror,
    NotPersonal,
    Personal,
    Place,
    Recipient,
    Source,
    Subject,
    Where,
)
from troth.datamap.keeping import MAIL
from troth.datamap.purposes import ANSWER, FOLLOW_UP

_TALK = NotPersonal("a random id of the talk")
_SEQ = NotPersonal("counts up in the stream")
_NUMBER = NotPersonal("a number of the database's")
_VISITOR, _AGENT = Edge(Subject.VISITOR, "stream"), Edge(Subject.PERSON, "stream")


def _sent(category: Category, of: Edge | None = None) -> Personal:
    recipients = (Recipient.SUBJECT, Recipient.SITE, Recipient.MAIL_SERVER)
    copies = (Mirror.MAIL, Mirror.CAPTURED)
    return Personal(category, (ANSWER, FOLLOW_UP), Erase.EXPIRE, Source.PRODUCT, of, None, recipients, copies, True)


PLACES = (
    Place(
        Where.ROWS, "channels_email.Closing", "A conversation is closed, and its transcript may be due.",
        {"conversation": _TALK, "seq": _SEQ},
    ),
    Place(
        Where.ROWS, "channels_email.Asked", "Somebody asked for the transcript of a talk that is still open.",
        {"id": _NUMBER, "conversation": _TALK, "seq": _SEQ},
    ),
    Place(
        Where.JOB, "transcript", "A reader of the log: writes the mails that are due, without their words.",
        {"event": NotPersonal("a position of the log")},
    ),
    Place(
        Where.MAIL, "transcript", "What was said, to those who should have it.",
        {
            "to": _sent(Category.EMAIL),
            "words": _sent(Category.COMMUNICATION),
            "answers": _sent(Category.CONTACT),
            "rating": _sent(Category.OPINION),
            "agents": _sent(Category.USERNAME, _AGENT),
            "times": _sent(Category.COMMUNICATION_METADATA),
            "files": _sent(Category.COMMUNICATION),
            "proof": _sent(Category.COMMUNICATION),
        },
        (_VISITOR,), MAIL,
    ),
)  # fmt: skip
