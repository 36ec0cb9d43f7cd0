"""A promise in another language than its own. Profiles are written in English; of the sentences of those that are
shipped, and of the values in them, there are words in the others too."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..profile import duration
from ..profile.kinds import Keeping, Names, Number, Period
from ..profile.parameters import PARAMETERS
from ..profile.shape import Kept, Value
from .speech import Speech

_FILE = Path(__file__).with_name("words") / "promised.json"
_PLACE = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")
_UNITS = {"day": "days", "year": "years", "address": "addresses", "hour": "hours", "minute": "minutes"}
_AFTER = {"ar": "{time} من {event}"}
_AND = {"ar": " و"}


class _Lacking(Exception):
    pass


def spoken(text: str, values: Mapping[str, Value], language: str) -> str:
    """text: as the profile has it, with its places. "" where there are no words for it."""
    sentence = _words()["sentences"].get(text, {}).get(language, "")
    speech = Speech(language)
    try:
        told = _PLACE.sub(lambda place: _told(place[1], values[place[1]], speech), sentence)
    except (_Lacking, KeyError):
        return ""
    return "" if speech.lacking else told


def _told(name: str, value: Value, speech: Speech) -> str:
    kind = PARAMETERS[name].kind
    if isinstance(kind, Number) and isinstance(value, int):
        return _counted(value, kind.unit, speech) if kind.unit else str(value)
    if isinstance(kind, Period):
        return _long(str(value), speech)
    if isinstance(kind, Keeping) and isinstance(value, Kept):
        time = speech.many("days", value.days)
        return _AFTER[speech.language].format(time=time, event=_said(kind.after[value.after], speech))
    if isinstance(kind, Names):
        names = value if isinstance(value, tuple) else ()
        return _AND[speech.language].join(_said(kind.known.get(one, one), speech) for one in names)
    return _said(kind.told(value), speech)


def _said(words: str, speech: Speech) -> str:
    found = _words()["values"].get(words, {}).get(speech.language)
    if not found:
        raise _Lacking
    return found


def _counted(number: int, unit: str, speech: Speech) -> str:
    if unit not in _UNITS:
        raise _Lacking
    return speech.many(_UNITS[unit], number)


def _long(value: str, speech: Speech) -> str:
    """PT72H, P1Y: of one unit; others have no words."""
    number, _, unit = duration.told(value).partition(" ")
    if not number.isdigit():
        raise _Lacking
    return _counted(int(number), unit.removesuffix("s"), speech)


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    read: dict[str, dict[str, dict[str, str]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read
