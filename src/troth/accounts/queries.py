"""Looking at people and their workspaces."""

from uuid import UUID

from troth.kernel.errors import SignInNeeded
from troth.kernel.passes import milliseconds

from .models import Member, Person


def memberships(person: UUID) -> list[tuple[UUID, UUID, str]]:
    """(workspace, member, role) of every workspace the person works in, oldest first."""
    rows = Member.objects.filter(person_id=person, active=True, person__is_active=True).order_by("id")
    return list(rows.values_list("workspace_id", "id", "role"))


def check_pass(person: UUID, issued: int) -> None:
    """Raises SignInNeeded for a pass (made at `issued`, Unix milliseconds) of nobody, or from before a sign-out."""
    row = Person.objects.filter(id=person, is_active=True).values_list("passes_from").first()
    if row is None or (row[0] is not None and issued <= milliseconds(row[0])):
        raise SignInNeeded


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
