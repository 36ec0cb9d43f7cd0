"""A workspace that is about to close: until its day nothing new begins in it, and all that is there can be read."""

from datetime import datetime
from uuid import UUID

from troth.kernel.errors import ChatEnded

from .models import Workspace


def close_at(workspace: UUID, at: datetime | None) -> None:
    """From now on nothing new begins; None: it goes on as before."""
    Workspace.objects.filter(id=workspace).update(closes_at=at)


def check_open(workspace: Workspace) -> None:
    """Raises ChatEnded."""
    if workspace.closes_at is not None:
        raise ChatEnded
