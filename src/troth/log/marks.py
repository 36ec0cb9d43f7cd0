"""Marks: up to which seq somebody got and saw a stream. Not events: high-water marks, coalesced in memory and written
at most once a second, so that looking at a talk never costs a commit."""

import logging
import threading
from collections.abc import Callable, Iterable
from uuid import UUID

from troth.wire.frames import MarkOf

from .shapes import Address

_log = logging.getLogger(__name__)

EVERY = 1.0  # seconds
KINDS = ("visitor", "agent")

type Pending = tuple[UUID, tuple[int, int, int]]  # participant, (kind, delivered, seen)
type MarkRow = tuple[UUID, UUID, UUID, int, int, int]  # workspace, stream, participant, kind, delivered, seen


class Marks:
    """`write` keeps rows for good, taking the greater of old and new; it may raise, then they are kept for later."""

    def __init__(self, write: Callable[[list[MarkRow]], None]) -> None:
        self._write = write
        self._waiting: dict[tuple[Address, UUID], tuple[int, int, int]] = {}
        self._writing: dict[tuple[Address, UUID], tuple[int, int, int]] = {}
        self._guard = threading.Lock()
        self._flushing = threading.Lock()
        self._some = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log-marks", daemon=True)
        self._thread.start()

    def put(self, address: Address, participant: UUID, kind: str, delivered: int, seen: int) -> None:
        """From any thread; seen is delivered too."""
        delivered = max(delivered, seen)
        key = (address, participant)
        with self._guard:
            _, had, saw = self._waiting.get(key, (0, 0, 0))
            self._waiting[key] = (KINDS.index(kind), max(had, delivered), max(saw, seen))
        self._some.set()

    def pending(self, addresses: Iterable[Address]) -> dict[Address, list[Pending]]:
        """Marks of these streams that may not be in the database yet. Ask before reading it, or one that is being
        written is in neither."""
        wanted = set(addresses)
        found: dict[Address, list[Pending]] = {}
        with self._guard:
            for waiting in (self._writing, self._waiting):
                for (address, participant), mark in waiting.items():
                    if address in wanted:
                        found.setdefault(address, []).append((participant, mark))
        return found

    def flush(self) -> None:
        """Write what waits now."""
        with self._flushing:
            self._flush()

    def _flush(self) -> None:
        with self._guard:
            taken, self._waiting = self._waiting, {}
            self._writing = taken
        if not taken:
            return
        try:
            self._write(sorted((*address, participant, *mark) for (address, participant), mark in taken.items()))
        except Exception:
            _log.exception("%d marks could not be written; they are tried again", len(taken))
            for (address, participant), (kind, delivered, seen) in taken.items():
                self.put(address, participant, KINDS[kind], delivered, seen)
        with self._guard:
            self._writing = {}

    def close(self) -> None:
        self._end.set()
        self._some.set()
        self._thread.join()
        self.flush()

    def _run(self) -> None:
        while not self._end.is_set():
            self._some.wait()
            self._some.clear()
            self.flush()
            self._end.wait(EVERY)


def laid_over(stored: Iterable[tuple[UUID, int, int, int]], pending: Iterable[Pending]) -> list[MarkOf]:
    """The stored marks of a stream with the pending ones laid over them."""
    found = {participant: (kind, delivered, seen) for participant, kind, delivered, seen in stored}
    for participant, (kind, delivered, seen) in pending:
        _, had, saw = found.get(participant, (kind, 0, 0))
        found[participant] = (kind, max(had, delivered), max(saw, seen))
    return [
        MarkOf(participant=participant, kind="agent" if kind else "visitor", delivered=delivered, seen=seen)
        for participant, (kind, delivered, seen) in found.items()
    ]
