"""What a run found, and how it ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from .verdicts import Verdict, counts, level

GOOD, BROKEN, VOID = 0, 1, 2  # exit codes


class Caught(msgspec.Struct, frozen=True):
    """What became of a saboteur. why: of one that survived."""

    saboteur: str
    check: str
    sentence: str
    killed: bool
    why: str = ""


class Report(msgspec.Struct, frozen=True):
    """verdicts: by profile. caught: None where no saboteur was played. void: why nothing of this counts, else "".
    evidence: the file that attested; "" where people did, or nobody."""

    at: datetime
    where: str
    verdicts: Mapping[str, Sequence[Verdict]]
    caught: Sequence[Caught] | None = None
    void: str = ""
    seconds: float = 0.0
    evidence: str = ""

    @property
    def kill_rate(self) -> float | None:
        """Of the saboteurs; None where none was played."""
        return sum(one.killed for one in self.caught) / len(self.caught) if self.caught else None

    @property
    def exit_code(self) -> int:
        """A run that is void, or was cut off, is never a success."""
        if self.void:
            return VOID
        return BROKEN if any(one.word == "BROKEN" for found in self.verdicts.values() for one in found) else GOOD

    def line(self) -> bytes:
        """The counts as one line of JSON."""
        told: dict[str, object] = {name: counts(found) for name, found in self.verdicts.items()}
        told["level"] = max((level(found) for found in self.verdicts.values()), default=0)
        told["kill_rate"] = self.kill_rate
        if self.evidence:
            told["attestations"] = self.evidence
        if self.void:
            told["void"] = self.void
        return msgspec.json.encode(told)
