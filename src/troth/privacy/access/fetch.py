"""Fetch what was ordered: the gateway's question, whose the word is, and what is in each piece."""

from http.cookies import CookieError, SimpleCookie

import troth.log
from troth.kernel.errors import NotFound

from ..portal.session import cookie_name
from . import link
from .link import Fetched


def redeem(token: str, cookies: str) -> Fetched:
    """cookies: the header of the request; a link that was made for a session of the portal is redeemed in it alone.
    Raises Gone."""
    try:
        session = SimpleCookie(cookies).get(cookie_name())
    except CookieError:
        session = None
    return link.redeem(token, session.value if session else "")


def opened(fetched: Fetched, piece: int, box: bytes) -> bytes:
    """Raises NotFound when its key is destroyed."""
    data = troth.log.current().open(box, fetched.workspace, fetched.order, fetched.purposes[piece])
    if data is None:
        raise NotFound
    return data
