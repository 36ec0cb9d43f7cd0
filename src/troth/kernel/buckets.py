"""Counting what is limited: token buckets in memory, by whatever they are of."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from math import ceil

from .errors import TooMany

refused: Counter[str] = Counter()  # how often each limit of this process said no, by its name; for the metrics


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second. Not thread-safe: one thread, or a lock around it."""

    __slots__ = ("at", "tokens")

    def __init__(self, burst: float, at: float) -> None:
        self.tokens = burst
        self.at = at

    def take(self, burst: float, rate: float, at: float, amount: float = 1.0) -> bool:
        """Take `amount` tokens at time `at` (s, monotonic); False when there are too few."""
        tokens = self.tokens + (at - self.at) * rate
        self.at = at
        if tokens > burst:
            tokens = burst
        if tokens < amount:
            self.tokens = tokens
            return False
        self.tokens = tokens - amount
        return True


class Buckets[Key]:
    """One bucket a key; keys that are full again are forgotten, so that memory follows the present, not the past.
    name: of the limit, under which its refusals are counted."""

    def __init__(
        self, burst: float, rate: float, read: Callable[[], float] = time.monotonic, *, name: str = ""
    ) -> None:
        self.burst, self.rate, self._read, self._name = burst, rate, read, name
        self._of: dict[Key, Bucket] = {}
        self._sweep_at = 1024

    def take(self, key: Key, amount: float = 1.0) -> bool:
        """Take of `key`'s tokens; False when it must wait."""
        at = self._read()
        bucket = self._of.get(key)
        if bucket is None:
            if len(self._of) >= self._sweep_at:
                self._sweep(at)
            bucket = self._of[key] = Bucket(self.burst, at)
        if bucket.take(self.burst, self.rate, at, amount):
            return True
        if self._name:
            refused[self._name] += 1
        return False

    def refusal(self, key: Key, what: str, amount: float = 1.0) -> TooMany:
        """What is told of a `take` that gave False: `what` is the limit and whose it is, as a sentence."""
        bucket = self._of.get(key)
        missing = min(amount, self.burst) - (bucket.tokens if bucket else self.burst)
        return TooMany(what, again=max(1, ceil(missing / self.rate)))

    def _sweep(self, at: float) -> None:
        rate, burst = self.rate, self.burst
        self._of = {key: it for key, it in self._of.items() if it.tokens + (at - it.at) * rate < burst}
        self._sweep_at = max(1024, 2 * len(self._of))

    def __len__(self) -> int:
        return len(self._of)


class Counted[Key]:
    """So much of something in a while for each key, counted in threads. what: the limit and whose it is, a sentence."""

    def __init__(self, most: float, seconds: float, what: str, name: str = "") -> None:
        self._buckets, self._what = Buckets[Key](most, most / seconds, name=name), what
        self._lock = threading.Lock()

    def take(self, key: Key, amount: float = 1.0) -> bool:
        """False when it was too many."""
        with self._lock:
            return self._buckets.take(key, amount)

    def count(self, key: Key, amount: float = 1.0) -> None:
        """Raises TooMany, which says when to try again."""
        with self._lock:
            if not self._buckets.take(key, amount):
                raise self._buckets.refusal(key, self._what, amount)


class Hourly[Key](Counted[Key]):
    """So much an hour."""

    def __init__(self, most: float, what: str = "", name: str = "") -> None:
        super().__init__(most, 3600, what, name)
