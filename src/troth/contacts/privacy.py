"""What is kept of contacts: what people wrote into a form of themselves."""

from troth.datamap import Category, Edge, Erase, Mirror, NotPersonal, Personal, Place, Source, Subject, Where
from troth.datamap.keeping import CONTACT
from troth.datamap.purposes import ANSWER, FOLLOW_UP

_WORKSPACE = NotPersonal("an id of the workspace, a company")
_OF_BEFORE = NotPersonal(
    "empty: what an older version kept in clear is sealed at the start, before anything is served",
    in_spite_of_its_name=True,
)

_MIRRORS = (Mirror.SEARCH, Mirror.FORM)  # a correction reaches each, see conversations/correct_answers.py and search

PLACES = (
    Place(
        Where.ROWS, "contacts.Contact", "Someone we may name.",
        {
            "id": Personal(Category.IDENTIFIER, (ANSWER,), Erase.DELETE, Source.PRODUCT),
            "workspace": _WORKSPACE,
            "name": Personal(
                Category.NAME, (ANSWER, FOLLOW_UP), Erase.SHRED, mirrors=_MIRRORS, free_text=True
            ),
            "clear_name": _OF_BEFORE,
            "created_at": Personal(Category.COMMUNICATION_METADATA, (ANSWER,), Erase.DELETE, Source.PRODUCT),
        },
        (Edge(Subject.CONTACT, "self"),), CONTACT,
    ),
    Place(
        Where.ROWS, "contacts.Identity", "A way to reach or know a contact.",
        {
            "id": NotPersonal("a random id"),
            "workspace": _WORKSPACE,
            "contact": Personal(Category.IDENTIFIER, (ANSWER,), Erase.DELETE, Source.PRODUCT),
            "kind": NotPersonal("email or phone"),
            "value": Personal(Category.CONTACT, (ANSWER, FOLLOW_UP), Erase.SHRED, mirrors=_MIRRORS),
            "mark": Personal(Category.IDENTIFIER, (ANSWER,), Erase.DELETE, Source.PRODUCT),
            "clear_value": _OF_BEFORE,
            "verified_at": Personal(Category.AUTHENTICATION_HISTORY, (ANSWER,), Erase.DELETE, Source.PRODUCT),
        },
        (Edge(Subject.CONTACT, "contact"),), CONTACT,
    ),
)  # fmt: skip
