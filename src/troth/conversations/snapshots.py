"""A conversation as it leaves: structs that msgspec writes, a hundred of them in less than a millisecond.

`shapes.py` describes the same for the API's description.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from troth.wire.events import Answer, AuthorName
from troth.wire.frames import MarkOf


class Preview(msgspec.Struct):
    """What the sealed column `preview` holds too."""

    seq: int
    author_kind: AuthorName
    text: str
    files: int = 0


class WhoAsks(msgspec.Struct, kw_only=True):
    id: UUID
    name: str | None
    email: str | None
    language: str
    label: str
    restricted: bool


class WhoAnswers(msgspec.Struct, kw_only=True):
    member_id: UUID
    alias: str
    title: str
    picture: str
    name: str | None
    colour: str | None


class Rated(msgspec.Struct, kw_only=True):
    score: int
    comment: str


class Snapshot(msgspec.Struct, kw_only=True):
    id: UUID
    workspace_id: UUID
    site_id: UUID
    number: int
    state: Literal["open", "closed"]
    offline: bool
    waiting_since: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    last_at: datetime
    last_seq: int
    visitor: WhoAsks
    agents: list[WhoAnswers]
    mine: bool
    preview: Preview | None
    unread: int
    rating: Rated | None
    answers: list[Answer]
    marks: list[MarkOf]
