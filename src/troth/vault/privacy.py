"""What the keyring keeps: keys, and whom each belongs to. Destroying one is what erases."""

from troth.datamap import Category, Edge, Erase, NotPersonal, Personal, Place, Source, Subject, Where
from troth.datamap.keeping import CONVERSATION
from troth.datamap.purposes import RECORD, SECURITY

_NUMBER = NotPersonal("a number")
_WHEN = NotPersonal("when it was minted or destroyed")

PLACES = (
    Place(
        Where.TABLE, "key", "Keys, wrapped by the secret of the installation (in the keyring).",
        {
            "id": _NUMBER,
            "wrapped": NotPersonal("a random key, encrypted"),
            "minted_at": _WHEN, "destroyed_at": _WHEN,
            "workspace": NotPersonal("an id of the workspace, a company"),
            "stream": NotPersonal("a random id of the talk"),
            "subject": Personal(Category.IDENTIFIER, (RECORD, SECURITY), Erase.SHRED, Source.PRODUCT),
        },
        (Edge(Subject.VISITOR, "self"),), CONVERSATION,
    ),
    Place(
        Where.TABLE, "fact", "Counters of the keyring.",
        {
            "name": NotPersonal("which counter", in_spite_of_its_name=True),
            "value": NotPersonal("a number, or a check of the secret"),
            "number": _NUMBER,
            "bytes": NotPersonal("a check of the secret"),
        },
    ),
    Place(
        Where.TABLE, "destroyed", "The numbers of destroyed keys, for the other processes.",
        {"n": _NUMBER, "key_id": NotPersonal("the number of a key that is gone; it leads to nobody any more")},
    ),
    Place(
        Where.TABLE, "holder", "The processes that hold keys in memory (PostgreSQL).",
        {
            "id": NotPersonal("a random id of the process"),
            "heard": NotPersonal("up to which destroyed key it has heard"),
            "beat": NotPersonal("when it was last heard of"),
        },
    ),
    Place(
        Where.TABLE, "keyring_schema", "Which steps of the keyring's tables were made (PostgreSQL).",
        {"step": _NUMBER},
    ),
)  # fmt: skip
