"""Who types. Held in memory, told to the others who follow the stream, here and at other processes. It is over six
seconds after somebody was told last, so it is told again while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from troth.murmur import Types
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
        self._typists: dict[tuple[UUID, UUID], _Typist] = {}  # of this process, by (stream, author id)
        hub.murmur.listen(Types, self._heard)

    async def typed(self, session: Session, frame: Typing) -> None:
        """Someone began, goes on, or stopped. Who does not follow the stream or may not write there is not heard."""
        stream = self.hub.streams.followed_by(session, frame.stream)
        author = session.author_in(stream.workspace) if stream else None
        if stream is None or author is None:
            return
        key = (stream.id, author.id)
        if not frame.on:
            self._over(key)
            return
        if typist := self._typists.get(key):
            typist.go_on()
            return
        look = Look(stream.workspace, stream.id, author, session.audience, 0, 0, verb="say")
        if await self.hub.lookups.ask(look) is None or key in self._typists:
            return
        typist = self._typists[key] = _Typist(self, stream, author)
        typist.go_on()
        self.hub.wheel.after(self.hub.pace.typing, typist)

    def said(self, stream: UUID, author: UUID) -> None:
        """A message ends the typing before it; receivers know that by themselves."""
        self._typists.pop((stream, author), None)

    def left(self, session: Session) -> None:
        for stream in session.streams.values():
            if author := session.author_in(stream.workspace):
                self._over((stream.id, author.id))

    def ended(self, typist: _Typist) -> float | None:
        """Seconds until it may be over, or None when it is."""
        key = (typist.stream.id, typist.author.id)
        if self._typists.get(key) is not typist:
            return None
        if typist.until > self.hub.wheel.now:
            return typist.until - self.hub.wheel.now
        self._over(key)
        return None

    def tell(self, stream: Stream, author: Author, on: bool) -> None:
        if author.kind == "system":
            return
        self.hub.murmur.say(Types(stream.workspace, stream.id, author.kind == "agent", author.id, on))
        self._tell_here(stream, author, on)

    def _over(self, key: tuple[UUID, UUID]) -> None:
        if typist := self._typists.pop(key, None):
            self.tell(typist.stream, typist.author, on=False)

    def _heard(self, _sender: UUID, word: Types) -> None:
        """At another process. Nothing is kept: when that process dies, receivers know the end by themselves."""
        stream = self.hub.streams.of.get((word.workspace, word.stream))
        if stream is not None:
            self._tell_here(stream, Author(kind="agent" if word.agent else "visitor", id=word.id), word.on)

    def _tell_here(self, stream: Stream, author: Author, on: bool) -> None:
        assert author.kind != "system"
        frame = encode(TypingNow(stream=stream.id, who=author.kind, id=author.id, on=on))
        for session, held in stream.followers.items():
            if isinstance(held, int) and session.author_in(stream.workspace) != author:
                session.door.send(frame)


class _Typist:
    """Somebody who types now."""

    __slots__ = ("author", "keystrokes", "stream", "told_at", "until")

    def __init__(self, keystrokes: Keystrokes, stream: Stream, author: Author) -> None:
        self.keystrokes, self.stream, self.author = keystrokes, stream, author
        self.until = self.told_at = float("-inf")

    def go_on(self) -> None:
        hub = self.keystrokes.hub
        self.until = hub.wheel.now + hub.pace.typing
        if hub.wheel.now - self.told_at >= hub.pace.typing / 3:
            self.told_at = hub.wheel.now
            self.keystrokes.tell(self.stream, self.author, on=True)

    def due(self) -> float | None:
        return self.keystrokes.ended(self)
