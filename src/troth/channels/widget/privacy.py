"""What the widget keeps in a visitor's browser. Before its owner opens the chat: nothing."""

from troth.datamap import Category, Edge, Erase, NotPersonal, Personal, Place, Source, Subject, Where
from troth.datamap.keeping import DEVICE, TAB
from troth.datamap.purposes import ANSWER, PREFERENCE

_DEVICE = Edge(Subject.VISITOR, "device")


def _kept(category: Category, source: Source = Source.SUBJECT, free_text: bool = False) -> Personal:
    return Personal(category, (ANSWER,), Erase.DEVICE, source, free_text=free_text)


_CHOICE = Personal(Category.PREFERENCE, (PREFERENCE,), Erase.DEVICE)
_USED = Personal(Category.COMMUNICATION_METADATA, (PREFERENCE,), Erase.DEVICE, Source.PRODUCT)  # on which day last

PLACES = (
    Place(
        Where.BROWSER, "host page", "One key beside the host's own, after the chat was opened; never a token.",
        {"open": _CHOICE, "talk": _CHOICE, "off": _CHOICE, "used": _USED},
        (_DEVICE,), DEVICE,
    ),
    Place(
        Where.BROWSER, "panel", "In the frame's own storage, apart for each website it stands on.",
        {
            "token": _kept(Category.AUTHENTICATING, Source.PRODUCT),
            "conversation": _kept(Category.IDENTIFIER, Source.PRODUCT),
            "first": _kept(Category.COMMUNICATION, free_text=True),
            "draft": _kept(Category.COMMUNICATION, free_text=True),
            "outbox": _kept(Category.COMMUNICATION, free_text=True),
            "contact": _kept(Category.CONTACT, free_text=True),
            "seen": _kept(Category.COMMUNICATION_METADATA, Source.PRODUCT),
            "sound": _CHOICE,
            "agreed": _CHOICE,
            "used": _kept(Category.COMMUNICATION_METADATA, Source.PRODUCT),
        },
        (_DEVICE,), DEVICE,
    ),
    Place(
        Where.BROWSER, "way", "Which way to the server works, where sockets are blocked; until the tab is closed.",
        {
            "troth.way": NotPersonal("socket, stream or poll"),
            "troth.try": NotPersonal("written and removed at once, to learn whether anything can be kept"),
        },
        (_DEVICE,), TAB,
    ),
)  # fmt: skip
