"""Opening hours in a time zone, against a reading of the clock minute by minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from troth.sites.hours import DAY, Hours, Range, is_open, opens_at

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca")
NINE_TO_FIVE = Range(9 * 60, 17 * 60)
NIGHT = Range(22 * 60, 2 * 60)

ranges = st.builds(Range, st.integers(0, DAY - 1), st.integers(0, DAY))
weeks = st.tuples(*[st.lists(ranges, max_size=2).map(tuple)] * 7)
hours = st.builds(Hours, st.sampled_from(ZONES), st.just(False), weeks)
# the weeks around both clock changes of 2026, in Berlin and in New York
moments = st.one_of(
    st.datetimes(datetime(2026, 3, 5), datetime(2026, 4, 2), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 5), timezones=st.just(UTC)),
).map(lambda at: at.replace(second=0, microsecond=0))


def week(**days: tuple[Range, ...]) -> tuple[tuple[Range, ...], ...]:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return tuple(days.get(name, ()) for name in names)


def wall(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc, arg-type]


def plain_reading(hours: Hours, at: datetime) -> bool:
    """The rule in other words: a clock on the wall, and yesterday's ranges that go past midnight."""
    local = at.astimezone(ZoneInfo(hours.timezone))
    now = local.strftime("%H:%M")

    def text(minute: int) -> str:
        return f"{minute // 60:02}:{minute % 60:02}"

    for range_ in hours.days[local.weekday()]:
        closes_today = range_.closes > range_.opens
        if text(range_.opens) <= now and (not closes_today or now < text(range_.closes)):
            return True
    return any(
        range_.closes <= range_.opens and now < text(range_.closes) for range_ in hours.days[(local.weekday() + 6) % 7]
    )


@given(hours, moments)
@settings(max_examples=300, deadline=None)
def test_open_is_what_the_clock_on_the_wall_says(hours: Hours, at: datetime) -> None:
    assert is_open(hours, at) == plain_reading(hours, at)


@given(hours, moments)
@settings(max_examples=60, deadline=None)
@example(
    Hours("Europe/Berlin", False, week(sun=(Range(150, 165),))), datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
)  # between the two times that it is 02:30
@example(
    Hours("Australia/Lord_Howe", False, week(sun=(Range(0, 0),))), datetime(2026, 4, 1, tzinfo=UTC)
)  # clocks change two hours after the midnight at which it opens
def test_opens_at_is_the_first_open_minute(hours: Hours, at: datetime) -> None:
    found = opens_at(hours, at)
    minutes = (at + timedelta(minutes=m) for m in range(9 * DAY))
    first = next((minute for minute in minutes if plain_reading(hours, minute)), None)
    if first == at:
        assert found is None
    elif first is not None:
        assert found == first
    else:
        assert found is None or found > at + timedelta(days=9)


def test_a_range_past_midnight_belongs_to_the_day_it_begins_on() -> None:
    friday_night = Hours("Europe/Berlin", False, week(fri=(NIGHT,)))
    assert is_open(friday_night, wall("Europe/Berlin", 2026, 6, 5, 23, 0))
    assert is_open(friday_night, wall("Europe/Berlin", 2026, 6, 6, 1, 59))
    assert not is_open(friday_night, wall("Europe/Berlin", 2026, 6, 6, 2, 0))
    assert not is_open(friday_night, wall("Europe/Berlin", 2026, 6, 5, 1, 0))


def test_an_opening_time_that_the_clock_jumps_over_is_the_jump() -> None:
    sunday = Hours("Europe/Berlin", False, week(sun=(Range(150, 240),)))  # 02:30 to 04:00
    before = wall("Europe/Berlin", 2026, 3, 29, 1, 0)
    assert opens_at(sunday, before) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 03:00 there, right after 01:59


def test_a_range_inside_the_jump_waits_a_week() -> None:
    sunday = Hours("Europe/Berlin", False, week(sun=(Range(130, 170),)))
    assert opens_at(sunday, wall("Europe/Berlin", 2026, 3, 29, 1, 0)) == wall("Europe/Berlin", 2026, 4, 5, 2, 10)


@pytest.mark.parametrize(
    ("hours", "open_now"),
    [(Hours("UTC"), True), (Hours("UTC", False), False), (Hours("UTC", False, week(mon=(Range(0, DAY),))), True)],
)
def test_always_never_and_all_day(hours: Hours, open_now: bool) -> None:
    monday = datetime(2026, 6, 1, 23, 59, tzinfo=UTC)
    assert is_open(hours, monday) is open_now


def test_what_never_opens_has_no_opening() -> None:
    assert opens_at(Hours("UTC", False), datetime(2026, 6, 1, tzinfo=UTC)) is None
    assert opens_at(Hours("UTC", False, week(tue=(NINE_TO_FIVE,))), datetime(2026, 6, 1, tzinfo=UTC)) == datetime(
        2026, 6, 2, 9, tzinfo=UTC
    )
