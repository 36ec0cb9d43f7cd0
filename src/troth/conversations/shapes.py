"""What the API shows of a conversation, and what it takes."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from troth.wire.frames import MAX_FILES


class VisitorShown(Schema):
    """`label` is what to call them: their name, else their address, else a short sign made of their id.
    `restricted`, for the team: their data is kept, and used for nothing but to answer them, at their request."""

    id: UUID
    name: str | None = None
    email: str | None = None
    language: str = ""
    label: str = ""
    restricted: bool = False


class AgentShown(Schema):
    """An agent who takes part. Their own `name`, and the `colour` of the person, are for the team only."""

    member_id: UUID
    alias: str
    title: str = ""
    picture: str = ""
    name: str | None = None
    colour: str | None = None


class PreviewShown(Schema):
    """The beginning of the last words everybody may see; `text` is empty for files alone."""

    seq: int
    author_kind: Literal["system", "visitor", "agent"]
    text: str
    files: int = 0


class RatingShown(Schema):
    score: int
    comment: str = ""


class AnswerShown(Schema):
    field: str
    label: str
    value: str


class MarkShown(Schema):
    """Everything up to these seqs was delivered to, and seen by, the participant."""

    participant: UUID
    kind: Literal["visitor", "agent"]
    delivered: int
    seen: int


class ConversationShown(Schema):
    """A conversation as the asker may see it."""

    id: UUID
    workspace_id: UUID
    site_id: UUID
    number: int
    state: Literal["open", "closed"]  # no enum: OpenAPI would know it by its bare name, State
    offline: bool = False
    waiting_since: datetime | None = None
    opened_at: datetime
    closed_at: datetime | None = None
    last_at: datetime
    last_seq: int
    visitor: VisitorShown
    agents: list[AgentShown] = []
    mine: bool = False
    preview: PreviewShown | None = None
    unread: int = 0
    rating: RatingShown | None = None
    answers: list[AnswerShown] = []
    marks: list[MarkShown] = []


class ConversationsPage(Schema):
    items: list[ConversationShown]
    next: str | None = None


class AuthorShown(Schema):
    kind: Literal["system", "visitor", "agent"]
    id: UUID


class EventShown(Schema):
    """An event, just as on the socket (docs/protocol.md)."""

    stream: UUID
    seq: int
    after: int
    at: datetime
    kind: str
    v: int
    audience: Literal["all", "team"]
    author: AuthorShown
    client_id: UUID
    body: dict[str, Any] | None = Field(description="null once it was erased")


class EventsPage(Schema):
    items: list[EventShown]
    more: bool = False


class Kept(Schema):
    """A message is durable. `masked` counts the card numbers that were masked in it."""

    seq: int
    at: datetime
    masked: int = 0
    duplicate: bool = False


class TicketShown(Schema):
    url: str
    expires: datetime


class Queued(Schema):
    queued: bool = True


class OpenIn(Schema):
    id: UUID
    client_id: UUID
    text: str
    fields: dict[str, str] = {}
    language: Annotated[str, Field(max_length=16, pattern=r"^[A-Za-z0-9-]*$")] = ""


class SayIn(Schema):
    client_id: UUID
    text: str = ""
    files: Annotated[list[UUID], Field(max_length=MAX_FILES)] = []


class NoteIn(Schema):
    client_id: UUID
    text: str


class ActIn(Schema):
    client_id: UUID


class UndoIn(Schema):
    """A body that DELETE may bring; without a client_id one is made up, since these acts are harmless to repeat."""

    client_id: UUID | None = None


class RateIn(Schema):
    client_id: UUID
    score: int
    comment: str = ""


class TranscriptIn(Schema):
    client_id: UUID
    address: str
