"""Those of lawful-basis."""

import re
from dataclasses import replace
from typing import Any

import msgspec

from troth.datamap import DataMap, Personal, Place
from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("lawful-basis.each_purpose_has_basis", "the notice is silent of what it is used for first")
def one_untold(patch: Patch) -> None:
    patch.around("troth.privacy.notice.gather._why", lambda real: lambda leaves, site: real(leaves, site)[1:])


@saboteur("lawful-basis.no_field_without_basis", "a field is kept for nothing")
def kept_for_nothing(patch: Patch) -> None:
    def idle(place: Place) -> Place:
        if place.name != "contacts.Identity":
            return place
        fields = {
            name: replace(leaf, purposes=()) if isinstance(leaf, Personal) else leaf
            for name, leaf in place.fields.items()
        }
        return replace(place, fields=fields)

    patch.around(
        "troth.project.datamap.rooms.the_map",
        lambda real: lambda: DataMap(idle(place) for place in real().places.values()),
    )


@saboteur("lawful-basis.interest_explained", "the notice names purposes and explains none")
def unexplained(patch: Patch) -> None:
    def without(real: Any) -> Any:
        def render(*of: Any, **named: Any) -> str:
            return re.sub(r'(<tr id="purpose-[\w-]+">.*?)<p>.*?</p>', r"\1", str(real(*of, **named)), flags=re.S)

        return render

    patch.around("troth.privacy.notice.draw.render_to_string", without)


@saboteur("lawful-basis.legal_duty_named", "the record of processing names no law")
def lawless(patch: Patch) -> None:
    patch.around(
        "troth.privacy.notice.record.content._activity",
        lambda real: lambda *of: msgspec.structs.replace(real(*of), law=""),
    )


@saboteur("lawful-basis.new_purpose_is_material", "purposes are not compared")
def uncompared(patch: Patch) -> None:
    patch("troth.privacy.notice.compare._purposes", lambda old, new: iter(()))
