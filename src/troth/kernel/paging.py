"""Paging by cursor: an opaque text that holds where the next page begins; rows added meanwhile shift nothing."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

import msgspec

from .errors import Invalid

MAX_LIMIT = 200
DEFAULT_LIMIT = 50


def encode_cursor(*place: str | int) -> str:
    """The cursor of a place in an order: the sort key of the last row given, smallest part last."""
    return urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def decode_cursor[Place](cursor: str, shape: type[Place]) -> Place:
    """The place in a cursor; `shape` is its type, like tuple[int, str]. Raises Invalid."""
    try:
        text = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        place = msgspec.json.decode(text, type=shape)
        for part in place if isinstance(place, tuple) else ():
            if isinstance(part, datetime):
                part.astimezone(UTC)  # no database takes what is before the first year or after the last
        return place
    except (ValueError, OverflowError, msgspec.MsgspecError):
        sentence = "This cursor is not one of ours. Begin at the first page."
        raise Invalid(sentence, fields={"cursor": "invalid"}) from None


def page_size(limit: int | None) -> int:
    """The number of rows of a page: what was asked, 50 when nothing was, at most 200. Raises Invalid."""
    if limit is None:
        return DEFAULT_LIMIT
    if not 1 <= limit <= MAX_LIMIT:
        raise Invalid(f"limit is from 1 to {MAX_LIMIT}.", fields={"limit": "range"})
    return limit
