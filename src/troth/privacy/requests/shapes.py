"""Requests as the API shows and takes them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from troth.datamap.erasing import Because

from .step import MOST_WORDS

type RightName = Literal[
    "access", "portability", "correction", "erasure", "restriction", "objection", "withdrawal", "complaint", "child"
]
type StateName = Literal["open", "paused", "done", "refused"]
type Kind = Literal["visitor", "contact", "person"]
Words = Annotated[str, Field(max_length=MOST_WORDS)]
Language = Annotated[str, Field(max_length=12, pattern=r"^[A-Za-z0-9-]*$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Taken(Schema):
    model_config = ConfigDict(extra="forbid")


class Subjected(Schema):
    """`label`: their name or address as far as one is known, else what the console calls them."""

    kind: Kind
    id: UUID
    label: str


class RequestRow(Schema):
    """`number`: by which the person's mails name it. `days_left`: of the controller's days; below 0 it is late.
    `urgent`: a child's data, a complaint, or three days and less."""

    id: UUID
    number: str
    right: RightName
    state: StateName
    channel: Literal["portal", "chat", "officer"]
    site_id: UUID | None
    subject: Subjected | None
    language: str
    zone: str
    received_at: datetime
    due_at: datetime
    days_left: int
    paused_since: datetime | None
    extended_until: datetime | None
    closed_at: datetime | None
    outcome: str
    urgent: bool


class Requests(Schema):
    items: list[RequestRow]
    next: str | None = None


class By(Schema):
    id: UUID
    name: str


class Happened(Schema):
    """`reason`: one of a short list; `text`: what was written to it. `by`: null where it was the person, the clock, or
    somebody who was erased."""

    at: datetime
    by: By | None
    what: Literal[
        "filed", "paused", "resumed", "extended", "noted", "tied", "accepted", "lifted", "erased", "refused", "done"
    ]
    reason: str
    text: str


class ErasureShown(Schema):
    state: Literal["running", "done"]
    certificate: dict[str, Any] | None


class RestrictionShown(Schema):
    since: datetime
    lifted_at: datetime | None


class RequestWhole(RequestRow):
    """`extend_until`: the last day to which it may be extended, null where it may not."""

    words: str
    reply_to: str
    about: dict[str, Any]
    answer: str
    history: list[Happened]
    erasure: ErasureShown | None
    restriction: RestrictionShown | None
    extend_until: date | None


class SubjectIn(Taken):
    kind: Kind
    id: UUID


class NewRequest(Taken):
    """What came by letter or by phone. `received_at`: when it came, at most a year ago. `id` is made by the client: the
    same request twice files one."""

    id: UUID | None = None
    right: RightName
    subject: SubjectIn | None = None
    words: Words = ""
    reply_to: Annotated[str, Field(max_length=254)] | None = None
    language: Language = ""
    about: dict[Annotated[str, Field(max_length=20)], Annotated[str, Field(max_length=254)] | list[str]] = {}
    received_at: datetime | None = None


class PauseIn(Taken):
    reason: Literal["identity_unclear", "clarification_needed"]
    note: Words = ""


class ExtendIn(Taken):
    """`until`: the new last day, in the request's zone. `reason`: told to the person."""

    until: date
    reason: Words


class TextIn(Taken):
    text: Words = ""


class RequestNoteIn(TextIn):
    """`id` is made by the client: the same note twice is one."""

    id: UUID | None = None


class RefuseIn(Taken):
    """`text`: told to the person."""

    reason: Literal["identity", "nothing_kept", "must_keep", "rights_of_others", "unfounded", "excessive"]
    text: Words


class ReasonIn(Taken):
    reason: Words


class PlanIn(Taken):
    """`force`: also in the middle of a live talk."""

    force: bool = False


class EraseIn(Taken):
    """`hash`: of the plan that was looked at."""

    hash: Hash
    force: bool = False


class PlannedOut(Schema):
    store: str
    what: str
    count: int


class ReasonOut(Schema):
    """`sentence`: in English, as it stands in the plan. `params`: what it speaks of, for who says it in words of their
    own: numbers as `n`."""

    code: Because
    sentence: str
    params: dict[str, str | int]


class PlanOut(Schema):
    """`blockers`: with any of them it can't be run. `reasons`: each sentence of `retained`, `out_of_scope` and
    `blockers` once more, with its code."""

    steps: list[PlannedOut]
    retained: list[str]
    out_of_scope: list[str]
    blockers: list[str]
    reasons: list[ReasonOut]
    forced: bool
    hash: str


class Running(Schema):
    state: Literal["running"] = "running"
