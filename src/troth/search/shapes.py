"""What the API shows of a search."""

from datetime import datetime
from typing import Literal

from ninja import Schema

from troth.conversations.shapes import AuthorShown, ConversationShown


class PlaceShown(Schema):
    """Where a part of what was searched for stands, in code points."""

    start: int
    length: int


class HitShown(Schema):
    """The newest event in which all of it stands. `contact`: it is in the name or address of whom the talk is with."""

    seq: int
    at: datetime
    what: Literal["said", "noted", "answered", "contact"]
    author: AuthorShown
    text: str
    places: list[PlaceShown]


class ResultShown(Schema):
    conversation: ConversationShown
    hit: HitShown


class ResultsPage(Schema):
    """`behind`: the index does not know the newest events yet."""

    items: list[ResultShown]
    next: str | None = None
    behind: bool = False
