"""Until when a request must be answered. Days are those of the controller's time zone, whatever its clocks do there."""

import calendar
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAYS = timedelta(days=30)
EXTENSION = 2  # months at most, once

_SECOND = timedelta(seconds=1)


def due(received: datetime, zone: tzinfo) -> datetime:
    """The earlier of 30 days and one month after the local day of `received`: the last second of that day, in UTC."""
    day = received.astimezone(zone).date()
    return end_of(min(day + DAYS, months_after(day, 1)), zone)


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last one where it has no such day (31 January: 28 or 29 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def end_of(day: date, zone: tzinfo) -> datetime:
    """The second before the next day begins, also where clocks change at midnight and that has no 0:00."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC) - _SECOND


def resumed(due_at: datetime, paused_at: datetime, at: datetime) -> datetime:
    """Later by what it stood still, in whole seconds; never earlier than before, also when a clock was put back."""
    return due_at + max(at - paused_at, timedelta()) // _SECOND * _SECOND


def latest(due_at: datetime, zone: tzinfo) -> datetime:
    """How far it may be extended."""
    return end_of(months_after(due_at.astimezone(zone).date(), EXTENSION), zone)


def days_left(due_at: datetime, zone: tzinfo, at: datetime, paused_at: datetime | None = None) -> int:
    """Local days from now to the last one: 0 on that day, below it afterwards. It stands still while paused."""
    return (due_at.astimezone(zone).date() - (paused_at or at).astimezone(zone).date()).days
