"""The declarations of all rooms, in the order of the floors."""

from functools import cache

from troth.accounts import privacy as accounts
from troth.channels.email import privacy as channels_email
from troth.channels.widget import privacy as channels_widget
from troth.contacts import privacy as contacts
from troth.conversations import privacy as conversations
from troth.datamap import DataMap
from troth.log import privacy as log
from troth.murmur import privacy as murmur
from troth.post import privacy as post
from troth.privacy import privacy as privacy_room
from troth.privacy.notice import privacy as privacy_notice
from troth.privacy.portal import privacy as privacy_portal
from troth.privacy.requests import privacy as privacy_requests
from troth.proofs import privacy as proofs
from troth.search import privacy as search
from troth.sites import privacy as sites
from troth.vault import privacy as vault
from troth.visitors import privacy as visitors

from .. import privacy as project

ROOMS = (
    vault, log, murmur, post, accounts, sites, contacts, visitors, conversations, search, proofs, channels_email,
    channels_widget, privacy_room, privacy_notice, privacy_portal, privacy_requests, project,
)  # fmt: skip


@cache
def the_map() -> DataMap:
    """Raises DeclaredTwice."""
    return DataMap(place for room in ROOMS for place in room.PLACES)
