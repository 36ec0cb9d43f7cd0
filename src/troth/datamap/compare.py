"""The map against what the product really has. What is not declared, is declared and not there, or is declared without
something that follows from it, is one sentence each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .leaves import leaves_of
from .map import DataMap
from .vocabulary import Where
from .words import Inside, NotPersonal, Personal, Place

# A leaf with one of these in its name is looked at twice before it is called not personal.
_PERSONAL_NAMES = frozenset((
    "address", "alias", "birth", "body", "comment", "contact", "cookie", "email", "ip", "latitude", "longitude", "mail",
    "message", "name", "network", "note", "password", "person", "phone", "picture", "rating", "secret", "subject",
    "text", "title", "token", "url", "user", "visitor",
))  # fmt: skip
_WORDS = frozenset(("self", "key", "stream", "device"))  # ends of an edge that are no fields
_SHORT = 6  # characters: less is no reason


@dataclass(frozen=True, slots=True)
class Found:
    """A place as the product has it. leaves: its names; None where only its name can be known. structures: those of
    them that hold a structure, and so need their own leaves declared. paths: where its fields lead, from row to row;
    None: nowhere but to themselves."""

    where: Where
    name: str
    leaves: frozenset[str] | None
    structures: frozenset[str] = frozenset()
    paths: frozenset[str] | None = None


def problems(datamap: DataMap, found: Iterable[Found], whole: frozenset[Where]) -> list[str]:
    """whole: the kinds of place of which `found` names all there are, so that what it does not name is stale."""
    real: dict[tuple[Where, str], Found] = {(one.where, one.name): one for one in found}
    said = [*_undeclared(datamap, real), *_stale(datamap, real, whole)]
    for place in datamap.places.values():
        said += _unfounded(place)
    for kind in sorted(whole, key=lambda one: one.value):
        if not any(where is kind for where, _ in real):
            said.append(f"Nothing of the kind “{kind.value}” was looked at: the check is blind.")
    if not any(one.leaves for one in real.values()):
        said.append("Not one field was looked at: the check is blind.")
    return said


def _undeclared(datamap: DataMap, real: Mapping[tuple[Where, str], Found]) -> Iterator[str]:
    for (where, name), one in real.items():
        place = datamap.places.get((where, name))
        if place is None:
            yield f"{where.value} {name}: not declared in any room's privacy.py."
        elif one.leaves is not None:
            for leaf in sorted(one.leaves - _names(place)):
                yield f"{where.value} {name}.{leaf}: not declared."
            for leaf in sorted(_names(place) - one.leaves):
                yield f"{where.value} {name}.{leaf}: declared, but there is no such thing."
            for leaf in sorted(one.structures & place.fields.keys()):
                if not isinstance(place.fields[leaf], Inside):
                    yield f"{where.value} {name}.{leaf}: holds a structure; declare what is inside."
            paths = one.paths if one.paths is not None else {leaf.partition(".")[0] for leaf in one.leaves}
            for edge in sorted(_edges(place) - _WORDS - paths):
                yield f"{where.value} {name}: no way leads from it by “{edge}”."


def _stale(datamap: DataMap, real: Mapping[tuple[Where, str], Found], whole: frozenset[Where]) -> Iterator[str]:
    for where, name in datamap.places:
        if where in whole and (where, name) not in real:
            yield f"{where.value} {name}: declared, but there is no such place."


def _edges(place: Place) -> set[str]:
    own = [leaf.of for _, leaf in place.leaves() if isinstance(leaf, Personal)]
    return {edge.path for edge in (*place.subjects, *own) if edge is not None}


def _names(place: Place) -> frozenset[str]:
    return frozenset(place.fields)


def _unfounded(place: Place) -> Iterator[str]:
    at = f"{place.where.value} {place.name}"
    for name, declared in place.fields.items():
        if isinstance(declared, Inside) and declared.shape is not None:
            held = leaves_of(declared.shape)
            for leaf in sorted(held - declared.leaves.keys()):
                yield f"{at}.{name}.{leaf}: not declared."
            for leaf in sorted(declared.leaves.keys() - held):
                yield f"{at}.{name}.{leaf}: declared, but there is no such thing."
    for name, said in place.leaves():
        if isinstance(said, NotPersonal):
            yield from _reason(f"{at}.{name}", name, said)
        else:
            yield from _consequences(f"{at}.{name}", place, said)


def _reason(at: str, name: str, leaf: NotPersonal) -> Iterator[str]:
    if len(leaf.why.strip()) < _SHORT:
        yield f"{at}: not personal needs a reason."
    suspicious = _PERSONAL_NAMES & set(re.split(r"[^a-z]+", name.lower()))
    if suspicious and not leaf.in_spite_of_its_name:
        yield f"{at}: is called “{min(suspicious)}” and said not to be personal; look at it, and say so."


def _consequences(at: str, place: Place, leaf: Personal) -> Iterator[str]:
    if not leaf.purposes:
        yield f"{at}: personal, but used for nothing: name a purpose, or do not keep it."
    if leaf.of is None and not place.subjects:
        yield f"{at}: personal, but of nobody: name whom it is about."
    if leaf.keep is None and place.keep is None:
        yield f"{at}: personal, but kept for ever: name until when."
