"""The synthetic people and workspaces, by the ordinary verbs."""

from typing import Any
from uuid import UUID

MARK = "verify"  # how the slugs of synthetic workspaces begin
DOMAIN = "verify.invalid"  # of their people; nobody can have an address under it


def person(email: str, name: str) -> dict[str, str]:
    """Somebody with a password. Raises RuntimeError where the address has a login already."""
    from troth.project.beginning import with_password

    made, password = with_password(email, name)
    if not password:
        raise RuntimeError(f"{email} has a login already")
    return {"id": str(made.id), "email": email, "password": password}


def workspace(name: str, owner: str, domains: list[str], members: list[dict[str, str]]) -> dict[str, Any]:
    """With its first site. owner: an address. members: email, name and role of each; nobody is told by mail."""
    from troth.accounts.add_member import add_member
    from troth.accounts.asker import PersonAsker
    from troth.accounts.models import Person
    from troth.project.beginning import begun

    made = begun(f"{MARK} {name}", owner, "", domains)
    asker = PersonAsker(Person.objects.get(email=owner).id)
    ids = {}
    for one in members:
        ids[one["email"]] = str(add_member(asker, made.workspace.id, **one, tell=False).id)  # type: ignore[arg-type]
    return {
        "id": str(made.workspace.id), "slug": made.workspace.slug, "name": made.workspace.name, "members": ids,
        "site": {"id": str(made.site.id), "key": made.site.key, "name": made.site.name},
    }  # fmt: skip


def close(workspace: str) -> None:
    """All of it is deleted, and with it whoever works nowhere else; what was closed already is well."""
    from troth.accounts.models import Workspace
    from troth.datamap.doors import acting_for
    from troth.datamap.purposes import RIGHTS
    from troth.kernel.clock import now
    from troth.privacy.closing import ask
    from troth.privacy.closing.run import run
    from troth.privacy.closing.show import closing_of
    from troth.privacy.models import Closing

    found = Workspace.objects.filter(id=UUID(workspace)).first()
    if found is None:
        return
    row = closing_of(found.id) or ask.begin(found)
    Closing.objects.filter(id=row.id, closes_at__gt=now()).update(closes_at=now())
    with acting_for(RIGHTS):
        run(row.id)


def forget_orphans() -> None:
    """Synthetic people whose workspace was never made, as when a run was killed in between."""
    from troth.accounts.models import Person

    Person.objects.filter(email__endswith=f"@{DOMAIN}", memberships=None).delete()


def leftovers() -> list[str]:
    """Synthetic workspaces: their slug says so, and nobody with a real address was ever a member."""
    from troth.accounts.models import Member, Workspace

    marked = Workspace.objects.filter(slug__startswith=f"{MARK}-").values_list("id", flat=True)
    real = Member.objects.filter(workspace__in=list(marked)).exclude(person__email__endswith=f"@{DOMAIN}")
    theirs = set(real.values_list("workspace_id", flat=True))
    return [str(one) for one in marked if one not in theirs]
