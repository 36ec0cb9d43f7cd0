"""What the HTTP API answers with, as typed structs. Fields this version does not know are ignored, so that a newer
server may add some. Ids are UUIDs, times timezone-aware UTC."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from troth.wire.events import Answer, Author, AuthorName, WireEvent
from troth.wire.frames import MarkOf


class Party(msgspec.Struct, kw_only=True, frozen=True):
    """The visitor of a conversation. `label` is what to call them while they have no name."""

    id: UUID
    name: str | None = None
    email: str | None = None
    language: str = ""
    label: str = ""
    restricted: bool = False


class AgentCard(msgspec.Struct, kw_only=True, frozen=True):
    """An agent who takes part, as this asker may see them: visitors get the alias and no name."""

    member_id: UUID
    alias: str
    title: str = ""
    picture: str = ""
    name: str | None = None


class Preview(msgspec.Struct, kw_only=True, frozen=True):
    """The beginning of the last words everybody may see; `files` counts the files they name."""

    seq: int
    author_kind: AuthorName
    text: str
    files: int = 0


class Rating(msgspec.Struct, kw_only=True, frozen=True):
    score: int
    comment: str = ""


class Conversation(msgspec.Struct, kw_only=True, frozen=True):
    """A conversation as one asker sees it now. `apply.py` moves it by events, without asking the server again."""

    id: UUID
    workspace_id: UUID
    site_id: UUID
    number: int
    state: Literal["open", "closed"]
    opened_at: datetime
    last_at: datetime
    last_seq: int
    visitor: Party
    offline: bool = False
    waiting_since: datetime | None = None
    closed_at: datetime | None = None
    agents: list[AgentCard] = []
    mine: bool = False
    preview: Preview | None = None
    unread: int = 0
    rating: Rating | None = None
    answers: list[Answer] = []
    marks: list[MarkOf] = []


class Kept(msgspec.Struct, kw_only=True, frozen=True):
    """A message or note is durable: its seq in the stream, when, and how many card numbers were masked in it."""

    seq: int
    at: datetime
    masked: int = 0
    duplicate: bool = False


class Field(msgspec.Struct, kw_only=True, frozen=True):
    """A field of a site's form before the chat. `label` is a catalogue key, or text per language."""

    id: str
    kind: Literal["text", "email", "phone", "choice", "textarea", "checkbox"]
    label: Any = ""
    required: bool = False
    choices: Any = None
    max_length: int | None = None


class Widget(msgspec.Struct, kw_only=True, frozen=True):
    """What a website's widget needs to know of its site."""

    site_id: UUID
    site_key: str
    workspace_id: UUID
    name: str = ""
    fields: list[Field] = []
    offline_fields: list[Field] = []
    available: bool = False


class NewVisitor(msgspec.Struct, kw_only=True, frozen=True):
    """A visitor just made. `token` is the lasting secret, `pass_` (12 h) opens sockets and the API."""

    visitor_id: UUID
    token: str
    pass_: str = msgspec.field(name="pass")
    expires: datetime


class NewPass(msgspec.Struct, kw_only=True, frozen=True):
    pass_: str = msgspec.field(name="pass")
    expires: datetime


class Workspace(msgspec.Struct, kw_only=True, frozen=True):
    id: UUID
    name: str
    slug: str = ""
    colour: str = ""


class SiteRef(msgspec.Struct, kw_only=True, frozen=True):
    id: UUID
    key: str
    name: str = ""
    colour: str = ""


class Membership(msgspec.Struct, kw_only=True, frozen=True):
    """A person has another member id in each workspace; events bear that one."""

    workspace: Workspace
    member_id: UUID
    role: str
    alias: str = ""
    sites: list[SiteRef] = []


class Person(msgspec.Struct, kw_only=True, frozen=True):
    id: UUID
    name: str = ""
    email: str = ""
    picture: str = ""


class Me(msgspec.Struct, kw_only=True, frozen=True):
    """An agent's own account and where they work."""

    person: Person
    memberships: list[Membership] = []


class Page[Item](msgspec.Struct, kw_only=True, frozen=True):
    """One page of a listing; `next` is the cursor of the one after it, None at the end."""

    items: list[Item]
    next: str | None = None


class Place(msgspec.Struct, kw_only=True, frozen=True):
    """A part of a text, in code points."""

    start: int
    length: int


class Hit(msgspec.Struct, kw_only=True, frozen=True):
    """Where a search found its words: the event's seq, a line of its text, and the places in that line."""

    seq: int
    at: datetime
    what: str
    author: Author
    text: str
    places: list[Place]


class Result(msgspec.Struct, kw_only=True, frozen=True):
    conversation: Conversation
    hit: Hit


class Results(msgspec.Struct, kw_only=True, frozen=True):
    """One page of a search. `behind`: the newest words are not found yet."""

    items: list[Result]
    next: str | None = None
    behind: bool = False


class EventPage(msgspec.Struct, kw_only=True, frozen=True):
    items: list[WireEvent]
    more: bool = False


class Ticket(msgspec.Struct, kw_only=True, frozen=True):
    """A one-use address of one file, good for 60 seconds."""

    url: str
    expires: datetime
