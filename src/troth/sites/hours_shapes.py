"""The shapes of a site's hours, as the API takes and gives them, and as the row keeps them."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ninja import Schema
from pydantic import field_validator, model_validator

from .defaults import WEEKDAYS
from .hours import DAY, Hours, Range
from .strict import Strict

_TIME = re.compile(r"^(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$")


class OpenRange(Strict):
    """Local times HH:MM, up to 24:00; closing at or before opening means the next day."""

    opens: str
    closes: str

    @field_validator("opens", "closes")
    @classmethod
    def _time(cls, value: str) -> str:
        if not _TIME.match(value):
            raise ValueError("A time is written like 09:30, at most 24:00.")
        return value

    @model_validator(mode="after")
    def _begins(self) -> "OpenRange":
        if self.opens == "24:00":
            raise ValueError("A day opens at 23:59 at the latest.")
        return self


class Week(Strict):
    monday: list[OpenRange] = []
    tuesday: list[OpenRange] = []
    wednesday: list[OpenRange] = []
    thursday: list[OpenRange] = []
    friday: list[OpenRange] = []
    saturday: list[OpenRange] = []
    sunday: list[OpenRange] = []

    @model_validator(mode="after")
    def _few(self) -> "Week":
        if any(len(getattr(self, day)) > 6 for day in WEEKDAYS):
            raise ValueError("A day has at most 6 ranges.")
        return self


class HoursIn(Strict):
    """`always`: no hours are kept, the site is open whenever somebody is there."""

    timezone: str
    always: bool = False
    days: Week = Week()

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("This is no time zone; one looks like Europe/Berlin.") from None
        return value

    def as_hours(self) -> Hours:
        days = tuple(
            tuple(Range(_minutes(r.opens), _minutes(r.closes)) for r in getattr(self.days, day)) for day in WEEKDAYS
        )
        return Hours(self.timezone, self.always, days)


class HoursOut(Schema):
    """`opens_at` is null while open, and when the site never opens."""

    timezone: str
    always: bool
    open_now: bool
    opens_at: datetime | None
    days: Week


def _minutes(text: str) -> int:
    return DAY if text == "24:00" else int(text[:2]) * 60 + int(text[3:])
