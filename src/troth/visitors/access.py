"""The door to a visitor: their own token, or the asker's membership of the workspace."""

from uuid import UUID

from .begin import hash_of
from .models import Visitor


def visitor_by_token(token: str) -> Visitor | None:
    """The visitor with this token; None for any other text."""
    if not token.startswith("tv_") or len(token) > 100 or not token.isascii():
        return None
    return Visitor.objects.filter(token_hash=hash_of(token)).first()


def exists(workspace: UUID, site: UUID, visitor: UUID) -> bool:
    """Whether a pass's visitor is still there, and has not departed."""
    here = Visitor.objects.filter(departed_at__isnull=True)
    return here.filter(workspace_id=workspace, site_id=site, id=visitor).exists()
