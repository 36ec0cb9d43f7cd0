"""Heads as this process left them, so that a batch can be written without asking for them first (PostgreSQL).

Nobody promises that they are still so: the statement that writes compares, and writes nothing where one is not.
"""

from collections.abc import Iterable, Mapping

from .folding import HeadState
from .sealing import Place, Waiting
from .shapes import OPEN

_KNOWN = 20_000  # heads remembered, 0.5 KiB each
_PAUSE = 32  # batches at most that are written the long way after others' writes were met again and again


class KnownHeads:
    def __init__(self) -> None:
        self._heads: dict[Place, tuple[HeadState, int]] = {}
        self._missed = 0  # times in a row
        self._pause = 0

    def of(self, batch: Iterable[Waiting]) -> tuple[dict[Place, HeadState], dict[Place, int]] | None:
        """Copies of the open heads of all of the batch, and their versions; None where it has to ask."""
        if self._pause:
            self._pause -= 1
            return None
        heads: dict[Place, HeadState] = {}
        versions: dict[Place, int] = {}
        for waiting in batch:
            place = waiting.place
            if place in heads:
                continue
            known = self._heads.get(place)
            if known is None or known[0].state != OPEN:
                return None
            heads[place], versions[place] = known[0].copy(), known[1]
        return heads, versions

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
        self._missed += 1
        self._pause = min(2 ** (self._missed - 1) - 1, _PAUSE)

    def forget(self) -> None:
        """All of them: the database was away, and it may be another one that is back."""
        self._heads.clear()
