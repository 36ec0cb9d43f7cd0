"""Which notice of a site is in force, for those who ask with every visitor: the widget, the portal, a consent."""

from uuid import UUID

from django.db.models import Max

from troth.sites.models import Site
from troth.sites.notices import Shown

from .rows import Notice
from .take_effect import take_effect

_S = Notice.State


def in_force(site: UUID) -> Notice | None:
    """Without its bytes."""
    take_effect(site)
    return Notice.objects.filter(site_id=site, state=_S.IN_FORCE).defer("told", "changes").first()


def shown_of(site: Site) -> Shown | None:
    take_effect(site.id)
    rows = Notice.objects.filter(site=site, state__in=(_S.IN_FORCE, _S.ANNOUNCED)).defer("told", "changes")
    found = {row.state: row for row in rows}
    row, coming = found.get(_S.IN_FORCE), found.get(_S.ANNOUNCED)
    if row is None:
        return None
    held = Notice.objects.filter(site=site, state__in=(_S.IN_FORCE, _S.SUPERSEDED), asks_again=True)
    since = held.aggregate(last=Max("number"))["last"] or 0
    shown = Shown(row.number, row.sha256, path_of(site), since)
    if coming is None:
        return shown
    return shown._replace(next_at=coming.in_force_at, next_path=f"{path_of(site)}/versions/{coming.number}")


def path_of(site: Site) -> str:
    return f"/privacy/{site.key}"
