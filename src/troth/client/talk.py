"""One conversation in someone's hands: say, hear, mark, and everything else that can be done with it."""

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from troth.kernel.ids import new_id
from troth.wire.events import FileRef, WireEvent
from troth.wire.frames import MarkOf, Typing, encode

from .following import Followed
from .outbox import Pending
from .shapes import Conversation, Kept

if TYPE_CHECKING:
    from .asker import Asker


class Talk:
    """Made by `Visitor.open`, `Visitor.talk` and `Agent.talk`.

    Example::

        talk = await ada.talk(conversation_id)
        await talk.join()
        async for event in talk.events():
            if event.kind == "said" and event.author.kind == "visitor":
                await talk.say("One moment, I look it up.")
    """

    def __init__(self, asker: "Asker", snapshot: Conversation, followed: Followed) -> None:
        self.id: UUID = snapshot.id
        self.snapshot = snapshot  # as it was when it was last fetched; see `refresh`
        self._asker = asker
        self._followed = followed

    @property
    def last(self) -> int:
        """The newest seq held."""
        return self._followed.feed.last

    @property
    def held(self) -> Sequence[WireEvent]:
        """All events held, in order."""
        return self._followed.feed.events

    @property
    def marks(self) -> dict[UUID, MarkOf]:
        """How far each participant has got."""
        return self._followed.marks

    async def events(self, after: int = 0) -> AsyncIterator[WireEvent]:
        """Every event after this seq that this asker may see, in order, each once, over every loss of the line.
        It goes on for as long as it is asked; it raises NotFound when the right to the conversation ends."""
        feed, place = self._followed.feed, 0
        while True:
            while place < len(feed.events):
                event = feed.events[place]
                place += 1
                if event.seq > after:
                    yield event
            if self._followed.error is not None:
                raise self._followed.error
            await self._followed.more()

    async def say(
        self, text: str, *, files: Sequence[UUID] = (), client_id: UUID | None = None, patience: float | None = None
    ) -> Kept:
        """Say something. Returns when it is durable; repeated with the same client id over losses until then.

        `files` are ids of uploads. Raises Closed, Forbidden, Invalid, TooLarge, Conflict; Unreachable after `patience`
        seconds: repeat it with the same `client_id` and it is kept once.
        """
        pending = Pending(stream=self.id, client_id=client_id or new_id(), text=text, files=list(files))
        wait = self._asker.patience if patience is None else patience
        await self._asker.connect()
        ack = await self._asker.live.saying.say(pending, wait)
        return Kept(seq=ack.seq, at=ack.at, masked=ack.masked, duplicate=ack.duplicate)

    async def note(self, text: str, *, client_id: UUID | None = None) -> Kept:
        """Write a note that only the team sees. Agents only."""
        return await self._post("notes", Kept, {"client_id": client_id or new_id(), "text": text})

    async def upload(self, name: str, content: bytes, content_type: str) -> FileRef:
        """Upload a file for a message of this conversation. Raises TooLarge, Unsupported."""
        return await self._asker.upload(self.id, name, content, content_type)

    async def join(self) -> Conversation:
        """Take part. Agents only."""
        return await self._move("POST", "participation")

    async def leave(self) -> Conversation:
        """Take part no longer. Agents only."""
        return await self._move("DELETE", "participation")

    async def close(self) -> Conversation:
        return await self._move("POST", "closure")

    async def reopen(self) -> Conversation:
        """Agents only."""
        return await self._move("DELETE", "closure")

    async def rate(self, score: int, comment: str = "") -> Conversation:
        """score 1 (bad) to 5 (very good). Visitors only."""
        return await self._move("POST", "rating", score=score, comment=comment)

    async def ask_transcript(self, address: str) -> None:
        """Have the transcript mailed to an address of one's own: now when it is closed, else at its closing."""
        await self._post("transcripts", type(None), {"client_id": new_id(), "address": address})

    async def refresh(self) -> Conversation:
        """Fetch the snapshot anew."""
        self.snapshot = await self._asker.conversation(self.id)
        return self.snapshot

    def mark(self, *, delivered: int = 0, seen: int = 0) -> None:
        """Tell the others how far this asker has got (0: no further than before). Seen is delivered too."""
        self._asker.live.following.mark(self._followed, delivered, seen)

    def typing(self, on: bool = True) -> None:
        """Show that someone types; it ends by itself 6 s after the last call."""
        self._asker.live.line.send(encode(Typing(stream=self.id, on=on)))

    async def changed(self) -> None:
        """Wait until an event or a mark is new."""
        await self._followed.more()

    def unfollow(self) -> None:
        """Stop following; this object is of no further use."""
        self._asker.live.following.unfollow(self._followed)

    async def _post[Answer](self, what: str, answer: type[Answer], body: dict[str, object]) -> Answer:
        return await self._asker.call("POST", f"/conversations/{self.id}/{what}", answer, body)

    async def _move(self, method: str, what: str, **more: object) -> Conversation:
        body = {"client_id": new_id(), **more}
        path = f"/conversations/{self.id}/{what}"
        self.snapshot = await self._asker.call(method, path, Conversation, body)
        return self.snapshot
