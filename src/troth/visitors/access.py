"""The door to a visitor: their own token, or the asker's membership of the workspace."""

from uuid import UUID

from troth.accounts.asker import VisitorAsker
from troth.kernel.errors import NotFound

from .begin import hash_of
from .models import Visitor


def visitor_by_token(token: str) -> Visitor | None:
    """The visitor with this token; None for any other text."""
    if not token.startswith("tv_") or len(token) > 100 or not token.isascii():
        return None
    return Visitor.objects.filter(token_hash=hash_of(token)).first()


def visitor_of_asker(asker: VisitorAsker) -> Visitor:
    """The row of a visitor with a pass. Raises NotFound when it is gone."""
    found = Visitor.objects.select_related("contact", "site").filter(
        workspace_id=asker.workspace, id=asker.visitor_id, site_id=asker.site
    ).first()  # fmt: skip
    if found is None:
        raise NotFound
    return found


def exists(workspace: UUID, site: UUID, visitor: UUID) -> bool:
    """Whether a pass's visitor is still there."""
    return Visitor.objects.filter(workspace_id=workspace, site_id=site, id=visitor).exists()
