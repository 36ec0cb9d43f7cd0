"""What the portal keeps while somebody shows who they are, and for the half hour after."""

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
from troth.datamap.keeping import HOURS
from troth.datamap.purposes import RIGHTS, SECURITY

_WORKSPACE = NotPersonal("an id of the workspace, a company")
_EDGES = tuple(Edge(one, "subject") for one in (Subject.VISITOR, Subject.CONTACT, Subject.PERSON))
_LINK = Personal(Category.IDENTIFIER, (RIGHTS,), Erase.DELETE, Source.PRODUCT)
_WHEN = Personal(Category.AUTHENTICATION_HISTORY, (RIGHTS, SECURITY), Erase.DELETE, Source.PRODUCT)
_TOKEN = Personal(Category.AUTHENTICATING, (RIGHTS, SECURITY), Erase.DELETE, Source.PRODUCT)
_OUT, _COPIES = (Recipient.MAIL_SERVER,), (Mirror.MAIL, Mirror.CAPTURED)

PLACES = (
    Place(
        Where.ROWS, "privacy.Proof", "Somebody shows at the portal who they are; then a session of half an hour.",
        {
            "id": NotPersonal("a random id"), "workspace": _WORKSPACE, "site": NotPersonal("an id of the site"),
            "token_hash": _TOKEN,
            "language": Personal(Category.LANGUAGE, (RIGHTS,), Erase.DELETE, Source.DEVICE),
            "address": Personal(Category.EMAIL, (RIGHTS,), Erase.DELETE),
            "mark": Personal(Category.IDENTIFIER, (RIGHTS,), Erase.DELETE, Source.PRODUCT),
            "mailbox": Personal(Category.IDENTIFIER, (SECURITY,), Erase.DELETE, Source.PRODUCT),
            "tries": NotPersonal("how many codes were tried"),
            "kind": NotPersonal("visitor, contact or person; which one, not who"),
            "subject": _LINK, "at": _WHEN, "proven_at": _WHEN, "until": _WHEN,
        },
        _EDGES, HOURS,
    ),
    Place(
        Where.ROWS, "privacy.DataCode", "The code that a visitor's chat shows for the portal.",
        {
            "visitor": _LINK,
            "mark": Personal(Category.AUTHENTICATING, (RIGHTS, SECURITY), Erase.DELETE, Source.PRODUCT),
            "until": _WHEN,
        },
        (Edge(Subject.VISITOR, "visitor"),), HOURS,
    ),
    Place(
        Where.COOKIE, "troth_my_data", "Set by the portal once somebody asks for a code or types one; half an hour.",
        {"value": Personal(Category.AUTHENTICATING, (RIGHTS, SECURITY), Erase.EXPIRE, Source.PRODUCT)},
        (Edge(Subject.VISITOR, "device"),), HOURS,
    ),
    Place(
        Where.MAIL, "my-data-code", "The code for the portal, to whatever address somebody wrote there.",
        {
            "to": Personal(Category.EMAIL, (RIGHTS,), Erase.EXPIRE, recipients=_OUT, mirrors=_COPIES),
            "code": Personal(Category.AUTHENTICATING, (RIGHTS, SECURITY), Erase.EXPIRE, Source.PRODUCT,
                             recipients=_OUT, mirrors=_COPIES),
            "site": NotPersonal("the name of a website"),
        },
        (Edge(Subject.CONTACT, "mark"),), HOURS,
    ),
)  # fmt: skip
