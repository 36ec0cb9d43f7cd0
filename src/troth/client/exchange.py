"""One asker's live business over one line: what the server says is handed to whom it concerns."""

import asyncio
from collections.abc import Awaitable, Callable

from troth.wire.frames import (
    Ack,
    ErrorFrame,
    EventFrame,
    Events,
    Gone,
    Here,
    Marked,
    Pass,
    Presence,
    ServerFrame,
    Subscribed,
    Summary,
    TypingNow,
    Welcome,
    encode,
)

from .asked import Asked
from .following import Following
from .inboxes import Inboxes, Signals
from .line import Line
from .outbox import Pending
from .problems import error_of, passing
from .saying import Saying

RESUME_AFTER = 1.0  # seconds, when the server refused a frame without saying which


class Exchange:
    """`renew` gives passes (see Line); `passed` hears of a pass the server renewed by itself; `post` says by HTTP what
    is too long for the line."""

    def __init__(
        self,
        base_url: str,
        renew: Callable[[bool], Awaitable[str]],
        passed: Callable[[Pass], None],
        post: Callable[[Pending], Awaitable[Ack]],
    ) -> None:
        self.line = Line(base_url, renew=renew, greeted=self._greeted, heard=self._heard, lost=self._lost)
        self._asked = Asked(self.line.send)
        self.saying = Saying(self._asked, post)
        self.following = Following(self._asked)
        self.inboxes = Inboxes(self._asked)
        self.signals = Signals()
        self._passed = passed
        self._available: bool | None = None
        self._here_every = 10
        self._lease: asyncio.TimerHandle | None = None

    async def aclose(self) -> None:
        if self._lease is not None:
            self._lease.cancel()
        await self.line.aclose()

    def here(self, available: bool) -> None:
        """Hold (repeat every `here_every` seconds) or give back the lease of an agent who takes conversations."""
        self._available = available
        self._repeat_here()

    def _repeat_here(self) -> None:
        if self._lease is not None:
            self._lease.cancel()
            self._lease = None
        if self._available is not None:
            self.line.send(encode(Here(available=self._available)))
        if self._available:
            self._lease = asyncio.get_running_loop().call_later(self._here_every, self._repeat_here)

    def _greeted(self, welcome: Welcome) -> None:
        self._here_every = max(1, welcome.here_every)
        self._resume()
        self._repeat_here()

    def _resume(self) -> None:
        self.following.resume()
        self.inboxes.resume()
        self.saying.resume()

    def _lost(self) -> None:
        self._asked.forget()
        self.following.lost()
        error = self.line.failed
        if error is not None:
            self.following.fail(error)
            self.inboxes.fail(error)
            self.saying.fail(error)

    def _heard(self, frame: ServerFrame) -> None:
        match frame:
            case EventFrame(event=event):
                self.following.event(event)
            case Ack(ref=ref):
                self._asked.answered(ref)
                self.saying.acknowledged(frame)
            case Events(ref=ref):
                self._asked.answered(ref)
                self.following.events(frame)
            case Subscribed(ref=ref):
                self._asked.answered(ref)
                self.following.subscribed(frame)
                self.inboxes.subscribed(frame)
            case Summary():
                self.inboxes.summary(frame)
            case Marked():
                self.following.marked(frame)
                self.signals.give(frame)
            case Gone():
                self.following.gone(frame)
                if frame.workspace is not None:
                    self.inboxes.fail(error_of("not_found"), frame.workspace)
                self.signals.give(frame)
            case TypingNow() | Presence():
                self.signals.give(frame)
            case Pass():
                self._passed(frame)
            case ErrorFrame():
                self._error(frame)

    def _error(self, frame: ErrorFrame) -> None:
        error = error_of(frame.code, frame.message)
        refused = self._asked.answered(frame.ref)
        if refused is not None:
            refused(error)
        elif passing(error) and self.line.ready:
            # Something was refused and we can't tell what: everything open is asked again, which is harmless.
            asyncio.get_running_loop().call_later(RESUME_AFTER, self._resume)
