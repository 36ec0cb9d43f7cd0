"""How a reader that can wait makes room for others: it works in what they leave of a core, and little where they leave
nothing."""

import time

MOST, LEAST = 0.5, 0.03  # of the time
FREE = 0.25  # of a core is left alone, for the moment when more comes
LONGEST = 2.0  # seconds
WINDOW = 0.5  # seconds over which it is seen what others do


class Polite:
    """Of the thread that makes it, and that alone asks it."""

    def __init__(self) -> None:
        self._share = MOST
        self._at, self._all, self._own = time.monotonic(), time.process_time(), time.thread_time()

    def rest(self, took: float) -> float:
        """Seconds to wait after a step. took: seconds."""
        now = time.monotonic()
        if (passed := now - self._at) >= WINDOW:
            everybody, own = time.process_time(), time.thread_time()
            others = ((everybody - self._all) - (own - self._own)) / passed
            self._share = min(max(1 - FREE - others, LEAST), MOST)
            self._at, self._all, self._own = now, everybody, own
        return min(took * (1 / self._share - 1), LONGEST)
