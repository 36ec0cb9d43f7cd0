"""What a change would make of a notice, and a program that uses data for less."""

from dataclasses import replace as without
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from troth.privacy.notice.source import Give

_whole: "Give | None" = None


def with_another_purpose(site: str) -> list[dict[str, Any]]:
    """What changes in the site's notice when data are used for one purpose more, and whether it is of substance."""
    from msgspec.structs import replace

    from troth.privacy.notice.compare import compare
    from troth.privacy.notice.content import Why
    from troth.privacy.notice.gather import gather
    from troth.sites.models import Site

    now = gather(Site.objects.select_related("workspace").get(id=UUID(site)))
    more = Why(
        purpose="marketing", dpv="dpv:Marketing", basis=now.why[0].basis, categories=list(now.why[0].categories)
    )  # fmt: skip
    return [
        {"kind": one.kind, "what": one.what, "material": one.material}
        for one in compare(now, replace(now, why=[*now.why, more]))
    ]


def purposes() -> dict[str, dict[str, str]]:
    """Every purpose of the map: why, basis, law."""
    from troth.datamap.purposes import PURPOSES

    return {one.name: {"why": one.why, "basis": one.basis.value, "law": one.law} for one in PURPOSES}


def use_less(purpose: str) -> None:
    """As a version of the program from before would that used nothing for this purpose: what notices are made of says
    so, until `use_all`."""
    global _whole
    from troth.datamap import DataMap, Inside, Personal
    from troth.privacy.notice import source

    def less(leaf: Any) -> Any:
        if isinstance(leaf, Inside):
            return without(leaf, leaves={name: less(one) for name, one in leaf.leaves.items()})
        if not isinstance(leaf, Personal):
            return leaf
        return without(leaf, purposes=tuple(one for one in leaf.purposes if one.name != purpose))

    _whole = _whole or source._give
    places = [
        without(place, fields={name: less(leaf) for name, leaf in place.fields.items()})
        for place in source.the_map().places.values()
    ]
    lesser = DataMap(places)
    source.read_from(lambda: lesser)


def use_all() -> None:
    """The program as it is."""
    global _whole
    from troth.privacy.notice import source

    if _whole is not None:
        source.read_from(_whole)
        _whole = None
