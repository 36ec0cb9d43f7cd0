"""The newest events, kept opened in memory, so that readers at the head do not read and open again what was just
written. Nothing depends on it: what it does not hold is read from the database."""

import threading
from collections.abc import Iterable

from .shapes import Event

KEPT = 4_000  # events
GONE = 100_000  # destroyed keys remembered; what is on its way here is so for moments


class Tail:
    """Filled on the loop, asked from any thread. Only ever one run of positions without a gap."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._events: list[Event] = []
        self._gone: dict[int, None] = {}
        self._guard = threading.Lock()

    def put(self, events: list[Event]) -> None:
        """Events that have their positions now, in their order."""
        with self._guard:
            held = self._events
            for event in events:
                if event.key_id in self._gone:  # opened before, delivered after it was erased
                    held.clear()
                    continue
                if held and event.position != held[-1].position + 1:
                    held.clear()
                held.append(event)
            if len(held) > 2 * self._most:
                del held[: -self._most]

    def after(self, position: int, limit: int) -> list[Event] | None:
        """The next events after a position; None where it is not known what came next, nothing after the newest held
        (a later one may be on its way here)."""
        with self._guard:
            held = self._events
            if not held or not held[0].position <= position + 1 <= held[-1].position + 1:
                return None
            start = position + 1 - held[0].position
            return held[start : start + limit]

    def forget(self, key_ids: Iterable[int]) -> None:
        """These keys were destroyed: what they sealed is held here opened, or on its way, and may not be shown."""
        with self._guard:
            self._events.clear()
            self._gone.update(dict.fromkeys(key_ids))
            for old in list(self._gone)[: max(0, len(self._gone) - GONE)]:
                del self._gone[old]
