"""Who the asker is, and what they can reach."""

from typing import Any
from uuid import UUID

from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.accounts.models import Member, Person
from troth.accounts.queries import members_of_person
from troth.kernel.errors import SignInNeeded
from troth.sites.faces import aliases_of
from troth.sites.models import Site
from troth.sites.queries import sites_of


def me(asker: Asker) -> dict[str, Any]:
    """As the API gives it: a visitor's ids, or a person with their memberships."""
    return _visitor(asker) if isinstance(asker, VisitorAsker) else _agent(asker)


def _visitor(asker: VisitorAsker) -> dict[str, Any]:
    return {"kind": "visitor", "id": asker.visitor_id, "site_id": asker.site, "workspace_id": asker.workspace}


def _agent(asker: PersonAsker) -> dict[str, Any]:
    person = Person.objects.filter(id=asker.person_id, is_active=True).first()
    if person is None:
        raise SignInNeeded
    members = members_of_person(person.id)
    sites: dict[UUID, list[Site]] = {}
    for site in sites_of([member.workspace_id for member in members]):
        sites.setdefault(site.workspace_id, []).append(site)
    aliases = aliases_of(members)
    picture = person.picture or next((member.picture for member in members if member.picture), "")
    return {
        "kind": "agent",
        "person": {
            "id": person.id, "name": person.name, "email": person.email, "picture": picture,
            "colour": person.colour, "language": person.language,
        },
        "available": any(member.available for member in members),
        "memberships": [_membership(member, sites.get(member.workspace_id, []), aliases) for member in members],
    }  # fmt: skip


def _membership(member: Member, sites: list[Site], aliases: dict[tuple[UUID, UUID], str]) -> dict[str, Any]:
    workspace = member.workspace
    return {
        "workspace": {
            "id": workspace.id, "name": workspace.name, "slug": workspace.slug, "colour": workspace.colour,
            "closes_at": workspace.closes_at,
        },
        "member_id": member.id,
        "role": member.role,
        "alias": member.alias,
        "title": member.title,
        "picture": member.picture,
        "sites": [
            {
                "id": site.id, "key": site.key, "name": site.name, "colour": site.colour,
                "alias": aliases.get((site.id, member.id), member.alias),
            }
            for site in sites
        ],
    }  # fmt: skip
