"""Lift: what was held may be erased again, and is by the next run of retention where its time is over."""

from uuid import UUID

from troth.kernel.clock import now
from troth.kernel.errors import Conflict, NotFound

from ..shapes import words_of
from .hold import LONGEST
from .rows import Hold


def lift(workspace: UUID, id: UUID, reason: str, *, by: UUID | None = None) -> Hold:
    """by: a member. Raises NotFound, Invalid, Conflict (it was lifted before)."""
    reason = words_of(reason, "reason", LONGEST, needed=True)
    mine = Hold.objects.filter(workspace_id=workspace, id=id)
    if not mine.filter(lifted_at=None).update(lifted_at=now(), lifted_by=by, lift_reason=reason):
        if not mine.exists():
            raise NotFound
        raise Conflict("This hold was lifted before.")
    return mine.get()
