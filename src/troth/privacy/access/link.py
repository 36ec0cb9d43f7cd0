"""Links: each fetches what was ordered once, for a day. The link is a word that travels in a form, never in an address;
only a hash of it is kept."""

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Gone

from .orders import AccessLink, AccessOrder

LASTS = timedelta(hours=24)
_S = AccessOrder.State
_THERE = (_S.READY, _S.FETCHED)


class Fetched(NamedTuple):
    """What is fetched now. places: of its pieces in the store. purposes: what each box is for."""

    workspace: UUID
    order: UUID
    size: int
    name: str
    places: list[str]
    purposes: list[str]


def link(order: AccessOrder, *, holder: str = "", lasts: timedelta = LASTS) -> str:
    """A word that fetches it once. holder: whose it is, as whoever redeems it must say again: by somebody else it does
    not work. Raises Conflict where nothing lies ready."""
    if not AccessOrder.objects.filter(id=order.id, state__in=_THERE).exists():
        raise Conflict("This is not ready. Wait until it is, or order it again.")
    token = secrets.token_urlsafe(32)
    AccessLink.objects.create(hash=_hash(token, holder), order=order, expires_at=now() + lasts)
    return token


def redeem(token: str, holder: str = "") -> Fetched:
    """Once, by its holder where it has one. Raises Gone: it was used, is too old, is another's or nobody's, or what it
    leads to has ended."""
    known = {_hash(token, holder), _hash(token, "")}
    found = AccessLink.objects.select_related("order").filter(hash__in=known).first()
    if found is None:
        raise Gone("This link leads to nothing that is yours, or what it led to has ended.")
    at = now()
    if found.used_at is not None or not AccessLink.objects.filter(hash=found.hash, used_at=None).update(used_at=at):
        raise Gone("This link was used already. Ask for another where you got it.")
    if found.expires_at <= at:
        raise Gone("This link is too old. Ask for another where you got it.")
    order: AccessOrder = found.order
    if not AccessOrder.objects.filter(id=order.id, state__in=_THERE).update(state=_S.FETCHED, fetched_at=at):
        raise Gone("What this link led to has ended. Order it again.")
    numbers = range(order.pieces)
    return Fetched(
        order.workspace, order.id, order.size, f"{_NAMES[order.kind]}-{order.made_at:%Y-%m-%d}.zip",
        [order.place(n) for n in numbers], [order.purpose(n) for n in numbers],
    )  # fmt: skip


_NAMES = {"access": "your-data", "portability": "your-data-to-take-along", "workspace": "workspace"}


def _hash(token: str, holder: str) -> str:
    return hashlib.sha256(f"{holder}\0{token}".encode()).hexdigest()
