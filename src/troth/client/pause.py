"""How long to wait before trying again: full jitter, so that ten thousand clients do not come back in one second."""

import random

FIRST = 0.25  # seconds
LONGEST = 15.0  # seconds


def pause(failures: int) -> float:
    """Seconds to wait after so many failures in a row (0: the first loss)."""
    return random.uniform(0.0, min(LONGEST, FIRST * 2.0 ** min(failures, 10)))
