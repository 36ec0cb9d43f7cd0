"""The gate of SQLite: one writer at a time, first come first served. Every write transaction of the process passes
it before BEGIN IMMEDIATE, so nobody waits in SQLite's own, unfair, queue."""

import logging
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from .counts import counts

_log = logging.getLogger(__name__)

SLOW_MS = 10  # whoever holds the gate longer is logged by name
QUIET_S = 10.0  # seconds between two such lines about the same holder


class SlowHolders:
    """Says who held something too long: at once, then at most every ten seconds a name, with count and worst."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._seen: dict[str, tuple[float, int, float]] = {}  # name: last said, held too long since, worst ms
        self._guard = threading.Lock()

    def held(self, name: str, ms: float, slow_ms: float = SLOW_MS) -> None:
        now = time.monotonic()
        with self._guard:
            counts.held.add(ms / 1000)
            if ms <= slow_ms:
                return
            counts.slow[name] += 1
            said, times, worst = self._seen.get(name, (-QUIET_S, 0, 0.0))
            times, worst = times + 1, max(worst, ms)
            if now - said < QUIET_S:
                self._seen[name] = (said, times, worst)
                return
            self._seen[name] = (now, 0, 0.0)
        _log.warning(
            "%s held %s for %.0f ms (%d times over %.0f ms)", name, self._what, worst, times, slow_ms,
            extra={"holder": name, "held_ms": worst},
        )  # fmt: skip


class Gate:
    """First come, first served; the thread that holds it may pass again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[tuple[int, threading.Lock]] = deque()
        self._owner = 0  # thread id, 0 when nobody holds it
        self._depth = 0
        self._name = ""
        self._slow_ms = 0.0
        self._since = 0.0
        self._slow = SlowHolders("the gate")

    @contextmanager
    def held(self, name: str, slow_ms: float = SLOW_MS) -> Iterator[None]:
        """Hold the gate for the block. The outermost holder's name is the one that is logged."""
        self.take(name, slow_ms)
        try:
            yield
        finally:
            self.give()

    def take(self, name: str, slow_ms: float = SLOW_MS) -> None:
        me = threading.get_ident()
        if self._owner == me:
            self._depth += 1
            return
        turn: threading.Lock | None = None
        with self._guard:
            if self._owner:
                turn = threading.Lock()
                turn.acquire()
                self._waiting.append((me, turn))
            else:
                self._owner = me
        if turn is not None:
            turn.acquire()  # released by the one who hands the gate over, the owner is already this thread
        self._depth, self._name, self._slow_ms, self._since = 1, name, slow_ms, time.perf_counter()

    def give(self) -> None:
        if self._owner != threading.get_ident():
            raise RuntimeError("the gate is given back by a thread that does not hold it")
        self._depth -= 1
        if self._depth:
            return
        name, slow_ms, held = self._name, self._slow_ms, (time.perf_counter() - self._since) * 1000
        with self._guard:
            if self._waiting:
                self._owner, turn = self._waiting.popleft()
                turn.release()
            else:
                self._owner = 0
        self._slow.held(name, held, slow_ms)

    def mine(self) -> bool:
        """Whether the calling thread holds the gate."""
        return self._owner == threading.get_ident()

    @property
    def waiting(self) -> int:
        return len(self._waiting)


gate = Gate()  # the process's own: one main database, one gate
held = gate.held
