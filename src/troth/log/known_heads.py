"""Heads as this process left them, so that a batch can be written without asking for them first (PostgreSQL).

Nobody promises that they are still so: the statement that writes compares, and writes nothing where one is not.
"""

from collections.abc import Iterable, Mapping

from .folding import HeadState
from .sealing import Place, Waiting
from .shapes import OPEN
from .write_postgres import Left

_KNOWN = 20_000  # heads remembered, 650 bytes each
_PAUSES = 5  # after 1, 2, 3 ... misses in a row 0, 1, 3, 7 ... 31 batches go the long way


class KnownHeads:
    def __init__(self) -> None:
        self._heads: dict[Place, tuple[HeadState, int]] = {}
        self._missed = 0  # times in a row
        self._pause = 0

    def of(self, batch: Iterable[Waiting]) -> tuple[dict[Place, HeadState], dict[Place, Left]] | None:
        """Copies of the open heads of all of the batch, and how they were left; None where it has to ask."""
        if self._pause:
            self._pause -= 1
            return None
        heads: dict[Place, HeadState] = {}
        left: dict[Place, Left] = {}
        for waiting in batch:
            place = waiting.place
            if place in heads:
                continue
            known = self._heads.get(place)
            if known is None or known[0].state != OPEN:
                return None
            heads[place], left[place] = known[0].copy(), (known[1], known[0].last_seq)
        return heads, left

    def learn(self, heads: Mapping[Place, HeadState], version: int) -> None:
        """They were written, and nobody else had them between."""
        for place, head in heads.items():
            self._heads.pop(place, None)
            self._heads[place] = (head, version)
        if len(self._heads) > _KNOWN:
            for place in list(self._heads)[: _KNOWN // 10]:
                del self._heads[place]

    def hit(self) -> None:
        self._missed = 0

    def missed(self, places: Iterable[Place]) -> None:
        """One of them was not as it was left; which, nobody says."""
        for place in places:
            self._heads.pop(place, None)
        self._pause = 2**self._missed - 1
        self._missed = min(self._missed + 1, _PAUSES)

    def forget(self) -> None:
        """All of them: the database was away, and it may be another one that is back."""
        self._heads.clear()
