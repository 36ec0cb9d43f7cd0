"""A line as the hub sees it: frames wait in a bounded queue for the request that takes them away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from .fallback import QueueDoor

if TYPE_CHECKING:
    from .hub import Hub

PING = b"event: ping\ndata: {}\n\n"
KEEP = b":\n\n"
TAKEN_WITHIN = 5.0  # s for a poll to come for the last words


class LineDoor(QueueDoor):
    """polled: nobody listens between two requests. lost: called when the client doesn't come any more."""

    def __init__(self, hub: Hub, address: str, signals: str, polled: bool, lost: Callable[[], None]) -> None:
        super().__init__(address, signals)
        self.hub, self._lost = hub, lost
        self.heard_at = hub.wheel.now
        self.asked = False  # a ping is unanswered
        self.reading = False  # a poll waits
        self.over = False  # nobody will take anything any more
        self._signs = b""
        self.session = hub.opened(self)
        self._polled = polled
        if polled:
            hub.wheel.after(hub.pace.lost, self)

    def close(self, code: int, reason: str = "", *, flood: bool = False) -> None:
        """What it was told last may still be taken away, for a while. Until then it counts as open: it holds memory."""
        if self.ending is None and self._polled:
            self.hub.wheel.later(TAKEN_WITHIN, self._given_up)
        super().close(code, reason, flood=flood)

    def leave(self) -> None:
        """Nobody will take anything any more."""
        if not self.over:
            self.over = True
            self.hub.left(self.session)
            del self.session, self._lost  # rings, which would wait for the collector

    def _given_up(self) -> None:
        if not self.reading and not self.over:  # a poll that waits ends it
            self._lost()

    def beat(self, every: float) -> None:
        """A sign of life on an event stream; an answer is asked for when nothing was heard for as long."""
        if self.hub.wheel.now - self.heard_at < every:
            self._signs = KEEP
        elif self.asked:
            return self.close(1001, "no answer to ping")
        else:
            self.asked, self._signs = True, PING
        return self.woken.set()

    def due(self) -> float | None:
        """The wheel asks of a polled line: does its client still come?"""
        if self.over:
            return None
        lost = self.hub.pace.lost
        silent = self.hub.wheel.now - self.heard_at
        if self.reading or silent < lost:
            return lost - silent if silent < lost else lost
        self.close(1001, "no poll")
        self._lost()
        return None

    def take(self) -> bytes:
        """All that waits, as server-sent events. Frames are JSON, so none has a line break."""
        parts = [self._signs, *(b"data: " + frame + b"\n\n" for frame in self.queue)]
        self._signs, self.size = b"", 0
        self.queue.clear()
        self.woken.clear()
        if self.ending is not None:
            code, reason = self.ending
            data = msgspec.json.encode({"code": code, "reason": reason})
            parts.append(b"event: close\ndata: " + data + b"\n\n")
        return b"".join(parts)
