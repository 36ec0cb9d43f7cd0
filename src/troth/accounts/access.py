"""The door to a workspace: through the asker's own membership. Another tenant's workspace does not exist."""

from uuid import UUID

from troth.kernel.errors import Forbidden, NotFound

from .asker import Asker, PersonAsker
from .models import Member
from .roles import RoleName


def membership(asker: Asker, workspace: UUID, *roles: RoleName) -> Member:
    """The asker as a member of this workspace. Raises NotFound when they are none, Forbidden when `roles` are named
    and theirs is not among them."""
    if not isinstance(asker, PersonAsker):
        raise NotFound
    member = (
        Member.objects.select_related("workspace", "person")
        .filter(workspace_id=workspace, person_id=asker.person_id, active=True, person__is_active=True)
        .first()
    )
    if member is None:
        raise NotFound
    if roles and member.role not in roles:
        raise Forbidden
    return member
