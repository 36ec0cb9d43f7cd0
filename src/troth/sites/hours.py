"""Opening hours: open is when the clock on the wall of the site's time zone shows a time within a range.

Ranges may cross midnight (18:00 to 02:00 belongs to the day it begins on) and end at 24:00. When clocks jump forward
over an opening time, the site opens with the jump; when they go back, the hour that comes twice counts twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60  # minutes
_AHEAD = 15  # days: a weekly range may fall into the jump of one week


@dataclass(frozen=True, slots=True)
class Range:
    """Minutes since midnight; `closes` at or before `opens` means on the next day; 1440 is midnight at the end."""

    opens: int
    closes: int

    @property
    def end(self) -> int:
        """Minutes since the midnight before `opens`: up to 2880."""
        return self.closes if self.closes > self.opens else self.closes + DAY


@dataclass(frozen=True, slots=True)
class Hours:
    """`days` has seven lists, Monday first. `always`: no hours, open whenever somebody is there."""

    timezone: str
    always: bool = True
    days: tuple[tuple[Range, ...], ...] = field(default=((),) * 7)


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the site is open at this (aware) moment."""
    if hours.always:
        return True
    wall = at.astimezone(ZoneInfo(hours.timezone))
    minute = wall.hour * 60 + wall.minute
    today, yesterday = hours.days[wall.weekday()], hours.days[wall.weekday() - 1]
    return any(r.opens <= minute < r.end for r in today) or any(minute + DAY < r.end for r in yesterday)


def opens_at(hours: Hours, at: datetime) -> datetime | None:
    """The first moment after `at` when the site is open (UTC); None when it is open already or never opens."""
    if is_open(hours, at):
        return None
    zone = ZoneInfo(hours.timezone)
    first = at.astimezone(zone).date()
    days = (first + timedelta(days=ahead) for ahead in range(_AHEAD + 1))
    # sorted over all days: a day's clock change may lie in the first hours of the next one
    moments = sorted(moment for day in days for moment in _candidates(hours, day, zone) if moment > at)
    return next((moment for moment in moments if is_open(hours, moment)), None)


def _candidates(hours: Hours, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Every moment of a day at which the site can open: when a range begins, at midnight, and when clocks change."""
    midnight = datetime(day.year, day.month, day.day)
    for minute in {0, *(r.opens for r in hours.days[day.weekday()])}:
        for fold in (0, 1):
            yield (midnight + timedelta(minutes=minute)).replace(tzinfo=zone, fold=fold).astimezone(UTC)
    jump = _clock_change(midnight.replace(tzinfo=zone).astimezone(UTC), zone)
    if jump is not None:
        yield jump


def _clock_change(start: datetime, zone: ZoneInfo) -> datetime | None:
    """The minute within 26 hours of `start` at which the zone's offset changes, if it does."""
    low, high = 0, 26 * 60
    before = start.astimezone(zone).utcoffset()
    if (start + timedelta(minutes=high)).astimezone(zone).utcoffset() == before:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if (start + timedelta(minutes=middle)).astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return start + timedelta(minutes=high)
