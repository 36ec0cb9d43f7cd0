"""Whether an erasure that has begun would take what is to be held."""

from uuid import UUID

import msgspec

from ..closing.rows import Closing
from ..erasure import Erasure
from ..plan import Plan
from .rows import Hold
from .standing import in_the_way


def being_erased(workspace: UUID, row: Hold) -> bool:
    for erasure in Erasure.objects.filter(workspace=workspace, state=Erasure.State.RUNNING):
        scope = msgspec.convert(erasure.plan, Plan).scope
        if row.target == scope.id or any(one.id == row.id for one in in_the_way(scope)):
            return True
    return False


def being_deleted(workspace: UUID) -> bool:
    """With all that is in it."""
    return Closing.objects.filter(workspace=workspace, state=Closing.State.RUNNING).exists()
