"""How long to wait before trying again: full jitter, so that ten thousand clients do not come back in one second."""

import random
from collections.abc import Callable

from troth.wire.closing import RESTART, within

FIRST = 0.25  # seconds
LONGEST = 15.0  # seconds


def pause(failures: int) -> float:
    """Seconds to wait after so many failures in a row (0: the first loss)."""
    return random.uniform(0.0, min(LONGEST, FIRST * 2.0 ** min(failures, 10)))


def pause_after(code: int, reason: str, chance: Callable[[], float] = random.random) -> float:
    """Seconds to wait after the server closed the socket: a server that restarts says over how many to come back."""
    spread = within(reason) if code == RESTART else 0.0
    return chance() * spread if spread else pause(0)
