"""What the rooms have handed in for giving people what is kept of them: the project does so at the start, since most of
them lie above or beside this one."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from troth.datamap.exporting import Excused, Files, Others, Part


@dataclass(slots=True)
class Exporters:
    """parts: in the order in which people read them. excused: what is kept and not given, and why. files: of theirs.
    others: who else may be named in words about them."""

    parts: list[Part] = field(default_factory=list)
    excused: list[Excused] = field(default_factory=list)
    files: list[Files] = field(default_factory=list)
    others: list[Others] = field(default_factory=list)


exporters = Exporters()


def hand_in(parts: Iterable[Part]) -> None:
    """Raises ValueError when two parts have one name for the same people."""
    exporters.parts += parts
    names = [(part.name, kind) for part in exporters.parts for kind in part.of]
    if len(set(names)) != len(names):
        raise ValueError("two parts of a package have one name")
