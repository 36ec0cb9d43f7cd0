"""The data map against what people get: a place that is personal, and neither given to whom it is about nor excused
with a reason, is one sentence."""

from collections.abc import Iterable, Iterator

from troth.datamap import DataMap, Personal, Place, Subject
from troth.datamap.exporting import Excused, Part


def problems(datamap: DataMap, parts: Iterable[Part], excused: Iterable[Excused]) -> list[str]:
    """Also what covers nothing that the map knows."""
    told: dict[Subject, set[str]] = {kind: set() for kind in Subject}
    covered = [(part.of, part.covers) for part in parts] + [(one.of, one.covers) for one in excused]
    for of, covers in covered:
        for kind in of:
            told[kind] |= set(covers)
    said = list(_missing(datamap, told))
    known = {name for place, leaf, _ in datamap.leaves() for name in (_name(place), f"{_name(place)}: {leaf}")}
    said += [f"{cover}: given or excused, but there is no such place."
             for cover in sorted(set().union(*told.values()) - known)]  # fmt: skip
    return said


def _missing(datamap: DataMap, told: dict[Subject, set[str]]) -> Iterator[str]:
    for place, name, leaf in datamap.personal():
        at = _name(place)
        for kind in sorted(_about(place, leaf)):
            if at not in told[kind] and f"{at}: {name}" not in told[kind]:
                yield (
                    f"{at}.{name}: kept of a {kind}, who gets it in no export; give it in the room's export.py, or"
                    " say there why not."
                )


def _about(place: Place, leaf: Personal) -> set[Subject]:
    return {leaf.of.subject} if leaf.of is not None else {edge.subject for edge in place.subjects}


def _name(place: Place) -> str:
    return f"{place.where.value} {place.name}"
