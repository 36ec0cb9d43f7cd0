"""The map as lines of text, one a leaf: a change of it is read in a diff."""

from .map import DataMap
from .words import Leaf, Personal, Place


def lines(datamap: DataMap) -> list[str]:
    """Sorted; the first says how much of it is personal."""
    leaves = list(datamap.leaves())
    personal = sum(isinstance(leaf, Personal) for _, _, leaf in leaves)
    head = f"{len(datamap.places)} places, {len(leaves)} leaves, {personal} of them personal"
    return [head, *sorted(_line(place, name, leaf) for place, name, leaf in leaves)]


def _line(place: Place, name: str, leaf: Leaf) -> str:
    at = f"{place.where.value}: {place.name}.{name}"
    if not isinstance(leaf, Personal):
        return f"{at}: not personal: {leaf.why}"
    of = [leaf.of] if leaf.of else place.subjects
    keep = leaf.keep or place.keep
    said = [
        leaf.category.value,
        "for " + ", ".join(f"{purpose.name} ({purpose.basis.value})" for purpose in leaf.purposes),
        "of " + ", ".join(f"{edge.subject.value} by {edge.path}" for edge in of),
        f"from {leaf.source.value}",
        f"kept: {keep.name} ({keep.longest.days} d)" if keep else "kept for ever",
        f"erased: {leaf.erase.name.lower()}",
    ]
    if leaf.recipients:
        said.append("to " + ", ".join(one.name.lower() for one in leaf.recipients))
    if leaf.mirrors:
        said.append("copies in " + ", ".join(one.name.lower() for one in leaf.mirrors))
    if leaf.free_text:
        said.append("free text")
    return f"{at}: {'; '.join(said)}"
