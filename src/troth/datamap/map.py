"""All places of all rooms, each declared once."""

from collections.abc import Iterable, Iterator

from .vocabulary import Where
from .words import Leaf, Personal, Place


class DeclaredTwice(Exception):
    """Two rooms, or one twice, declared the same place."""


class DataMap:
    """places: what each room's `privacy.py` gave. Raises DeclaredTwice."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: dict[tuple[Where, str], Place] = {}
        for place in places:
            key = (place.where, place.name)
            if key in self.places:
                raise DeclaredTwice(f"{place.where.value} {place.name} is declared twice.")
            self.places[key] = place

    def of(self, where: Where) -> dict[str, Place]:
        """The places of one kind, by name."""
        return {name: place for (kind, name), place in self.places.items() if kind is where}

    def leaves(self) -> Iterator[tuple[Place, str, Leaf]]:
        """Every leaf of every place, in the order of the rooms."""
        for place in self.places.values():
            for name, leaf in place.leaves():
                yield place, name, leaf

    def personal(self) -> Iterator[tuple[Place, str, Personal]]:
        for place, name, leaf in self.leaves():
            if isinstance(leaf, Personal):
                yield place, name, leaf
