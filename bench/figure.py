"""One figure: what was measured, and under which circumstances."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec


class Figure(msgspec.Struct):
    name: str
    value: float | int | None
    unit: str
    context: dict[str, Any]

    def line(self) -> str:
        return json.dumps({f: getattr(self, f) for f in self.__struct_fields__}, ensure_ascii=False)


def share(times: Sequence[float], part: float) -> float:
    """The value below which this part of the times lies, in ms; times in seconds."""
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000, 2) if ordered else 0.0
