"""A parameter: one thing that a policy can say a value of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .kinds import Kind
from .shape import Value

LAWS: Mapping[str, str] = {
    "EU": "the European Union", "UK": "the United Kingdom", "CH": "Switzerland", "US": "the United States",
    "US-CA": "California", "IN": "India", "SG": "Singapore", "BR": "Brazil", "CA": "Canada", "AU": "Australia",
}  # fmt: skip
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """name: table.key of the file. mode: at_least: whoever does something stricter keeps it too; exact: a statement of
    fact, untrue of anything else. floors: law -> the laxest value it allows; EVERYWHERE: of this product. default: what
    holds where a profile is silent; None: nothing is promised. sentence: with {value}. site: what of a site it rules
    today, by the name of the setting; empty: none."""

    name: str
    kind: Kind
    sentence: str
    default: Value | None = None
    mode: Literal["at_least", "exact"] = "at_least"
    floors: Mapping[str, Value] = field(default_factory=dict)
    site: str = ""

    def stricter(self, one: Value, other: Value) -> bool:
        """Whether `one` is the stricter of two that differ."""
        return one != other and self.kind.keeps(one, other)

    def kept_by(self, value: Value, promised: Value) -> bool:
        """Whether who does `value` keeps what was promised."""
        return value == promised if self.mode == "exact" else self.kind.keeps(value, promised)

    def floor(self, law: tuple[str, ...]) -> Value | None:
        """The strictest of these laws; None where they ask for nothing."""
        found: Value | None = None
        for one in (EVERYWHERE, *law):
            if one in self.floors:
                found = self.floors[one] if found is None else self.kind.strictest(found, self.floors[one])
        return found

    def told(self, value: Value) -> str:
        """How the value reads inside of a sentence."""
        return self.kind.told(value)

    def says(self, value: Value) -> str:
        """The whole sentence."""
        return self.sentence.format(value=self.told(value))
