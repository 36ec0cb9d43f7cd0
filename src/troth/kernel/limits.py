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
    visitor_conversations: int = 10  # new conversations an hour of one visitor
    visitor_transcripts: int = 5  # transcripts an hour asked by one visitor
    visitor_files: int = 20  # uploads an hour of one visitor
    visitor_open_uploads: int = 3  # uploads of one visitor at once
    address_uploads: int = 64  # uploads from one address at once
    uploads: int = 128  # uploads of everybody at once
    file_size: int = 20 * 1024 * 1024
    body_size: int = 1024 * 1024  # of an HTTP request that is not an upload
    bodies_size: int = 64 * 1024 * 1024  # of all HTTP requests at once
    waiting_requests: int = 200  # HTTP requests that wait for a thread


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second. Not thread-safe: one thread, or a lock around it."""

    __slots__ = ("at", "tokens")

    def __init__(self, burst: float, at: float) -> None:
        self.tokens = burst
        self.at = at

    def take(self, burst: float, rate: float, at: float) -> bool:
        """Take one token at time `at` (s, monotonic); False when there is none."""
        tokens = self.tokens + (at - self.at) * rate
        self.at = at
        if tokens > burst:
            tokens = burst
        if tokens < 1.0:
            self.tokens = tokens
            return False
        self.tokens = tokens - 1.0
        return True


class Buckets[Key]:
    """One bucket a key; keys that are full again are forgotten, so that memory follows the present, not the past."""

    def __init__(self, burst: float, rate: float, read: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.rate, self._read = burst, rate, read
        self._of: dict[Key, Bucket] = {}
        self._sweep_at = 1024

    def take(self, key: Key) -> bool:
        """Take one of `key`'s tokens; False when it must wait."""
        at = self._read()
        bucket = self._of.get(key)
        if bucket is None:
            if len(self._of) >= self._sweep_at:
                self._sweep(at)
            bucket = self._of[key] = Bucket(self.burst, at)
        return bucket.take(self.burst, self.rate, at)

    def _sweep(self, at: float) -> None:
        full = self.burst / self.rate
        self._of = {key: bucket for key, bucket in self._of.items() if at - bucket.at < full}
        self._sweep_at = max(1024, 2 * len(self._of))

    def __len__(self) -> int:
        return len(self._of)


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
