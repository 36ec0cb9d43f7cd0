"""The kinds of values that parameters have: how one is read from a file, which of two is stricter, how it is told."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from . import duration
from .shape import Kept, Value

MOST_NAMES = 40


class Kind(Protocol):
    """may: what may be written, after "Write"."""

    @property
    def may(self) -> str: ...

    def read(self, raw: Any) -> Value:
        """What TOML gave. Raises ValueError or TypeError when it is no such value."""

    def keeps(self, value: Any, promised: Any) -> bool:
        """Whether who does the one has kept the other: it is the same, or stricter."""

    def strictest(self, one: Any, other: Any) -> Value: ...

    def laxest(self, one: Any, other: Any) -> Value:
        """What both keep."""

    def told(self, value: Any) -> str: ...


class _Ordered(ABC):
    """A kind with a measure: the less, the stricter."""

    @abstractmethod
    def measure(self, value: Any) -> float: ...

    def keeps(self, value: Any, promised: Any) -> bool:
        return self.measure(value) <= self.measure(promised)

    def strictest(self, one: Any, other: Any) -> Value:
        strict: Value = one if self.keeps(one, other) else other
        return strict

    def laxest(self, one: Any, other: Any) -> Value:
        lax: Value = other if self.keeps(one, other) else one
        return lax


@dataclass(frozen=True, slots=True)
class Choice(_Ordered):
    """values: the strictest first, each with how it reads in the sentence."""

    values: Mapping[str, str]

    @property
    def may(self) -> str:
        return "one of: " + ", ".join(f'"{one}"' for one in self.values)

    def read(self, raw: Any) -> Value:
        if isinstance(raw, str) and raw in self.values:
            return raw
        raise ValueError(raw)

    def measure(self, value: Any) -> float:
        return list(self.values).index(value)

    def told(self, value: Any) -> str:
        return self.values[value]


@dataclass(frozen=True, slots=True)
class Flag(_Ordered):
    """strict: the stricter of the two."""

    strict: bool
    yes: str
    no: str

    @property
    def may(self) -> str:
        return "true or false"

    def read(self, raw: Any) -> Value:
        if isinstance(raw, bool):
            return raw
        raise ValueError(raw)

    def measure(self, value: Any) -> float:
        return int(value is not self.strict)

    def told(self, value: Any) -> str:
        return self.yes if value else self.no


@dataclass(frozen=True, slots=True)
class Number(_Ordered):
    """unit: of one, like "day". strict: which is the stricter."""

    least: int
    most: int
    strict: Literal["fewer", "more"] = "fewer"
    unit: str = ""

    @property
    def may(self) -> str:
        return f"a whole number from {self.least} to {self.most}" + (
            f" (in {duration.many(self.unit)})" if self.unit else ""
        )

    def read(self, raw: Any) -> Value:
        if isinstance(raw, int) and not isinstance(raw, bool) and self.least <= raw <= self.most:
            return raw
        raise ValueError(raw)

    def measure(self, value: Any) -> float:
        return float(value if self.strict == "fewer" else -value)

    def told(self, value: Any) -> str:
        return duration.counted(value, self.unit) if self.unit else str(value)


@dataclass(frozen=True, slots=True)
class Period(_Ordered):
    """A duration; the shorter, the stricter. longest: more than this can't be said."""

    longest: str

    @property
    def may(self) -> str:
        return f'a duration like "PT72H", "P30D" or "P7BD" (business days), at most "{self.longest}"'

    def read(self, raw: Any) -> Value:
        if not isinstance(raw, str) or not 0 < duration.hours(raw) <= duration.hours(self.longest):
            raise ValueError(raw)
        return raw

    def measure(self, value: Any) -> float:
        return duration.hours(value)

    def told(self, value: Any) -> str:
        return duration.told(value)


@dataclass(frozen=True, slots=True)
class Keeping:
    """after: the events from which it may count and how each reads, the usual first; `order`: the same, the earliest
    first. most: days."""

    after: Mapping[str, str]
    most: int
    order: tuple[str, ...] = ()

    @property
    def may(self) -> str:
        events = ", ".join(f'"{one}"' for one in self.after)
        return f'{{ after = "{next(iter(self.after))}", days = N }}, after: one of {events}, days: 1 to {self.most}'

    def read(self, raw: Any) -> Value:
        if not isinstance(raw, dict) or set(raw) != {"after", "days"}:
            raise ValueError(raw)
        after, days = raw["after"], raw["days"]
        if not isinstance(after, str) or after not in self.after:
            raise ValueError(raw)
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= self.most:
            raise ValueError(raw)
        return Kept(after=after, days=days)

    def keeps(self, value: Any, promised: Any) -> bool:
        return value.days <= promised.days and self._place(value.after) <= self._place(promised.after)

    def strictest(self, one: Any, other: Any) -> Value:
        return Kept(after=min(one.after, other.after, key=self._place), days=min(one.days, other.days))

    def laxest(self, one: Any, other: Any) -> Value:
        return Kept(after=max(one.after, other.after, key=self._place), days=max(one.days, other.days))

    def told(self, value: Any) -> str:
        days = "1 day" if value.days == 1 else f"{value.days} days"
        return f"{days} after {self.after[value.after]}"

    def _place(self, after: str) -> int:
        return (self.order or tuple(self.after)).index(after)


@dataclass(frozen=True, slots=True)
class Names:
    """A list without order. known: name -> how it reads; empty: any that `pattern` matches. strict: whether fewer or
    more of them are the stricter."""

    known: Mapping[str, str]
    strict: Literal["fewer", "more"] = "fewer"
    pattern: str = r"[a-z][a-z0-9_-]{0,39}"
    none: str = "none"

    @property
    def may(self) -> str:
        if self.known:
            return "a list of: " + ", ".join(f'"{one}"' for one in self.known)
        return f'a list of at most {MOST_NAMES} texts like {self.pattern}, for instance ["a", "b"]'

    def read(self, raw: Any) -> Value:
        if not isinstance(raw, list) or len(raw) > MOST_NAMES or not all(isinstance(one, str) for one in raw):
            raise ValueError(raw)
        if len(set(raw)) != len(raw) or not all(self._is(one) for one in raw):
            raise ValueError(raw)
        return tuple(sorted(raw))

    def keeps(self, value: Any, promised: Any) -> bool:
        return set(value) <= set(promised) if self.strict == "fewer" else set(value) >= set(promised)

    def strictest(self, one: Any, other: Any) -> Value:
        both = set(one) & set(other) if self.strict == "fewer" else set(one) | set(other)
        return tuple(sorted(both))

    def laxest(self, one: Any, other: Any) -> Value:
        both = set(one) | set(other) if self.strict == "fewer" else set(one) & set(other)
        return tuple(sorted(both))

    def told(self, value: Any) -> str:
        names = [self.known.get(one, one) for one in value]
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else self.none

    def _is(self, name: str) -> bool:
        return name in self.known if self.known else re.fullmatch(self.pattern, name) is not None


class _Fact:
    """A kind without an order: only the same keeps it."""

    def keeps(self, value: Any, promised: Any) -> bool:
        return bool(value == promised)

    def strictest(self, one: Any, other: Any) -> Value:
        fact: Value = one
        return fact

    laxest = strictest

    def told(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Words(_Fact):
    """One line of text."""

    most: int = 200

    @property
    def may(self) -> str:
        return f"a line of 1 to {self.most} characters"

    def read(self, raw: Any) -> Value:
        if isinstance(raw, str) and len(raw.strip()) > 0 and len(raw) <= self.most and raw.isprintable():
            return raw.strip()
        raise ValueError(raw)


@dataclass(frozen=True, slots=True)
class Day(_Fact):
    """A date."""

    @property
    def may(self) -> str:
        return "a date like 2026-01-31, without quotes"

    def read(self, raw: Any) -> Value:
        if type(raw) is date:
            return raw.isoformat()
        raise ValueError(raw)
