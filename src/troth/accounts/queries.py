"""Looking at people and their workspaces."""

from uuid import UUID

from .models import Member


def memberships(person: UUID) -> list[tuple[UUID, UUID, str]]:
    """(workspace, member, role) of every workspace the person works in, oldest first."""
    rows = Member.objects.filter(person_id=person, active=True, person__is_active=True).order_by("id")
    return list(rows.values_list("workspace_id", "id", "role"))


def members_of_person(person: UUID) -> list[Member]:
    """The person's memberships with their workspaces, in the order of the workspaces' names."""
    rows = Member.objects.select_related("workspace", "person").filter(
        person_id=person, active=True, person__is_active=True
    )
    return list(rows.order_by("workspace__name", "id"))


def members_of_workspace(workspace: UUID) -> list[Member]:
    """All who work there now, in the order of their names."""
    rows = Member.objects.select_related("person").filter(workspace_id=workspace, active=True)
    return list(rows.order_by("name", "id"))
