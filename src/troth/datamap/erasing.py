"""The words with which a room says how somebody is erased from what it keeps, in its `erase.py`. A step clears one kind
of store, may be done again and again, and names the places of the data map that it covers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from uuid import UUID

import msgspec

from .vocabulary import Subject


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an erasure is about, as ids: found once, when it is planned, since its steps cut the links between them.

    streams: their conversations. members: who a person is in this workspace."""

    workspace: UUID
    subject: Subject
    id: UUID
    visitors: list[UUID] = []
    contacts: list[UUID] = []
    streams: list[UUID] = []
    members: list[UUID] = []
    person: UUID = UUID(int=0)  # nobody, unless a person is erased


class Because(StrEnum):
    """What keeps an erasure from being run, what it leaves, and what it does not reach. The apps have words for each by
    its name, which is never changed: certificates hold it."""

    HELD = "held"  # kind: of the hold; since: a moment; reason: as it was written
    A_MEMBER = "a_member"
    TALKS_OPEN = "talks_open"  # n
    SAID_TO_VISITORS = "said_to_visitors"
    LOGIN_ELSEWHERE = "login_elsewhere"
    ANSWER_OWED = "answer_owed"
    MAILS_DELIVERED = "mails_delivered"  # n
    BACKUPS = "backups"  # n: days
    SERVER_LOGS = "server_logs"  # n: days
    WRITE_AHEAD_LOG = "write_ahead_log"
    CLOSING_PROOF = "closing_proof"  # these two: of a workspace that closes
    MEMBERS_ELSEWHERE = "members_elsewhere"  # n


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One of them, as a sentence, and as the code and what it speaks of, for whoever says it in another language."""

    code: Because
    sentence: str
    params: dict[str, str | int] = {}


class Order(IntEnum):
    """What comes first. Doors: nothing new of them can be written. Keys: all that is sealed reads as nothing, wherever
    a copy lies, so that whoever is killed in between leaves nothing half readable. Copies: what is found by rows that
    are still there. Rows: those themselves. Told: whoever shows something of them is told to drop it."""

    DOORS = 1
    KEYS = 2
    COPIES = 3
    ROWS = 4
    TOLD = 5


class InHand(Exception):
    """Something of theirs is under way just now and can't be cleared; it will be over in a moment."""


@dataclass(frozen=True, slots=True)
class Step:
    """store: as a plan names it. what: what happens there. count: how many there are still to clear; `clear` clears
    them, in steps that are each whole, and may raise InHand. covers: places of the map ("rows post.Mail"), or single
    leaves of them ("rows post.Mail: to"). raw: whether no byte of it is left anywhere once it is done, since it is
    sealed and its key is gone, or a file of its own. of_a_talk: whether it clears what one conversation left, wherever
    its visitor is, so that a conversation may end alone."""

    store: str
    what: str
    order: Order
    of: frozenset[Subject]
    count: Callable[[Scope], int]
    clear: Callable[[Scope], None]
    covers: tuple[str, ...]
    raw: bool = False
    of_a_talk: bool = False
