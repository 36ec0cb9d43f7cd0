"""How a reader that can wait makes room for others: it works a part of the time, a small one while much is written."""

import time

SHARE, SHARE_AMONG_MANY = 0.5, 0.05  # of the time
MANY = 1_000  # events a second
LONGEST = 2.0  # seconds


class Polite:
    def __init__(self) -> None:
        self._newest, self._looked, self._many = 0, 0.0, False

    def rest(self, took: float, newest: int) -> float:
        """Seconds to wait after a step. took: seconds. newest: the position of the log's newest event."""
        now = time.monotonic()
        if (passed := now - self._looked) >= 1:
            self._many = bool(self._looked) and newest - self._newest > MANY * passed
            self._newest, self._looked = newest, now
        share = SHARE_AMONG_MANY if self._many else SHARE
        return min(took * (1 / share - 1), LONGEST)
