"""The lab's clock: the system's, and how far it was moved. Forward only, since a log's time never goes back."""

from datetime import UTC, datetime, timedelta

_ahead = timedelta()


def forward(seconds: float) -> str:
    """What it shows then."""
    global _ahead
    if seconds < 0:
        raise ValueError("the clock goes forward only")
    from troth.kernel import clock

    _ahead += timedelta(seconds=seconds)
    clock.set_clock(_moved)
    return clock.now().isoformat()


def shows() -> str:
    from troth.kernel import clock

    return clock.now().isoformat()


def _moved() -> datetime:
    now = datetime.now(UTC) + _ahead
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
