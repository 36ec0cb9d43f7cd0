"""Those of registry-gate."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from troth.datamap import DataMap, Personal, Place
from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("registry-gate.undeclared_fails", "what is not declared is not looked for")
def lenient(patch: Patch) -> None:
    patch("troth.datamap.compare._undeclared", lambda datamap, real: iter(()))


@saboteur("registry-gate.looked_at_something", "the check walks no table")
def blind(patch: Patch) -> None:
    patch("troth.project.datamap.found._rows", lambda: iter(()))


@saboteur("registry-gate.looked_at_something", "the check sees the first column of each table alone")
def short_sighted(patch: Patch) -> None:
    patch.around("troth.project.datamap.found._columns", lambda real: lambda model: set(sorted(real(model))[:1]))


@saboteur("registry-gate.each_field_has_subject", "a room declares a place of nobody")
def of_nobody(patch: Patch) -> None:
    _changed(patch, lambda place: replace(place, subjects=()) if place.name == "contacts.Identity" else place)


@saboteur("registry-gate.each_field_has_source", "a field is declared without where it comes from")
def from_nowhere(patch: Patch) -> None:
    def sourceless(place: Place) -> Place:
        name, leaf = next(((n, one) for n, one in place.fields.items() if isinstance(one, Personal)), ("", None))
        if not isinstance(leaf, Personal):
            return place
        unsaid: Any = None
        return replace(place, fields={**place.fields, name: replace(leaf, source=unsaid)})

    _changed(patch, sourceless)


def _changed(patch: Patch, change: Callable[[Place], Place]) -> None:
    """The map that the product has, with each place changed."""
    patch.around(
        "troth.project.datamap.rooms.the_map",
        lambda real: lambda: DataMap(change(place) for place in real().places.values()),
    )
