"""Streams that are followed over a line that comes and goes: subscribed again, and gaps asked for."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

from troth.kernel.errors import NotFound, TrothError
from troth.wire.events import WireEvent
from troth.wire.frames import After, Events, Gone, Mark, Marked, MarkOf, Subscribe, Subscribed, Unsubscribe, encode

from .asked import Asked
from .feed import Feed
from .pause import pause
from .problems import passing


class Followed:
    """One stream: its feed, the marks of who takes part, and who waits for more."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.marks: dict[UUID, MarkOf] = {}
        self.own_mark = Mark(stream=feed.stream)
        self.error: TrothError | None = None  # why it ended
        self.held = asyncio.Event()  # subscribed, or refused
        self.users = 0
        self.refusals = 0  # in a row
        self._next: asyncio.Future[None] | None = None

    def changed(self) -> None:
        if self._next is not None and not self._next.done():
            self._next.set_result(None)

    async def more(self) -> None:
        """Wait until something is new; several may wait."""
        if self._next is None or self._next.done():
            self._next = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._next)


class Following:
    """All streams of one asker."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._all: dict[UUID, Followed] = {}

    async def follow(self, stream: UUID, after: int = 0) -> Followed:
        """Subscribe from after this seq. Raises NotFound, or what else the server answers."""
        followed = self._all.get(stream)
        if followed is None:
            followed = self._all[stream] = Followed(Feed(stream, after))
            self._subscribe(followed)
        followed.users += 1
        await followed.held.wait()
        if followed.error is not None:
            raise followed.error
        return followed

    def unfollow(self, followed: Followed) -> None:
        followed.users -= 1
        stream = followed.feed.stream
        if followed.users <= 0 and self._all.pop(stream, None) is not None:
            self._asked.ask(lambda ref: encode(Unsubscribe(ref=ref, stream=stream)), lambda error: None)

    def mark(self, followed: Followed, delivered: int, seen: int) -> None:
        """Move the own high-water marks; they are sent again after a loss."""
        own = followed.own_mark
        own.delivered, own.seen = max(own.delivered, delivered, seen), max(own.seen, seen)
        self._asked.send(encode(own))

    def resume(self) -> None:
        """A new connection: subscribe again, each from the last seq held."""
        for followed in self._all.values():
            self._subscribe(followed)
            if followed.own_mark.delivered:
                self._asked.send(encode(followed.own_mark))

    def lost(self) -> None:
        for followed in self._all.values():
            followed.feed.lost()

    def fail(self, error: TrothError, streams: Iterable[UUID] | None = None) -> None:
        """These streams (None: all) are over."""
        for stream in list(self._all if streams is None else streams):
            followed = self._all.pop(stream, None)
            if followed is not None:
                followed.error = error
                followed.held.set()
                followed.changed()

    # --- what the server says

    def subscribed(self, frame: Subscribed) -> None:
        followed = self._all.get(frame.stream) if frame.stream is not None else None
        if followed is None:
            return
        feed = followed.feed
        feed.known = max(feed.known, frame.last)
        feed.asking = feed.known > feed.last  # the rest follows unasked
        followed.refusals = 0
        followed.marks.update((mark.participant, mark) for mark in frame.marks)
        followed.held.set()

    def event(self, event: WireEvent) -> None:
        followed = self._all.get(event.stream)
        if followed is None:
            return
        if followed.feed.live(event):
            followed.changed()
        elif followed.feed.behind:
            self._ask(followed)

    def events(self, frame: Events) -> None:
        followed = self._all.get(frame.stream)
        if followed is None:
            return
        if followed.feed.answer(frame.events, frame.more):
            followed.changed()
        if followed.feed.behind:
            self._ask(followed)

    def marked(self, frame: Marked) -> None:
        followed = self._all.get(frame.stream)
        if followed is not None:
            followed.marks[frame.mark.participant] = frame.mark
            followed.changed()

    def gone(self, frame: Gone) -> None:
        if frame.stream is not None:
            self.fail(NotFound(), [frame.stream])

    # --- what we say

    def _subscribe(self, followed: Followed) -> None:
        feed = followed.feed
        self._asked.ask(
            lambda ref: encode(Subscribe(ref=ref, stream=feed.stream, after=feed.last)),
            lambda error: self._refused(followed, error),
        )

    def _ask(self, followed: Followed) -> None:
        feed = followed.feed
        feed.asking = self._asked.ask(
            lambda ref: encode(After(ref=ref, stream=feed.stream, after=feed.last)),
            lambda error: self._refused(followed, error),
        )

    def _refused(self, followed: Followed, error: TrothError) -> None:
        if passing(error):
            followed.feed.lost()
            followed.refusals += 1
            asyncio.get_running_loop().call_later(0.05 + pause(followed.refusals), self._again, followed)
        else:
            self.fail(error, [followed.feed.stream])

    def _again(self, followed: Followed) -> None:
        if self._all.get(followed.feed.stream) is followed:
            self._subscribe(followed)
