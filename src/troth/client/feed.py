"""What one stream has said, in order: no gap, no double, whatever the network did. Pure: it sends nothing itself.

A live event bears `after`, the seq of the previous event this receiver may see. When that is newer than the last one
held, something is missing: the event is put aside and the caller is told to ask for the rest.
"""

from collections.abc import Iterable
from uuid import UUID

from troth.wire.events import WireEvent


class Feed:
    """The events of one stream from `start` (exclusive) on. `asking` is true while an answer is awaited."""

    __slots__ = ("asking", "events", "known", "last", "start", "stream")

    def __init__(self, stream: UUID, start: int = 0) -> None:
        self.stream = stream
        self.start = start
        self.last = start  # the newest seq held
        self.known = start  # the newest seq heard of
        self.events: list[WireEvent] = []
        self.asking = False

    @property
    def behind(self) -> bool:
        """Whether the caller has to ask for what comes after `last`."""
        return self.known > self.last and not self.asking

    def live(self, event: WireEvent) -> bool:
        """Take a pushed event; True when it was new and in its place."""
        if event.seq <= self.last:
            return False
        if event.seq > self.known:
            self.known = event.seq
        if event.after > self.last or self.asking:
            return False
        self._keep(event)
        return True

    def answer(self, events: Iterable[WireEvent], more: bool) -> bool:
        """Take an answer of the server to "what comes after `last`"; True when it brought something new."""
        grown = False
        for event in events:
            if event.seq > self.last:
                self._keep(event)
                grown = True
        self.asking = False
        if more:
            self.known = max(self.known, self.last + 1)
        elif not grown:
            self.known = self.last  # nothing there for us: do not ask for ever
        return grown

    def lost(self) -> None:
        """The socket is gone, and with it every answer that was awaited."""
        self.asking = False

    def _keep(self, event: WireEvent) -> None:
        self.events.append(event)
        self.last = event.seq
        if self.last > self.known:
            self.known = self.last
