"""Change what a member may do and how visitors see them; remove a member."""

from uuid import UUID

from django.db import transaction

from troth import log
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Forbidden, NotFound
from troth.kernel.ids import new_id
from troth.wire.events import Audience, Author, MemberRemoved, RoleChanged

from .access import membership
from .asker import Asker
from .models import Member, Portrait
from .roles import LEADS, OWNER, PRIVACY, SERVING, RoleName


def change_member(
    asker: Asker,
    workspace: UUID,
    member: UUID,
    *,
    role: RoleName | None = None,
    alias: str | None = None,
    title: str | None = None,
) -> Member:
    """Change what is given. Raises NotFound, Forbidden (only owners touch owners and officers), Conflict for the last
    owner."""
    by, row = _pair(asker, workspace, member)
    if role in PRIVACY and by.role != OWNER:
        raise Forbidden("Only an owner can make somebody an owner or a privacy officer.")
    wanted = {"alias": alias.strip() if alias else None, "title": title.strip() if title is not None else None}
    changed = {name: value for name, value in wanted.items() if value is not None}
    for name, value in changed.items():
        setattr(row, name, value)
    if role is None or role == row.role:
        with transaction.atomic():
            row.save(update_fields=list(changed))
        return row
    body = RoleChanged(member=row.id, person=row.person_id, role=role)
    with log.current().unit("change_role", _draft(workspace, by, row, body)):
        _keep_an_owner(row)
        row.role = role
        if role not in SERVING:
            row.available, row.available_until = False, None
        row.save(update_fields=["role", "available", "available_until", *changed])
    return row


def remove_member(asker: Asker, workspace: UUID, member: UUID) -> None:
    """From the commit on the person is a stranger here; what they said stays. Raises as `change_member`."""
    by, row = _pair(asker, workspace, member)
    body = MemberRemoved(member=row.id, person=row.person_id)
    with log.current().unit("remove_member", _draft(workspace, by, row, body)):
        _keep_an_owner(row)
        row.active, row.left_at = False, now()
        row.available, row.available_until, row.picture = False, None, ""
        row.save(update_fields=["active", "left_at", "available", "available_until", "picture"])
        Portrait.objects.filter(member=row).delete()


def _pair(asker: Asker, workspace: UUID, member: UUID) -> tuple[Member, Member]:
    """Who asks and whom it is about."""
    by = membership(asker, workspace, *LEADS)
    row = Member.objects.select_related("person").filter(workspace_id=workspace, id=member, active=True).first()
    if row is None:
        raise NotFound
    if row.role in PRIVACY and by.role != OWNER:
        raise Forbidden("Only an owner can change an owner or a privacy officer.")
    return by, row


def _keep_an_owner(row: Member) -> None:
    """Inside the unit: the workspace's head is locked, so two last owners can't remove each other."""
    owners = Member.objects.filter(workspace_id=row.workspace_id, role=OWNER, active=True)
    if row.role == OWNER and not owners.exclude(id=row.id).exists():
        raise Conflict("A workspace keeps at least one owner. Make somebody else an owner first.")


def _draft(workspace: UUID, by: Member, row: Member, body: MemberRemoved | RoleChanged) -> log.Draft:
    return log.Draft(
        workspace=workspace,
        stream=workspace,
        body=body,
        author=Author(kind="agent", id=by.id),
        client_id=new_id(),
        audience=Audience.TEAM,
        subject=row.id,
    )
