"""Durations as ISO 8601 writes them, and one more: P7BD, seven business days."""

import re

_ISO = re.compile(
    r"P(?=\d|T\d)(?:(?P<year>\d{1,4})Y)?(?:(?P<month>\d{1,4})M)?(?:(?P<week>\d{1,4})W)?(?:(?P<day>\d{1,5})D)?"
    r"(?:T(?=\d)(?:(?P<hour>\d{1,5})H)?(?:(?P<minute>\d{1,5})M)?)?"
)
_BUSINESS = re.compile(r"P(\d{1,4})BD")
_HOURS = {"year": 365 * 24, "month": 30 * 24, "week": 7 * 24, "day": 24, "hour": 1, "minute": 1 / 60}


def hours(text: str) -> float:
    """How long it is at most: of business days with their weekends, holidays apart. Raises ValueError."""
    if business := _BUSINESS.fullmatch(text):
        days = int(business[1])
        return (days + 2 * -(-days // 5)) * 24
    return sum(int(number) * _HOURS[unit] for unit, number in _parts(text).items())


def told(text: str) -> str:
    """PT72H: "72 hours". Raises ValueError."""
    if business := _BUSINESS.fullmatch(text):
        return counted(int(business[1]), "business day")
    return " and ".join(counted(int(number), unit) for unit, number in _parts(text).items())


def _parts(text: str) -> dict[str, str]:
    found = _ISO.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return {unit: number for unit, number in found.groupdict().items() if number}


def counted(number: int, unit: str) -> str:
    """1 day, 2 days, 3 addresses."""
    return f"{number} {unit if number == 1 else many(unit)}"


def many(unit: str) -> str:
    return unit + ("es" if unit.endswith("s") else "s")
