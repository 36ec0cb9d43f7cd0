"""What a replay counts, and how one conversation's record is held against what was said in it."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from troth.wire.events import Said, WireEvent
from troth.wire.mask import mask_cards

from .bodies import body_of


class Line(msgspec.Struct, kw_only=True):
    """One message of a replay: by whom, what, and whether the server said that it is kept."""

    visitor: bool
    text: str
    client_id: UUID
    acknowledged: bool = False


class Tally(msgspec.Struct):
    """The totals; `times` are seconds from saying to being heard by the other side."""

    sent: int = 0
    acknowledged: int = 0
    delivered: int = 0
    lost: int = 0  # acknowledged, and not with the other side or not stored
    doubled: int = 0  # one message under more than one number
    out_of_order: int = 0
    masked: int = 0  # card numbers
    refused: int = 0  # answered with a typed error
    differing: int = 0  # stored otherwise than said (after masking); with --verify
    verified: int = 0  # conversations read back; with --verify
    conversations: int = 0
    times: list[float] = []

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.out_of_order or self.differing)

    def heard(self, lines: Sequence[Line], events: Iterable[WireEvent], *, by_visitor: bool) -> None:
        """Count what one side holds at the end of a conversation: what the other said, and the order of all."""
        said = [event for event in events if event.kind == "said"]
        times = Counter(event.client_id for event in said)
        kept = [line for line in lines if line.acknowledged]
        for line in kept:
            if line.visitor != by_visitor:
                self.delivered += times[line.client_id] > 0
                self.lost += times[line.client_id] == 0
                self.doubled += max(0, times[line.client_id] - 1)
        place = {line.client_id: place for place, line in enumerate(lines)}
        order = [place[event.client_id] for event in said if event.client_id in place]
        if not by_visitor:  # both hold the same stream: count it once
            self.out_of_order += sum(later < earlier for earlier, later in itertools.pairwise(order))
            self.masked += sum(body.masked for event in said if isinstance(body := body_of(event), Said))

    def verify(self, lines: Sequence[Line], events: Iterable[WireEvent]) -> None:
        """Hold the stored conversation against what was said, byte for byte after the masking."""
        self.verified += 1
        doubtful = {line.client_id for line in lines if not line.acknowledged}  # may have been kept, or not
        wanted = [(line.visitor, mask_cards(line.text)[0]) for line in lines if line.acknowledged]
        stored = [
            (event.author.kind == "visitor", body.text)
            for event in events
            if event.client_id not in doubtful and isinstance(body := body_of(event), Said)
        ]
        if stored != wanted:
            pairs = zip(stored, wanted, strict=False)
            self.differing += sum(a != b for a, b in pairs) + abs(len(stored) - len(wanted))

    def report(self, seconds: float) -> dict[str, float | None]:
        """The JSON line a replay ends with; times in milliseconds, None when nothing was heard."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__ if name != "times"}
        times = sorted(self.times)
        return fields | {
            "p50_ms": _share(times, 0.50),
            "p99_ms": _share(times, 0.99),
            "seconds": round(seconds, 1),
        }


def _share(times: Sequence[float], share: float) -> float | None:
    return round(times[min(len(times) - 1, int(len(times) * share))] * 1000, 1) if times else None
