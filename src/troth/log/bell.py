"""The bell: after a commit everyone who waits is answered, then those who listen hear the events, on the loop."""

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from .sealing import Place
from .shapes import Event

_log = logging.getLogger(__name__)

type Listener = Callable[[list[Event]], None]
type Wanted = Callable[[UUID, UUID], bool]  # whether somebody here listens to this stream of this workspace
type Between = Callable[[int, int], list[Event]]  # the events between two positions
type Answer = tuple[Callable[[Any], None] | None, Any]  # who waits, what they get (Written or an exception)


class Turn:
    """Somebody is about to commit to these streams."""

    __slots__ = ("places",)

    def __init__(self, places: Collection[Place]) -> None:
        self.places = places


class Bell:
    """Rings on one loop. Per stream events are heard in the order of their seq, whichever door they came in by."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._commit: list[Listener] = []
        self._position: list[Listener] = []
        self._reached: list[Callable[[int], None]] = []
        self._guard = threading.Lock()
        self._turns: list[Turn] = []  # replaced, never changed: the loop reads it without the guard
        self._held: list[Event] = []
        self.posted = 0  # SQLite: the last position that was posted
        self._between: Between | None = None

    def fill(self, posted: int, between: Between) -> None:
        """SQLite: what follows `posted` and came from no post is asked for, so that nothing is left out."""
        self.posted, self._between = posted, between

    def on_commit(self, listener: Listener) -> None:
        self._commit.append(listener)

    def on_position(self, listener: Listener) -> None:
        self._position.append(listener)

    def on_reached(self, listener: Callable[[int], None]) -> None:
        """Called on the loop with the newest position this process has heard of, whether or not it has the event."""
        self._reached.append(listener)

    def post(self, answers: list[Answer], events: list[Event]) -> None:
        """From any thread. On SQLite called behind the gate, so posts come in the order of the commits."""
        if events and self._between is not None:
            events = [*self._missed(events[0].position), *events]
            self.posted = events[-1].position
        try:
            self.loop.call_soon_threadsafe(self.ring, answers, events)
        except RuntimeError:
            _log.info("the loop has ended; %d events are kept but nobody hears them", len(events))

    def post_before(self, position: int) -> None:
        """SQLite: what other processes committed before this position. Behind the gate."""
        if events := self._missed(position):
            self.posted = events[-1].position
            self.post([], events)

    def _missed(self, before: int) -> list[Event]:
        if self._between is None or before <= self.posted + 1:
            return []
        try:
            return self._between(self.posted, before)
        except Exception:  # what was committed here is heard all the same; who follows a stream asks for what lacks
            _log.exception("what other processes wrote could not be read")
            return []

    def ring(self, answers: list[Answer], events: list[Event]) -> None:
        """On the loop."""
        for callback, outcome in answers:
            if callback is not None:
                try:
                    callback(outcome)
                except Exception:
                    _log.exception("a callback of append failed")
        if self._turns and events:
            events = self._let_through(events)
        self._tell(self._commit, events)

    def place(self, events: list[Event]) -> None:
        """On the loop: these events have their position now."""
        self._tell(self._position, events)

    def reach(self, position: int) -> None:
        """On the loop: everything up to this position was told, or is of no interest here."""
        for listener in self._reached:
            listener(position)

    def _tell(self, listeners: Iterable[Listener], events: list[Event]) -> None:
        if not events:
            return
        for listener in listeners:
            try:
                listener(events)
            except Exception:
                _log.exception("a listener of the log failed")

    # --- PostgreSQL: a COMMIT is heard of after it is done, and a later one of the same stream may be heard of first.
    # So whoever is about to commit says beforehand to which streams; later events of those wait until they have
    # spoken. (On SQLite events are posted behind the gate.)

    def expect(self, places: Collection[Place]) -> Turn:
        """While the heads of these streams are locked, right before COMMIT; or before the one statement that locks them
        and commits. From any thread."""
        turn = Turn(places)
        with self._guard:
            self._turns = [*self._turns, turn]
        return turn

    def settle(self, turn: Turn, events: list[Event]) -> None:
        """It is over: the turn's events, none when it failed. From any thread."""
        try:
            self.loop.call_soon_threadsafe(self.settle_now, turn, events)
        except RuntimeError:
            _log.info("the loop has ended; %d events are kept but nobody hears them", len(events))

    def settle_now(self, turn: Turn, events: list[Event]) -> None:
        """The same, on the loop."""
        with self._guard:
            self._turns = [other for other in self._turns if other is not turn]
        if self._turns or self._held:
            events = self._let_through(events)
        self._tell(self._commit, events)

    def committing(self, workspace: UUID, stream: UUID) -> bool:
        """Whether somebody in this process is about to commit to the stream, or has and was not heard yet."""
        turns = self._turns
        return bool(turns) and any(workspace.bytes + stream.bytes in turn.places for turn in turns)

    def _let_through(self, events: list[Event]) -> list[Event]:
        """Of these events and those held back, the ones nobody has to speak before."""
        waiting = [*self._held, *events]
        self._held = [event for event in waiting if self.committing(event.workspace, event.stream)]
        if not self._held:
            return sorted(waiting, key=lambda event: event.seq)
        held = {id(event) for event in self._held}
        return sorted((event for event in waiting if id(event) not in held), key=lambda event: event.seq)
