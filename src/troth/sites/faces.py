"""How a member appears to the visitors of a site: never by their own name unless they chose it as alias."""

from dataclasses import dataclass
from uuid import UUID

from troth.accounts.models import Member

from .models import Alias, Site


@dataclass(frozen=True, slots=True)
class Face:
    alias: str
    title: str
    picture: str


def face(site: Site, member: Member) -> Face:
    """The member's alias on this site, else in the workspace."""
    return faces(site, [member])[0]


def faces(site: Site, members: list[Member]) -> list[Face]:
    """The same for many, in their order, with one look into the rows."""
    own = {row.member_id: row for row in Alias.objects.filter(site=site, member__in=members)}
    return [_face(own.get(member.id), member) for member in members]


def aliases_of(members: list[Member]) -> dict[tuple[UUID, UUID], str]:
    """(site, member) -> alias, where a site has one of its own for them."""
    return {(row.site_id, row.member_id): row.alias for row in Alias.objects.filter(member__in=members)}


def _face(own: Alias | None, member: Member) -> Face:
    if own is None:
        return Face(member.alias, member.title, member.picture)
    return Face(own.alias, own.title or member.title, own.picture or member.picture)
