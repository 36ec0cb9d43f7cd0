"""The door to a site: through the asker's membership of its workspace, or by its public key."""

from uuid import UUID

from troth.accounts.access import membership
from troth.accounts.asker import Asker
from troth.accounts.closing import check_open
from troth.accounts.roles import RoleName
from troth.kernel.errors import NotFound

from .models import Site


def site_of(asker: Asker, workspace: UUID, site: UUID, *roles: RoleName) -> Site:
    """A site of a workspace the asker works in. Raises NotFound or Forbidden."""
    membership(asker, workspace, *roles)
    found = Site.objects.select_related("workspace").filter(workspace_id=workspace, id=site).first()
    if found is None:
        raise NotFound
    return found


def site_by_key(key: str, *, closing: bool = False) -> Site:
    """The site with this public key. Raises NotFound, and ChatEnded where its workspace is closing. closing: also
    then."""
    found = Site.objects.select_related("workspace").filter(key=key).first() if key.isalnum() else None
    if found is None:
        raise NotFound("There is no site with this key.")
    if not closing:
        check_open(found.workspace)
    return found
