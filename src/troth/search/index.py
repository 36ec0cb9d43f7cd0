"""The index: what both databases answer alike. It is a mirror: made from the log, thrown away and made anew."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from .question import Question

NAME = "search"  # of the reader that keeps it


class Within(NamedTuple):
    """Where to look. since, until: Unix ms, from one on and before the other. by: only what this member wrote."""

    workspaces: Sequence[UUID]
    site: UUID | None = None
    by: UUID | None = None
    since: int | None = None
    until: int | None = None


class Hit(NamedTuple):
    position: int
    stream: UUID
    seq: int


class Index(Protocol):
    few: int  # conversations whose words are sooner looked at than all hits are sorted by whose they are

    def hits(self, question: Question, within: Within, before: int | None, most: int) -> list[Hit]:
        """The newest first, those before a position."""
        ...

    def among(
        self, question: Question, streams: Sequence[UUID], before: int | None, most: int, *, after: int = 0,
        within: Within | None = None, team: bool = True,
    ) -> list[Hit]:  # fmt: skip
        """The same in these few conversations alone, behind a position. team: also what visitors may not find."""
        ...

    def newest(
        self, question: Question, streams: Sequence[UUID], before: int | None, most: int, *, within: Within,
        team: bool = True,
    ) -> list[Hit]:  # fmt: skip
        """Of each of these few conversations its newest hit, where that is before a position; the newest first."""
        ...

    def position(self) -> int:
        """How far of the log it knows."""
        ...

    def forget(self, streams: Sequence[UUID], upto: int) -> None:
        """Nothing of them up to this position is found any more, nor comes in later."""
        ...

    def count(self, streams: Sequence[UUID], upto: int) -> int:
        """How many passages of them there are up to this position."""
        ...

    def compact(self) -> bool:
        """Let go of the bytes of what was forgotten; False where somebody is in the way."""
        ...

    def size(self) -> int:
        """Bytes."""
        ...
