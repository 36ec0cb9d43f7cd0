"""Numbers that a sentence writes out, held against those of its parameters: 7 days, seven days and a 1-week trial."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .kinds import Keeping, Number, Period
from .parameters import PARAMETERS
from .shape import Promise, Value

_TO_FIFTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_TENS = {"twenty": 20, "twenty-one": 21, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90}
_WORDS = {word: number for number, word in enumerate(_TO_FIFTEEN.split(" "), 1)} | _TENS
_AMOUNT = re.compile(
    rf"(?<![\w.-])(\d{{1,5}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})[ -]"
    r"(business day|day|hour|month|week|year|address|person|bit)(?:e?s)?\b",
    re.I,
)
_HOURS = {  # of one: the shortest and the longest
    "hour": (1, 1), "day": (24, 24), "week": (168, 168), "month": (28 * 24, 31 * 24), "year": (365 * 24, 366 * 24),
}  # fmt: skip


class Amount(NamedTuple):
    number: int
    unit: str

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 'es' if self.unit == 'address' else 's'}"


def amounts(text: str) -> list[Amount]:
    return [Amount(_WORDS.get(number.lower()) or int(number), unit.lower()) for number, unit in _AMOUNT.findall(text)]


def contradicted(promise: Promise, values: Mapping[str, Value]) -> Iterator[tuple[Amount, str, Amount]]:
    """What the sentence says, the parameter that says otherwise, and what that says."""
    own = {
        name: amounts(PARAMETERS[name].told(values[name]))
        for name in promise.parameters
        if name in values and isinstance(PARAMETERS[name].kind, Number | Period | Keeping)
    }
    written = amounts(promise.text)
    for said in written:
        same = [(name, one) for name, found in own.items() for one in found if one.unit == said.unit]
        if not same and len(written) == 1 and said.unit in _HOURS:  # a week may stand for seven days
            same = [(name, one) for name, found in own.items() for one in found if one.unit in _HOURS]
            same = same if len(same) == 1 else []
        if same and not any(_alike(said, one) for _, one in same):
            yield said, *same[0]


def _alike(one: Amount, other: Amount) -> bool:
    if one.unit == other.unit:
        return one.number == other.number
    (least, most), (low, high) = _HOURS[one.unit], _HOURS[other.unit]
    return least * one.number <= high * other.number and low * other.number <= most * one.number
