"""Columns that hold people's words: sealed with the visitor's key of the stream, which erases them with it."""

from collections.abc import Sequence
from typing import Any

import msgspec

import troth.log

from .models import Conversation

_encode = msgspec.json.Encoder().encode


def seal(row: Conversation, column: str, value: Any) -> bytes:
    """The box for `column` (preview, answers, rating_comment); `value` is anything msgspec can write as JSON."""
    return troth.log.current().seal(row.workspace_id, row.id, row.visitor_id, _encode(value), column)


def open_all[Value](rows: Sequence[Conversation], column: str, shape: type[Value]) -> list[Value | None]:
    """What the column holds in each row: None where nothing was kept, or its key was destroyed."""
    held = [(row, getattr(row, column)) for row in rows]
    asked = [(bytes(box), row.workspace_id, row.id, column) for row, box in held if box is not None]
    opened = iter(troth.log.current().open_many(asked))
    found: list[Value | None] = []
    for _, box in held:
        data = next(opened) if box is not None else None
        found.append(None if data is None else msgspec.json.decode(data, type=shape))
    return found
