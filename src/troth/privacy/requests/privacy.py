"""What is kept of requests: what somebody asked for of their own data, what was answered, and who looked at it."""

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
from troth.datamap.keeping import CONTACT, LOOK, MAIL, MEMBER, REQUEST
from troth.datamap.purposes import RIGHTS

_ID = NotPersonal("a random id")
_WORKSPACE = NotPersonal("an id of the workspace, a company")
_REQUEST = NotPersonal("a random id of the request")
_CLOCK = NotPersonal("of the clock of a request, which stays of nobody: how it was kept must be shown")
_KIND = NotPersonal("visitor, contact or person; which one, not who", in_spite_of_its_name=True)
_OUT = (Recipient.MAIL_SERVER,)
_COPIES = (Mirror.MAIL, Mirror.CAPTURED)
_WHO = Personal(Category.IDENTIFIER, (RIGHTS,), Erase.DETACH, Source.PRODUCT)
_LIMITED = Personal(Category.IDENTIFIER, (RIGHTS,), Erase.DELETE, Source.PRODUCT)
_DID = Personal(
    Category.IDENTIFIER, (RIGHTS,), Erase.DETACH, Source.PRODUCT, of=Edge(Subject.PERSON, "member")
)  # fmt: skip


def _theirs(path: str) -> tuple[Edge, ...]:
    return tuple(Edge(kind, path) for kind in (Subject.VISITOR, Subject.CONTACT, Subject.PERSON))


def _sent(category: Category, source: Source = Source.SUBJECT) -> Personal:
    return Personal(category, (RIGHTS,), Erase.EXPIRE, source, recipients=_OUT, mirrors=_COPIES)


PLACES = (
    Place(
        Where.ROWS, "privacy.Request", "Somebody asked for something of their own data.",
        {
            "id": _ID, "workspace": _WORKSPACE, "site": NotPersonal("an id of the site"),
            "right": _CLOCK, "state": _CLOCK, "rank": _CLOCK, "channel": _CLOCK,
            "subject": _KIND,
            "who": _WHO,
            "mark": Personal(Category.IDENTIFIER, (RIGHTS,), Erase.NULL, Source.PRODUCT),
            "language": Personal(Category.LANGUAGE, (RIGHTS,), Erase.NULL, Source.DEVICE),
            "words": Personal(Category.COMMUNICATION, (RIGHTS,), Erase.SHRED, free_text=True),
            "about": Personal(Category.COMMUNICATION, (RIGHTS,), Erase.SHRED, free_text=True),
            "reply_to": Personal(Category.EMAIL, (RIGHTS,), Erase.SHRED, recipients=_OUT, mirrors=_COPIES),
            "answer": Personal(
                Category.COMMUNICATION, (RIGHTS,), Erase.SHRED, Source.TEAM, recipients=_OUT, mirrors=_COPIES,
                free_text=True,
            ),
            "zone": _CLOCK, "received_at": _CLOCK, "due_at": _CLOCK, "paused_at": _CLOCK, "extended_until": _CLOCK,
            "closed_at": _CLOCK,
            "outcome": _CLOCK,
            "erasing": NotPersonal("whether an erasure was begun from here"),
            "erasure": NotPersonal("a random id of the record of an erasure, which names nobody"),
        },
        _theirs("who"), REQUEST,
    ),
    Place(
        Where.ROWS, "privacy.RequestStep", "What was done about a request, and by whom of the team.",
        {
            "id": _ID, "request": _REQUEST, "at": _CLOCK, "what": _CLOCK, "reason": _CLOCK,
            "member": _DID,
            "words": Personal(Category.COMMUNICATION, (RIGHTS,), Erase.SHRED, Source.TEAM, free_text=True),
        },
        _theirs("request.who"), REQUEST,
    ),
    Place(
        Where.ROWS, "privacy.Restriction", "Somebody's data is kept, and used for nothing but to answer them.",
        {
            "id": _ID, "workspace": _WORKSPACE, "subject": _KIND, "who": _LIMITED, "request": _REQUEST,
            "since": _LIMITED, "lifted_at": _LIMITED,
        },
        _theirs("who")[:2], CONTACT,
    ),
    Place(
        Where.ROWS, "privacy.Objection", "Somebody does not want their data used for a purpose.",
        {
            "id": _ID, "workspace": _WORKSPACE, "subject": _KIND, "who": _LIMITED, "request": _REQUEST,
            "purpose": Personal(Category.PREFERENCE, (RIGHTS,), Erase.DELETE), "at": _LIMITED,
        },
        _theirs("who")[:2], CONTACT,
    ),
    Place(
        Where.ROWS, "privacy.Look", "Who of the team looked at what is kept of somebody.",
        {
            "id": _ID, "workspace": _WORKSPACE, "at": NotPersonal("when; it stays, of nobody"),
            "member": _DID,
            "what": NotPersonal("which kind of thing was looked at"),
            "object": Personal(Category.IDENTIFIER, (RIGHTS,), Erase.NULL, Source.PRODUCT),
        },
        _theirs("object"), LOOK,
    ),
    Place(
        Where.ROWS, "privacy.Controller", "The workspace as a controller: its time zone, and who is to be asked.",
        {
            "workspace": _WORKSPACE, "time_zone": NotPersonal("in which the company counts its days"),
            "privacy_contact": Personal(Category.EMAIL, (RIGHTS,), Erase.NULL, Source.TEAM, recipients=_OUT),
            "authority": NotPersonal("the name of an authority"),
            "authority_url": NotPersonal("the address of an authority's page", in_spite_of_its_name=True),
            "verdict_details": NotPersonal("how much notices show of what checks found"),
        },
        (Edge(Subject.PERSON, "privacy_contact"),), MEMBER,
    ),
    Place(
        Where.MAIL, "request", "That a request was received, that it takes longer, the answer; to who asked.",
        {
            "to": _sent(Category.EMAIL),
            "right": _sent(Category.COMMUNICATION),
            "answer": _sent(Category.COMMUNICATION, Source.TEAM),
            "received": _sent(Category.COMMUNICATION_METADATA, Source.PRODUCT),
            "contact": NotPersonal("an address that the company publishes", in_spite_of_its_name=True),
        },
        (Edge(Subject.CONTACT, "stream"), Edge(Subject.VISITOR, "stream")), MAIL,
    ),
)  # fmt: skip
