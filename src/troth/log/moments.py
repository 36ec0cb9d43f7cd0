"""Moments in the log's tables are whole milliseconds since 1970, UTC."""

from datetime import UTC, datetime


def moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def millis(at: datetime) -> int:
    return round(at.timestamp() * 1000)
