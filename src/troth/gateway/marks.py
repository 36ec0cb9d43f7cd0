"""Delivered and seen: told to the others at once, here and at other processes, kept by the log within a second.

A visitor's side of a talk has its own end: who has seen a note of the team's has, for the visitor, seen what came last
before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from troth.log import Address
from troth.murmur import Raised
from troth.wire.frames import Mark, Marked, MarkOf, encode

from .session import Session

if TYPE_CHECKING:
    from .hub import Hub
    from .streams import Stream

UNWRITTEN = 3.0  # s; the log writes marks within a second or two


class Marks:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        # of other processes, which have perhaps not written them yet: those of now and of a moment ago
        self._fresh: dict[Address, dict[UUID, MarkOf]] = {}
        self._older: dict[Address, dict[UUID, MarkOf]] = {}
        hub.murmur.listen(Raised, self._heard)
        hub.wheel.after(UNWRITTEN, self)

    def mark(self, session: Session, frame: Mark) -> None:
        """Only for a stream that is followed, and never beyond its last event."""
        stream = self.hub.streams.followed_by(session, frame.stream)
        author = session.author_in(stream.workspace) if stream else None
        if stream is None or author is None or author.kind == "system":
            return
        last = stream.last_all if session.kind == "visitor" else stream.last
        seen = min(frame.seen, last)
        delivered = max(min(frame.delivered, last), seen)
        if not delivered:
            return
        self.hub.log.mark(stream.workspace, stream.id, author.id, author.kind, delivered, seen)
        mark = MarkOf(participant=author.id, kind=author.kind, delivered=delivered, seen=seen)
        self.hub.murmur.say(
            Raised(stream.workspace, stream.id, author.kind == "agent", author.id, mark.delivered, mark.seen)
        )
        self._tell(stream, mark, session)

    def lately(self, address: Address) -> dict[UUID, MarkOf] | None:
        """Marks of a stream, by participant, that other processes told of a moment ago."""
        fresh, older = self._fresh.get(address), self._older.get(address)
        return {**older, **fresh} if fresh and older else fresh or older

    def due(self) -> float:
        self._older, self._fresh = self._fresh, {}
        return UNWRITTEN

    def _heard(self, _sender: UUID, word: Raised) -> None:
        mark = MarkOf(
            participant=word.id, kind="agent" if word.agent else "visitor", delivered=word.delivered, seen=word.seen
        )
        address = (word.workspace, word.stream)
        self._fresh.setdefault(address, {})[word.id] = mark
        stream = self.hub.streams.of.get(address)
        if stream is not None:
            self._tell(stream, mark, None)

    def _tell(self, stream: Stream, mark: MarkOf, by: Session | None) -> None:
        had = stream.marks or {}
        stream.marks = had | {mark.participant: raised(mark, had.get(mark.participant))}  # for who is just subscribing
        team = encode(Marked(stream=stream.id, mark=mark))
        public = encode(Marked(stream=stream.id, mark=upto(mark, stream.last_all)))
        for other, held in stream.followers.items():
            if isinstance(held, int) and other is not by:
                other.door.send(public if other.kind == "visitor" else team)


def highest(kept: Iterable[MarkOf], told: dict[UUID, MarkOf] | None) -> list[MarkOf]:
    """The marks that were read, with those told meanwhile laid over them."""
    marks = dict(told or {})
    for mark in kept:
        marks[mark.participant] = raised(mark, marks.get(mark.participant))
    return list(marks.values())


def seen_by(session: Session, stream: Stream, marks: list[MarkOf]) -> list[MarkOf]:
    """The marks as this follower may know them."""
    return [upto(mark, stream.last_all) for mark in marks] if session.kind == "visitor" else marks


def raised(mark: MarkOf, other: MarkOf | None) -> MarkOf:
    """The higher of two marks of one participant."""
    if other is None:
        return mark
    return msgspec.structs.replace(
        mark, delivered=max(mark.delivered, other.delivered), seen=max(mark.seen, other.seen)
    )


def upto(mark: MarkOf, last: int) -> MarkOf:
    """The mark, not beyond this seq."""
    if max(mark.delivered, mark.seen) <= last:
        return mark
    return msgspec.structs.replace(mark, delivered=min(mark.delivered, last), seen=min(mark.seen, last))
