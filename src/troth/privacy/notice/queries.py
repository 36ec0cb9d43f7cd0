"""Looking at published notices."""

from dataclasses import dataclass

from troth.kernel.errors import NotFound
from troth.sites.models import Site

from .rows import Notice, NoticePage
from .take_effect import take_effect

_S = Notice.State
PUBLIC = (_S.ANNOUNCED, _S.IN_FORCE, _S.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Standing:
    """Which version of a site holds now, and which is announced."""

    in_force: Notice | None
    announced: Notice | None


def standing(site: Site) -> Standing:
    take_effect(site.id)
    rows = {row.state: row for row in Notice.objects.filter(site=site, state__in=(_S.IN_FORCE, _S.ANNOUNCED))}
    return Standing(rows.get(_S.IN_FORCE), rows.get(_S.ANNOUNCED))


def versions(site: Site) -> list[Notice]:
    """Those that were ever announced to anybody and not taken back, the newest first; without their bytes."""
    take_effect(site.id)
    return list(Notice.objects.filter(site=site, state__in=PUBLIC).defer("told").order_by("-number"))


def version(site: Site, number: int) -> Notice:
    """Raises NotFound."""
    take_effect(site.id)
    row = Notice.objects.filter(site=site, number=number, state__in=PUBLIC).first()
    if row is None:
        raise NotFound
    return row


def page_of(row: Notice, language: str, page: str) -> NoticePage:
    """Raises NotFound."""
    found = NoticePage.objects.filter(notice=row, language=language, page=page).defer("pdf").first()
    if found is None:
        raise NotFound
    return found
