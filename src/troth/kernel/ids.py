"""Identifiers: UUIDv7 (RFC 9562), so that keys made later sort later."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A fresh UUIDv7: 48 bits of Unix milliseconds, 12 of the part of one (RFC 9562 6.2, method 3), 62 random ones. So
    ids made one after the other in a process sort so, also within a millisecond."""
    millis, nanos = divmod(time.time_ns(), 1_000_000)
    value = (millis & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | (nanos << 12) // 1_000_000 << 64
    return UUID(int=value | 0x2 << 62 | int.from_bytes(os.urandom(8), "big") >> 2)
