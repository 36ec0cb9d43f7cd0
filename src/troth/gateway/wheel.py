"""One timer for all sockets. A timer each would cost 10,000 idle visitors more memory than their subscriptions."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

TICK = 0.25  # s; how late a call may come
AGAIN = 5.0  # s until a call that failed is made again

_log = logging.getLogger("troth.gateway")


class Called(Protocol):
    """Something the wheel calls back; returns the seconds until it wants to be called again, or None."""

    def due(self) -> float | None: ...


class Wheel:
    """Calls back after a while, a little late, never early. `now` is the loop's time as of the last tick (s): cheap
    enough to be read for every frame."""

    def __init__(self, loop: asyncio.AbstractEventLoop, tick: float = TICK, again: float = AGAIN) -> None:
        self._loop, self._tick, self._again = loop, tick, again
        self._slots: defaultdict[int, list[Called]] = defaultdict(list)
        self._turn = 0
        self._born = loop.time()
        self.now = self._born
        self._timer = loop.call_later(tick, self._turned)

    def after(self, seconds: float, what: Called) -> None:
        """Call `what.due()` once in `seconds`."""
        late = self._loop.time() - self._born + seconds
        self._slots[max(int(late / self._tick) + 1, self._turn + 1)].append(what)

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Call `act` once in `seconds`."""
        self.after(seconds, _Once(act))

    def stop(self) -> None:
        self._timer.cancel()
        self._slots.clear()

    def _turned(self) -> None:
        self.now = self._loop.time()
        self._timer = self._loop.call_later(self._tick, self._turned)
        turn = int((self.now - self._born) / self._tick)
        while self._turn < turn:
            self._turn += 1
            for what in self._slots.pop(self._turn, ()):
                again = self._due(what)
                if again is not None:
                    self.after(again, what)

    def _due(self, what: Called) -> float | None:
        try:
            return what.due()
        except Exception:  # one call's trouble must not lose those that share its slot, nor its own next turns
            _log.exception("A call of the wheel failed")
            return None if isinstance(what, _Once) else self._again


class _Once:
    __slots__ = ("act",)

    def __init__(self, act: Callable[[], None]) -> None:
        self.act = act

    def due(self) -> None:
        self.act()
