"""The words with which a room says what goes of it when a workspace closes. As in an erasure a step clears one kind of
store, may be done again and again, and names the places of the data map that it covers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from .erasing import Order

type Renew = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Ending:
    """store: as a plan names it. count: how many there are still of this workspace. clear: clears them in steps that
    are each whole and small; calls what it is given between them, which keeps it in hand; may raise InHand. covers:
    places of the map, or single leaves of them. raw: as of a step of an erasure."""

    store: str
    what: str
    order: Order
    count: Callable[[UUID], int]
    clear: Callable[[UUID, Renew], None]
    covers: tuple[str, ...]
    raw: bool = False


class Why(StrEnum):
    """Why something stays when a workspace closes."""

    OTHERS = "It is the installation's or another workspace's."
    PROOF = "It names nobody, and proves what was done."
    IDS = "Random ids and numbers, which lead to nothing any more."
    PASSING = "It is kept nowhere, or is over within minutes."
    DEVICE = "It lies on people's own devices."
    COPIES = "Copies that end by themselves: backups, and the server's log."


@dataclass(frozen=True, slots=True)
class Stays:
    """Places that a closing leaves."""

    covers: tuple[str, ...]
    why: Why
