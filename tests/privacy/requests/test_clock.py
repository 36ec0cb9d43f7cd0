"""The clock of a request, in any time zone, on any day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.privacy.requests.clock import days_left, due, end_of, latest, months_after, resumed

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Africa/Cairo", "Asia/Beirut",
    "America/Havana", "Australia/Lord_Howe", "Atlantic/Azores", "America/St_Johns", "Pacific/Kiritimati",
)  # fmt: skip
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2019, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # zones are read from disk
spans = st.timedeltas(timedelta(), timedelta(days=90))


@calm
@given(received=moments, zone=zones)
def test_it_is_due_within_thirty_days_and_within_a_month_whichever_ends_first(
    received: datetime, zone: ZoneInfo
) -> None:
    day, last = received.astimezone(zone).date(), due(received, zone).astimezone(zone).date()
    assert last == min(day + timedelta(days=30), months_after(day, 1))
    assert 28 <= (last - day).days <= 30


@calm
@given(received=moments, zone=zones)
def test_the_last_second_of_the_last_day_is_still_in_time(received: datetime, zone: ZoneInfo) -> None:
    last = due(received, zone)
    local = last.astimezone(zone)
    assert (local + timedelta(seconds=0)).date() == local.date()
    assert (last + timedelta(seconds=1)).astimezone(zone).date() > local.date()
    assert last > received


@calm
@given(day=st.dates(date(2015, 1, 1), date(2040, 1, 1)), zone=zones)
def test_the_end_of_a_day_is_the_second_before_another(day: date, zone: ZoneInfo) -> None:
    end = end_of(day, zone)
    assert end.astimezone(zone).date() <= day
    assert (end + timedelta(seconds=1)).astimezone(zone).date() > day


@calm
@given(first=moments, later=spans, zone=zones)
def test_who_asks_later_is_not_answered_earlier(first: datetime, later: timedelta, zone: ZoneInfo) -> None:
    assert due(first, zone) <= due(first + later, zone)


@calm
@given(received=moments, zone=zones, before=spans, paused=spans)
def test_a_pause_adds_what_it_took_and_never_takes(
    received: datetime, zone: ZoneInfo, before: timedelta, paused: timedelta
) -> None:
    end, began = due(received, zone), received + before
    again = resumed(end, began, began + paused)
    assert timedelta() <= paused - (again - end) < timedelta(seconds=1)
    assert resumed(end, began, began - paused) == end  # a clock that was put back


@calm
@given(received=moments, zone=zones, first=spans, second=spans)
def test_two_pauses_add_as_much_as_one(received: datetime, zone: ZoneInfo, first: timedelta, second: timedelta) -> None:
    end = due(received, zone)
    cut = received + timedelta(seconds=int(first.total_seconds()))
    to = cut + second
    assert resumed(resumed(end, received, cut), cut, to) == resumed(end, received, to)


@calm
@given(received=moments, zone=zones, paused=spans, looked=spans)
def test_the_days_that_are_left_stand_still_while_it_is_paused(
    received: datetime, zone: ZoneInfo, paused: timedelta, looked: timedelta
) -> None:
    end, at = due(received, zone), received + paused
    left = days_left(end, zone, at)
    assert days_left(end, zone, at + looked, paused_at=at) == left


@calm
@given(received=moments, zone=zones)
def test_it_may_be_extended_to_three_months_in_all(received: datetime, zone: ZoneInfo) -> None:
    day, last = received.astimezone(zone).date(), latest(due(received, zone), zone).astimezone(zone).date()
    assert last <= months_after(day, 3)
    assert (last - day).days >= 86


@pytest.mark.parametrize(
    ("zone", "received", "last"),
    [
        ("UTC", "2027-01-31T12:00:00+00:00", "2027-02-28T23:59:59+00:00"),  # no 31 February
        ("UTC", "2028-01-31T12:00:00+00:00", "2028-02-29T23:59:59+00:00"),
        ("UTC", "2027-01-30T00:00:00+00:00", "2027-02-28T23:59:59+00:00"),
        ("UTC", "2027-02-01T00:00:00+00:00", "2027-03-01T23:59:59+00:00"),  # a month is shorter than 30 days
        ("UTC", "2027-05-10T23:59:59+00:00", "2027-06-09T23:59:59+00:00"),  # and longer
        ("UTC", "2026-12-31T00:00:00+00:00", "2027-01-30T23:59:59+00:00"),
        ("Europe/Berlin", "2027-03-01T12:00:00+00:00", "2027-03-31T21:59:59+00:00"),  # summer began
        ("Europe/Berlin", "2027-10-05T12:00:00+00:00", "2027-11-04T22:59:59+00:00"),  # and ended
        ("Pacific/Kiritimati", "2027-01-30T12:00:00+00:00", "2027-02-28T09:59:59+00:00"),  # there it is the 31st
        ("America/New_York", "2027-02-01T03:00:00+00:00", "2027-03-01T04:59:59+00:00"),  # and there still January's
        ("Africa/Cairo", "2027-03-31T12:00:00+00:00", "2027-04-30T20:59:59+00:00"),  # no 0:00 on one of these days
    ],
)
def test_days_that_are_easily_wrong(zone: str, received: str, last: str) -> None:
    assert due(datetime.fromisoformat(received), ZoneInfo(zone)) == datetime.fromisoformat(last)
