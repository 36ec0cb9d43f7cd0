"""How much of each thing one asker may have, and the bucket that counts it.

A limit is set by the operator as TROTH_LIMIT_<NAME>; the names are those of `Limits`.
"""

import threading
import time
from collections.abc import Callable
from functools import cache
from uuid import UUID

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bursts are counts, rates are a second unless named otherwise, sizes are bytes."""

    visitor_burst: int = 20  # messages one visitor may send at once
    visitor_rate: float = 2.0  # messages a second one visitor may go on with
    agent_burst: int = 200
    agent_rate: float = 50.0
    frames_rate: float = 50.0  # frames a second on one socket, of any op
    frames_burst: int = 200
    address_sockets: int = 200  # sockets open at once from one address (an office, a carrier's gateway)
    address_connections: int = 1_000  # HTTP connections open at once from one address
    address_visitors: int = 3_000  # new visitors an hour from one address
    address_signins: int = 20  # failed sign-ins in 15 minutes from one address
    address_conversations: int = 3_000  # new conversations an hour from one address
    address_transcripts: int = 30  # transcripts an hour asked by visitors of one address
    address_bytes: int = 1024 * 1024 * 1024  # that visitors of one address upload an hour
    visitor_conversations: int = 10  # new conversations an hour of one visitor
    visitor_transcripts: int = 5  # transcripts an hour asked by one visitor
    site_transcripts: int = 300  # transcripts an hour asked by all visitors of one site
    visitor_files: int = 20  # uploads an hour of one visitor
    visitor_open_uploads: int = 3  # uploads of one visitor at once
    address_uploads: int = 64  # uploads from one address at once
    uploads: int = 128  # uploads of everybody at once
    file_size: int = 20 * 1024 * 1024
    free_space: int = 512 * 1024 * 1024  # left on the disk of the files; below it no upload is taken
    body_size: int = 1024 * 1024  # of an HTTP request that is not an upload
    bodies_size: int = 64 * 1024 * 1024  # of all HTTP requests at once
    waiting_requests: int = 200  # HTTP requests that wait for a thread


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
    """One bucket a key; keys that are full again are forgotten, so that memory follows the present, not the past."""

    def __init__(self, burst: float, rate: float, read: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.rate, self._read = burst, rate, read
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
        return bucket.take(self.burst, self.rate, at, amount)

    def _sweep(self, at: float) -> None:
        full = self.burst / self.rate
        self._of = {key: bucket for key, bucket in self._of.items() if at - bucket.at < full}
        self._sweep_at = max(1024, 2 * len(self._of))

    def __len__(self) -> int:
        return len(self._of)


class Hourly[Key]:
    """So much of something an hour for each key, counted in threads."""

    def __init__(self, most: float) -> None:
        self._buckets = Buckets[Key](most, most / 3600)
        self._lock = threading.Lock()

    def take(self, key: Key) -> bool:
        """Take one; False when it was too many."""
        with self._lock:
            return self._buckets.take(key)


class Speaking:
    """How fast one visitor or person may send messages, counted together for the socket and for HTTP, which runs in
    threads."""

    def __init__(self, limits: Limits) -> None:
        self._visitors = Buckets[UUID](limits.visitor_burst, limits.visitor_rate)
        self._agents = Buckets[UUID](limits.agent_burst, limits.agent_rate)
        self._lock = threading.Lock()

    def visitor(self, visitor: UUID) -> bool:
        """Take one; False when it was too many."""
        with self._lock:
            return self._visitors.take(visitor)

    def agent(self, person: UUID) -> bool:
        with self._lock:
            return self._agents.take(person)


@cache
def speaking(limits: Limits) -> Speaking:
    """The one counter of this process for these limits."""
    return Speaking(limits)
