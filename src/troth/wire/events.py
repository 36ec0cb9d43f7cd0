"""What can be said or done: one struct a kind of event, each versioned. Changes within a version only add fields.

The number is what the log stores, the name is what the wire carries. A client draws a kind it does not know as a
quiet line. Bodies are sealed as the JSON of these structs.
"""

from datetime import datetime
from enum import IntEnum
from typing import Literal
from uuid import UUID

import msgspec


class Audience(IntEnum):
    ALL = 0
    TEAM = 1


class Body(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Base of all event bodies."""


class FileRef(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A file that was uploaded first and is now named by a message. size in bytes."""

    id: UUID
    name: str
    type: str
    size: int
    width: int = 0
    height: int = 0


class Answer(msgspec.Struct, kw_only=True):
    """What someone wrote into a field of a form; the label as it was shown."""

    field: str
    label: str
    value: str


class Opened(Body):
    """The conversation began. `channel` says by which way the first words came."""

    site: UUID
    visitor: UUID
    channel: Literal["widget"] = "widget"
    offline: bool = False  # nobody was there: the form became a conversation
    language: str = ""


class FormAnswered(Body):
    answers: list[Answer]


class Said(Body):
    """A message. `masked` counts the card numbers that were masked before anything was stored."""

    text: str = ""
    files: list[FileRef] = []
    masked: int = 0


class Noted(Body):
    """Only the team sees this."""

    text: str
    masked: int = 0


class Joined(Body):
    """An agent takes part; name, title and picture as the visitor sees them on this site."""

    member: UUID
    alias: str
    title: str = ""
    picture: str = ""


class Left(Body):
    member: UUID


class ConversationClosed(Body):
    by: Literal["visitor", "agent", "system"]


class Reopened(Body):
    by: Literal["visitor", "agent", "system"]


class Rated(Body):
    """score 1 (bad) to 5 (very good)."""

    score: int
    comment: str = ""


class TranscriptAsked(Body):
    """Someone asked for the transcript at an address of their own."""

    address: str


class PersonErased(Body):
    """Whoever the conversation was with is erased: it is closed, everything said in it reads `null` from now on, and
    it is of `visitor`, who is nobody. closed_at: since when it is closed, be it by this."""

    visitor: UUID
    closed_at: datetime


class ContactCorrected(Body):
    """What the person of this conversation is called, or how they are reached, was put right, as they asked: these
    `fields`. The words are where they always were, with the contact."""

    fields: list[str]


class MemberAdded(Body):
    member: UUID
    person: UUID
    role: str


class MemberRemoved(Body):
    member: UUID
    person: UUID


class RoleChanged(Body):
    member: UUID
    person: UUID
    role: str


class SiteChanged(Body):
    site: UUID
    fields: list[str]


class ProfileSet(Body):
    """What the workspace promises is another. profile: its name; sha256: of its file, before: of the one until then,
    empty where there was none. Who set it is the author; the system, where an operator did."""

    profile: str
    sha256: str
    before: str = ""


# number -> (name, version, struct). Numbers are for ever.
KINDS: dict[int, tuple[str, int, type[Body]]] = {
    1: ("opened", 1, Opened),
    2: ("said", 1, Said),
    3: ("noted", 1, Noted),
    4: ("joined", 1, Joined),
    5: ("left", 1, Left),
    6: ("closed", 1, ConversationClosed),
    7: ("reopened", 1, Reopened),
    8: ("form_answered", 1, FormAnswered),
    9: ("rated", 1, Rated),
    10: ("transcript_asked", 1, TranscriptAsked),
    11: ("erased", 1, PersonErased),
    12: ("corrected", 1, ContactCorrected),
    50: ("member_added", 1, MemberAdded),
    51: ("member_removed", 1, MemberRemoved),
    52: ("role_changed", 1, RoleChanged),
    60: ("site_changed", 1, SiteChanged),
    61: ("profile_set", 1, ProfileSet),
}
NUMBER_OF: dict[type[Body], int] = {struct: number for number, (_, _, struct) in KINDS.items()}
NUMBER_BY_NAME: dict[str, int] = {name: number for number, (name, _, _) in KINDS.items()}

AuthorName = Literal["system", "visitor", "agent"]


class Author(msgspec.Struct, kw_only=True):
    """Who did it. For an agent `id` is the member's id: one person has another in each workspace."""

    kind: AuthorName
    id: UUID


class WireEvent(msgspec.Struct, kw_only=True):
    """An event as it travels. `after` is the seq of the previous event that this receiver may see (0: none):
    when that is not the receiver's last, the receiver asks for the rest."""

    stream: UUID
    seq: int
    after: int
    at: datetime
    kind: str
    v: int
    audience: Literal["all", "team"]
    author: Author
    client_id: UUID
    body: msgspec.Raw
