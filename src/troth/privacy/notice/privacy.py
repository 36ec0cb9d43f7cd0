"""What the notices keep: texts for everybody, and who of the team put a banner away."""

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
from troth.datamap.keeping import HOURS, MAIL, MEMBER
from troth.datamap.purposes import RIGHTS

_ID, _WORKSPACE = NotPersonal("a random id"), NotPersonal("an id of the workspace, a company")
_SITE, _WHEN = NotPersonal("an id of the site"), NotPersonal("when it was")
_PUBLIC = NotPersonal("of a text that is published to everybody", in_spite_of_its_name=True)
_TO = Personal(
    Category.EMAIL, (RIGHTS,), Erase.EXPIRE, recipients=(Recipient.MAIL_SERVER,),
    mirrors=(Mirror.MAIL, Mirror.CAPTURED),
)  # fmt: skip

PLACES = (
    Place(
        Where.ROWS, "privacy.Notice", "A version of a site's privacy notice.",
        {
            "id": _ID, "workspace": _WORKSPACE, "site": _SITE, "number": _PUBLIC, "state": _PUBLIC,
            "languages": Inside({"*": _PUBLIC}), "told": _PUBLIC, "sha256": _PUBLIC,
            "changes": Inside({"*": _PUBLIC}), "material": _PUBLIC, "asks_again": _PUBLIC,
            "published_at": _WHEN, "in_force_at": _WHEN, "superseded_at": _WHEN,
            "heard": Personal(Category.IDENTIFIER, (RIGHTS,), Erase.NULL, Source.PRODUCT), "told_at": _WHEN,
        },
        (Edge(Subject.CONTACT, "heard"),), HOURS,
    ),
    Place(
        Where.ROWS, "privacy.NoticePage", "What is shown of a version in a language.",
        {
            "id": _ID, "notice": _PUBLIC, "language": _PUBLIC, "page": _PUBLIC, "html": _PUBLIC, "sha256": _PUBLIC,
            "pdf": _PUBLIC,
        },
    ),
    Place(
        Where.ROWS, "privacy.NoticeSeen", "A member was shown a version, or put its banner away.",
        {
            "id": _ID, "notice": _PUBLIC,
            "member": Personal(Category.IDENTIFIER, (RIGHTS,), Erase.DELETE, Source.PRODUCT),
            "how": Personal(Category.COMMUNICATION_METADATA, (RIGHTS,), Erase.DELETE, Source.PRODUCT),
            "at": Personal(Category.COMMUNICATION_METADATA, (RIGHTS,), Erase.DELETE, Source.PRODUCT),
        },
        (Edge(Subject.PERSON, "member.person"),), MEMBER,
    ),
    Place(
        Where.ROWS, "privacy.NoticeVerdict", "What a check found of a promise.",
        {
            "id": _ID, "workspace": _WORKSPACE, "promise": NotPersonal("the id of a sentence"),
            "verdict": NotPersonal("one of five words"), "level": NotPersonal("how far down it was looked at"),
            "why": NotPersonal("a sentence of the program's"), "until": _WHEN, "at": _WHEN,
        },
    ),
    Place(
        Where.ROWS, "privacy.ProcessingRecord", "A version of a workspace's record of processing.",
        {
            "id": _ID, "workspace": _WORKSPACE, "number": NotPersonal("counts up in the workspace"),
            "told": NotPersonal("purposes, categories, times and companies; it names nobody"),
            "sha256": NotPersonal("a hash of that"), "made_at": _WHEN,
        },
    ),
    Place(
        Where.MAIL, "notice", "To owners, officers and contacts: that something of substance changes in a notice.",
        {"to": _TO, "site": NotPersonal("the name of a website")},
        (Edge(Subject.PERSON, "self"), Edge(Subject.VISITOR, "stream")), MAIL,
    ),
)  # fmt: skip
