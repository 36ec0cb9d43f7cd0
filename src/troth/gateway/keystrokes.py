"""Who types. Held in memory, told to the others who follow the stream, over by itself after six seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from troth.wire.events import Author
from troth.wire.frames import Typing, TypingNow, encode

from .lookups import Look
from .session import Session
from .streams import Stream

if TYPE_CHECKING:
    from .hub import Hub


class Keystrokes:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._until: dict[tuple[UUID, UUID], float] = {}  # (stream, author id) -> loop time of the end

    async def typed(self, session: Session, frame: Typing) -> None:
        """Someone began, goes on, or stopped. Who does not follow the stream or may not write there is not heard."""
        stream = self.hub.streams.followed_by(session, frame.stream)
        author = session.author_in(stream.workspace) if stream else None
        if stream is None or author is None:
            return
        key = (stream.id, author.id)
        if not frame.on:
            if self._until.pop(key, None) is not None:
                self._tell(stream, author, on=False)
            return
        if key in self._until:
            self._until[key] = self.hub.wheel.now + self.hub.pace.typing
            return
        look = Look(stream.workspace, stream.id, author, session.audience, 0, 0, verb="say")
        if await self.hub.lookups.ask(look) is None or key in self._until:
            return
        self._until[key] = self.hub.wheel.now + self.hub.pace.typing
        self._tell(stream, author, on=True)
        self.hub.wheel.after(self.hub.pace.typing, _End(self, stream, author))

    def said(self, stream: UUID, author: UUID) -> None:
        """A message ends the typing before it; receivers know that by themselves."""
        self._until.pop((stream, author), None)

    def left(self, session: Session) -> None:
        for stream in session.streams.values():
            author = session.author_in(stream.workspace)
            if author and self._until.pop((stream.id, author.id), None) is not None:
                self._tell(stream, author, on=False)

    def ended(self, stream: Stream, author: Author) -> float | None:
        """Seconds until it may be over, or None when it is."""
        until = self._until.get((stream.id, author.id))
        if until is None:
            return None
        if until > self.hub.wheel.now:
            return until - self.hub.wheel.now
        del self._until[(stream.id, author.id)]
        self._tell(stream, author, on=False)
        return None

    def _tell(self, stream: Stream, author: Author, on: bool) -> None:
        if author.kind == "system":
            return
        frame = encode(TypingNow(stream=stream.id, who=author.kind, id=author.id, on=on))
        for session, held in stream.followers.items():
            if isinstance(held, int) and session.author_in(stream.workspace) != author:
                session.door.send(frame)


class _End:
    __slots__ = ("author", "keystrokes", "stream")

    def __init__(self, keystrokes: Keystrokes, stream: Stream, author: Author) -> None:
        self.keystrokes, self.stream, self.author = keystrokes, stream, author

    def due(self) -> float | None:
        return self.keystrokes.ended(self.stream, self.author)
