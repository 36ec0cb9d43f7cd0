"""What is kept of visitors: a browser that opened the chat, unnamed."""

from troth.datamap import Category, Edge, Erase, NotPersonal, Personal, Place, Source, Subject, Where
from troth.datamap.keeping import HOURS, VISITOR
from troth.datamap.purposes import ANSWER, PREFERENCE, SECURITY

_WORKSPACE = NotPersonal("an id of the workspace, a company")
_SITE = NotPersonal("an id of the site")

PLACES = (
    Place(
        Where.ROWS, "visitors.Visitor", "A browser on a site, from the first time its chat was opened.",
        {
            "id": Personal(Category.IDENTIFIER, (ANSWER,), Erase.DELETE, Source.PRODUCT),
            "workspace": _WORKSPACE, "site": _SITE,
            "contact": Personal(Category.IDENTIFIER, (ANSWER,), Erase.NULL, Source.PRODUCT),
            "token_hash": Personal(Category.AUTHENTICATING, (SECURITY,), Erase.DELETE, Source.PRODUCT),
            "language": Personal(Category.LANGUAGE, (ANSWER,), Erase.DELETE, Source.DEVICE),
            "signals": Personal(Category.PREFERENCE, (PREFERENCE,), Erase.DELETE, Source.DEVICE),
            "departed_at": Personal(Category.COMMUNICATION_METADATA, (PREFERENCE,), Erase.DELETE, Source.SUBJECT),
            "created_at": Personal(Category.COMMUNICATION_METADATA, (ANSWER,), Erase.DELETE, Source.PRODUCT),
        },
        (Edge(Subject.VISITOR, "self"),), VISITOR,
    ),
    Place(
        Where.PASSING, "pass of a visitor", "Opens the socket and the API for 12 hours; nothing of it is kept.",
        {
            "kind": NotPersonal("always visitor"),
            "id": Personal(Category.IDENTIFIER, (ANSWER, SECURITY), Erase.EXPIRE, Source.PRODUCT),
            "workspace": _WORKSPACE, "site": _SITE,
            "exp": NotPersonal("when it ends"), "iat": NotPersonal("when it was made"),
        },
        (Edge(Subject.VISITOR, "device"),), HOURS,
    ),
)  # fmt: skip
