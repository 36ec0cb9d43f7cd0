"""What a change would make of a notice."""

from typing import Any
from uuid import UUID


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
