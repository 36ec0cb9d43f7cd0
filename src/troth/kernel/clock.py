"""The one clock: UTC, whole milliseconds, replaceable by a test."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system() -> datetime:
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


_read: Callable[[], datetime] = _system


def now() -> datetime:
    """The present moment, timezone-aware UTC, cut to milliseconds."""
    return _read()


def set_clock(read: Callable[[], datetime] | None) -> None:
    """Replace the clock (tests and labs only); None brings the system's back."""
    global _read
    _read = read or _system
