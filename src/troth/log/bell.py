"""The bell: after a commit everyone who waits is answered, then those who listen hear the events, on the loop."""

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from .shapes import Event

_log = logging.getLogger(__name__)

type Listener = Callable[[list[Event]], None]
type Answer = tuple[Callable[[Any], None] | None, Any]  # who waits, what they get (Written or an exception)


class Bell:
    """Rings on one loop. Per stream events are heard in the order of their seq, whichever door they came in by."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._commit: list[Listener] = []
        self._position: list[Listener] = []
        self._guard = threading.Lock()
        self._committing: defaultdict[UUID, int] = defaultdict(int)
        self._held: dict[UUID, list[Event]] = {}

    def on_commit(self, listener: Listener) -> None:
        self._commit.append(listener)

    def on_position(self, listener: Listener) -> None:
        self._position.append(listener)

    def post(self, answers: list[Answer], events: list[Event]) -> None:
        """From any thread. On SQLite called behind the gate, so posts come in the order of the commits."""
        try:
            self.loop.call_soon_threadsafe(self.ring, answers, events)
        except RuntimeError:
            _log.info("the loop has ended; %d events are kept but nobody hears them", len(events))

    def ring(self, answers: list[Answer], events: list[Event]) -> None:
        """On the loop."""
        for callback, outcome in answers:
            if callback is not None:
                try:
                    callback(outcome)
                except Exception:
                    _log.exception("a callback of append failed")
        if self._committing and events:
            events = self._let_through(events)
        self._tell(self._commit, events)

    def place(self, events: list[Event]) -> None:
        """On the loop: these events have their position now."""
        self._tell(self._position, events)

    def _tell(self, listeners: Iterable[Listener], events: list[Event]) -> None:
        if not events:
            return
        for listener in listeners:
            try:
                listener(events)
            except Exception:
                _log.exception("a listener of the log failed")

    # --- PostgreSQL: a unit's COMMIT returns in a thread, and the scribe may be heard before it. So a unit says
    # beforehand which streams it is about to commit to; later events of those wait until it has spoken.

    def expect(self, streams: Iterable[UUID]) -> None:
        with self._guard:
            for stream in streams:
                self._committing[stream] += 1

    def settle(self, streams: Iterable[UUID], events: list[Event]) -> None:
        """The unit is over: its events, none when it failed. From any thread, after `expect` of the same streams."""
        try:
            self.loop.call_soon_threadsafe(self.settle_now, list(streams), events)
        except RuntimeError:
            _log.info("the loop has ended; %d events are kept but nobody hears them", len(events))

    def settle_now(self, streams: Iterable[UUID], events: list[Event]) -> None:
        """The same, on the loop."""
        for event in events:
            self._held.setdefault(event.stream, []).append(event)
        free: list[Event] = []
        with self._guard:
            for stream in streams:
                self._committing[stream] -= 1
                if not self._committing[stream]:
                    del self._committing[stream]
                    free += sorted(self._held.pop(stream, ()), key=lambda event: event.seq)
        self._tell(self._commit, free)

    def committing(self, stream: UUID) -> bool:
        """Whether somebody in this process is about to commit to the stream, or has and was not heard yet."""
        return stream in self._committing

    def _let_through(self, events: list[Event]) -> list[Event]:
        through = []
        for event in events:
            if event.stream in self._committing:
                self._held.setdefault(event.stream, []).append(event)
            else:
                through.append(event)
        return through
