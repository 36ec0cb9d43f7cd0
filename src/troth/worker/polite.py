"""How a reader that can wait makes room for others: it works in what they leave of the interpreter and of the cores,
and little where they leave nothing. A database and other processes of the house may be on the same cores; there the
system gives each its turn, which the interpreter does only every few milliseconds."""

import os
import time
from pathlib import Path

MOST, LEAST = 0.5, 0.03  # of the time
SHARED = 0.1  # of the time, where the cores are full and the interpreter is not
FREE = 0.25  # of a core is left alone, for the moment when more comes
LONGEST = 2.0  # seconds
WINDOW = 0.5  # seconds over which it is seen what others do

_STAT = Path("/proc/stat")
_TICKS = os.sysconf("SC_CLK_TCK")  # a second
_IDLE = slice(3, 5)  # idle, waiting for the disk


class Polite:
    """Of the thread that makes it, and that alone asks it."""

    def __init__(self) -> None:
        self._share = MOST
        self._at, self._seen = time.monotonic(), _look()

    def rest(self, took: float) -> float:
        """Seconds to wait after a step. took: seconds."""
        now = time.monotonic()
        if (passed := now - self._at) >= WINDOW:
            seen = _look()
            self._share = share(passed, *(one - before for one, before in zip(seen, self._seen, strict=True)))
            self._at, self._seen = now, seen
        return min(took * (1 / self._share - 1), LONGEST)


def share(passed: float, own: float, process: float, unused: float) -> float:
    """Of the time, what may be worked. passed: seconds; own, process: seconds that this thread and its process worked
    meanwhile; unused: those that the cores of this process did not."""
    interpreter, cores = 1 - (process - own) / passed, (unused + own) / passed
    return min(max(min(interpreter - FREE, max(cores - FREE, SHARED)), LEAST), MOST)


def _look() -> tuple[float, float, float]:
    return time.thread_time(), time.process_time(), _unused()


def _unused() -> float:
    """Seconds, of all cores that this process may use together, since some moment. Where the system does not tell, as
    if a core were free."""
    try:
        lines = _STAT.read_text().splitlines()
        cores = os.sched_getaffinity(0)
    except (OSError, AttributeError):
        return time.monotonic()
    words = (line.split() for line in lines if line.startswith("cpu"))
    return sum(sum(map(int, each[_IDLE])) for name, *each in words if name[3:] and int(name[3:]) in cores) / _TICKS
