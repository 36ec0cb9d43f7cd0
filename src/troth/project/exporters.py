"""How people are given what is kept of them: what each room handed in, and what the wiring itself does not give."""

from troth.accounts import export as accounts
from troth.channels.email import export as channels_email
from troth.channels.widget import export as channels_widget
from troth.contacts import export as contacts
from troth.conversations import export as conversations
from troth.datamap.exporting import Excused, Why
from troth.murmur import export as murmur
from troth.post import export as post
from troth.privacy import export as privacy
from troth.privacy.access.exporters import exporters, hand_in
from troth.privacy.portal import export as portal
from troth.search import export as search
from troth.sites import export as sites
from troth.visitors import export as visitors

# in the order in which people read them
_ROOMS = (accounts, contacts, visitors, conversations, sites, post, privacy, portal)
_EXCUSING = (
    accounts, contacts, visitors, conversations, search, privacy, portal, channels_email, channels_widget, murmur,
)  # fmt: skip


def hand_in_all() -> None:
    """Once a process, when Django is set up."""
    if exporters.parts:
        return
    hand_in(part for room in _ROOMS for part in room.parts())
    exporters.excused += [one for room in _EXCUSING for one in room.excused()]
    exporters.excused += _ours()
    exporters.files += [conversations.files, accounts.files]
    exporters.others += [conversations.others, contacts.others, accounts.others]


def _ours() -> tuple[Excused, ...]:
    return (
        Excused(("log line server",), Why.NETWORK),
        Excused(("files mail", "files backup"), Why.COPY),
        Excused(("browser storage console",), Why.DEVICE),
    )
