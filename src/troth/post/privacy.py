"""What outgoing mail keeps: to whom, sealed, and how it went. Its words are composed when it is sent, and kept
nowhere."""

from troth.datamap import (
    Category,
    Edge,
    Erase,
    Inside,
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
from troth.datamap.purposes import ACCOUNT, FOLLOW_UP, RIGHTS, SECURITY

_VISITOR, _INVITED = Edge(Subject.VISITOR, "stream"), Edge(Subject.PERSON, "about")
_OF_ITS_WAY = NotPersonal("how the sending goes")
_OUT = (Recipient.MAIL_SERVER,)

PLACES = (
    Place(
        Where.ROWS, "post.Mail", "One mail to one address.",
        {
            "id": NotPersonal("a random id"),
            "workspace": NotPersonal("an id of the workspace, a company"),
            "stream": NotPersonal("a random id of what it is about: a talk, a request, a code"),
            "kind": NotPersonal("which of the kinds of mail it is"),
            "key": NotPersonal("ids and numbers, with an address only as its keyed hash"),
            "about": Inside(
                {
                    "closing": NotPersonal("the seq of an event"),
                    "language": Personal(Category.LANGUAGE, (FOLLOW_UP,), Erase.DELETE, Source.DEVICE),
                    "own": NotPersonal("whether the visitor asked for it themselves"),
                    "why": NotPersonal("which of the sentences says why it was sent"),
                    "request": NotPersonal("a random id of the request it answers"),
                    "act": NotPersonal("which of the mails about a request it is"),
                    "member": Personal(Category.IDENTIFIER, (ACCOUNT,), Erase.DELETE, Source.PRODUCT, _INVITED),
                }
            ),
            "to": Personal(
                Category.EMAIL, (FOLLOW_UP, ACCOUNT, RIGHTS), Erase.SHRED,
                recipients=_OUT, mirrors=(Mirror.MAIL, Mirror.CAPTURED),
            ),
            "domain": Personal(Category.IDENTIFIER, (FOLLOW_UP, ACCOUNT), Erase.DELETE, Source.PRODUCT),
            "state": _OF_ITS_WAY, "held_until": _OF_ITS_WAY, "handed_over": _OF_ITS_WAY, "attempts": _OF_ITS_WAY,
            "next_at": _OF_ITS_WAY,
            "at": Personal(Category.COMMUNICATION_METADATA, (FOLLOW_UP, SECURITY), Erase.DELETE, Source.PRODUCT),
            "done_at": Personal(Category.COMMUNICATION_METADATA, (FOLLOW_UP, SECURITY), Erase.DELETE, Source.PRODUCT),
            "reason": NotPersonal("the code of a mail server's answer, without its text"),
        },
        (_VISITOR, _INVITED), MAIL,
    ),
)  # fmt: skip
