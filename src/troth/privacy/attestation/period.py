"""For how long evidence counts: until the day that was said, and never longer than the control's own period."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from troth.kernel.errors import Invalid

from ..profile import duration
from ..shapes import words_of

NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # SHA-256 of no bytes at all
LONGEST = 500  # characters of evidence
_HASH = re.compile(r"[0-9a-f]{64}")
_MONTH = timedelta(days=30)


def period_of(every: str) -> timedelta:
    """every: ISO 8601, of a control that was read."""
    return timedelta(hours=duration.hours(every))


def counts_until(at: datetime, until: datetime, every: str) -> datetime:
    """The earlier of the two: a profile may have become stricter since."""
    return min(until, at + period_of(every))


def soon(every: str) -> timedelta:
    """How long before its end it is told: a quarter of the period, a month at most."""
    return min(_MONTH, period_of(every) / 4)


def due(day: date, zone: tzinfo) -> datetime:
    """When that day begins there, in UTC."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def until_of(day: date, zone: tzinfo, every: str, at: datetime) -> datetime:
    """Raises Invalid: the day is past, or later than the control's period allows."""
    until = due(day, zone)
    if until <= at:
        raise Invalid("It is due again on a day that is to come.", fields={"due": "past"})
    if until > at + period_of(every):
        last = (at + period_of(every)).astimezone(zone).date()
        raise Invalid(
            f"This control is attested anew every {duration.told(every)}: it is due again on {last} at the latest.",
            fields={"due": "late"},
        )
    return until


def evidence_of(given: str) -> str:
    """Raises Invalid."""
    return words_of(given, "evidence", LONGEST, needed=True)


def sha256_of(given: str) -> str:
    """Raises Invalid."""
    said = given.strip().lower()
    if not _HASH.fullmatch(said):
        raise Invalid("A SHA-256 has 64 digits and letters from a to f.", fields={"sha256": "hash"})
    if said == NOTHING:
        raise Invalid("That is the hash of an empty file, which shows nothing.", fields={"sha256": "empty"})
    return said
