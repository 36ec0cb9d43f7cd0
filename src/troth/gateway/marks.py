"""Delivered and seen: told to the others at once, kept by the log within a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troth.wire.frames import Mark, Marked, MarkOf, encode

from .session import Session

if TYPE_CHECKING:
    from .hub import Hub


class Marks:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    def mark(self, session: Session, frame: Mark) -> None:
        """Only for a stream that is followed, and never beyond its last event."""
        stream = self.hub.streams.followed_by(session, frame.stream)
        author = session.author_in(stream.workspace) if stream else None
        if stream is None or author is None or author.kind == "system":
            return
        seen = min(frame.seen, stream.last)
        delivered = max(min(frame.delivered, stream.last), seen)
        if not delivered:
            return
        self.hub.log.mark(stream.workspace, stream.id, author.id, author.kind, delivered, seen)
        mark = MarkOf(participant=author.id, kind=author.kind, delivered=delivered, seen=seen)
        told = encode(Marked(stream=stream.id, mark=mark))
        for other, held in stream.followers.items():
            if isinstance(held, int) and other is not session:
                other.door.send(told)
