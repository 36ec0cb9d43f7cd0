"""What the processes tell each other: sealed, over PostgreSQL's NOTIFY, and kept by nobody. In one process it does not
pass at all."""

from troth.datamap import Category, Edge, Erase, Mirror, NotPersonal, Personal, Place, Source, Subject, Where
from troth.datamap.keeping import MINUTES
from troth.datamap.purposes import ANSWER, BOARD, SECURITY

_WORKSPACE = NotPersonal("an id of the workspace, a company")
_SITE = NotPersonal("an id of the site")
_STREAM = NotPersonal("a random id of the talk")
_HERE = Edge(Subject.VISITOR, "visitor")
_SOMEBODY = Edge(Subject.VISITOR, "id")
_PERSON = Edge(Subject.PERSON, "person")
_OVER = (Mirror.NOTIFY,)


def _word(category: Category, source: Source = Source.DEVICE) -> Personal:
    return Personal(category, (ANSWER, BOARD), Erase.EXPIRE, source, mirrors=_OVER)


PLACES = (
    Place(
        Where.PASSING, "Here", "A visitor's panel is open.",
        {
            "workspace": _WORKSPACE, "site": _SITE, "visitor": _word(Category.IDENTIFIER),
            "since": _word(Category.COMMUNICATION_METADATA), "gone": _word(Category.COMMUNICATION_METADATA),
            "url": _word(Category.PAGES), "title": _word(Category.PAGES), "referrer": _word(Category.PAGES),
            "browser": _word(Category.DEVICE), "system": _word(Category.DEVICE),
        },
        (_HERE,), MINUTES,
    ),
    Place(
        Where.PASSING, "Types", "Somebody writes.",
        {
            "workspace": _WORKSPACE, "stream": _STREAM, "agent": NotPersonal("whether it is an agent"),
            "id": _word(Category.IDENTIFIER), "on": _word(Category.COMMUNICATION_METADATA),
        },
        (_SOMEBODY,), MINUTES,
    ),
    Place(
        Where.PASSING, "Raised", "Somebody received or saw more of a talk.",
        {
            "workspace": _WORKSPACE, "stream": _STREAM, "agent": NotPersonal("whether it is an agent"),
            "id": _word(Category.IDENTIFIER), "delivered": _word(Category.COMMUNICATION_METADATA),
            "seen": _word(Category.COMMUNICATION_METADATA),
        },
        (_SOMEBODY,), MINUTES,
    ),
    Place(
        Where.PASSING, "Leased", "A person of the team began or ceased to take conversations.",
        {"person": _word(Category.IDENTIFIER), "workspaces.*": _WORKSPACE},
        (_PERSON,), MINUTES,
    ),
    Place(
        Where.PASSING, "SignedOut", "A person of the team signed out.",
        {
            "person": Personal(Category.IDENTIFIER, (SECURITY,), Erase.EXPIRE, Source.PRODUCT, mirrors=_OVER),
            "at": Personal(Category.AUTHENTICATION_HISTORY, (SECURITY,), Erase.EXPIRE, Source.PRODUCT, mirrors=_OVER),
        },
        (_PERSON,), MINUTES,
    ),
    Place(
        Where.PASSING, "Departed", "A visitor turned the chat off, or withdrew their consent.",
        {
            "workspace": _WORKSPACE,
            "visitor": Personal(Category.IDENTIFIER, (SECURITY,), Erase.EXPIRE, Source.PRODUCT, mirrors=_OVER),
        },
        (_HERE,), MINUTES,
    ),
    Place(
        Where.PASSING, "Ask", "A process asks for all that another knows.",
        {"of": NotPersonal("a random id of the process")},
    ),
    Place(Where.PASSING, "Begin", "All follows.", {"to.*": NotPersonal("random ids of the processes that asked")}),
    Place(Where.PASSING, "End", "That was all.", {}),
    Place(Where.PASSING, "Gone", "A process ends.", {}),
)  # fmt: skip
