"""What the widget keeps in a visitor's browser. Before its owner opens the chat: nothing."""

from troth.datamap import Category, Edge, Erase, NotPersonal, Personal, Place, Purpose, Source, Subject, Where
from troth.datamap.keeping import DEVICE, TAB
from troth.datamap.purposes import ANSWER, PREFERENCE, RIGHTS

_DEVICE = Edge(Subject.VISITOR, "device")


def _kept(
    category: Category, source: Source = Source.SUBJECT, more: tuple[Purpose, ...] = (), free_text: bool = False
) -> Personal:
    return Personal(category, (ANSWER, *more), Erase.DEVICE, source, free_text=free_text)


# What is for a preference is left out where the profile's `cookies.purposes` has none.
_CHOICE = Personal(Category.PREFERENCE, (PREFERENCE,), Erase.DEVICE)
_DECISION = Personal(Category.PREFERENCE, (RIGHTS,), Erase.DEVICE)  # to be kept at all, which has to be remembered
_GOES_ON = _kept(Category.COMMUNICATION_METADATA, Source.PRODUCT)

PLACES = (
    Place(
        Where.BROWSER, "host page", "One key beside the host's own, after the chat was opened; never a token.",
        {"open": _CHOICE, "talk": _GOES_ON, "off": _DECISION, "used": _GOES_ON},
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
            "contact": _kept(Category.CONTACT, more=(PREFERENCE,), free_text=True),
            "seen": _GOES_ON,
            "sound": _CHOICE,
            "agreed": _DECISION,
            "used": _GOES_ON,
        },
        (_DEVICE,), DEVICE,
    ),
    Place(
        Where.BROWSER, "way", "Which way to the server works, where sockets are blocked; until the tab is closed.",
        {"troth.way": NotPersonal("socket, stream or poll")},
        (_DEVICE,), TAB,
    ),
)  # fmt: skip
