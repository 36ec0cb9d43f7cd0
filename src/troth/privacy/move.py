"""A processor goes from one state to the next: announced, active, ended. Only an active one is given data; one that was
ended may be taken again."""

from uuid import UUID

from troth.kernel.clock import now
from troth.kernel.errors import Conflict

from . import register
from .models import Processor
from .queries import processor

_S = Processor.State
FROM = {
    _S.ANNOUNCED: (_S.PROPOSED,),
    _S.ACTIVE: (_S.ANNOUNCED, _S.ENDED),
    _S.ENDED: (_S.PROPOSED, _S.ANNOUNCED, _S.ACTIVE),
}


def move(id: UUID, to: Processor.State) -> Processor:
    """In this process it counts at once, in others within seconds. Nothing happens where it is there already. Raises
    NotFound, Conflict."""
    row = processor(id)
    if row.state == to:
        return row
    may = FROM.get(to, ())
    if not Processor.objects.filter(id=id, state__in=may).update(state=to, since=now()):
        raise Conflict(f"Only what is {' or '.join(may)} becomes {to.value}, and this processor is {row.state}.")
    register.changed()
    return processor(id)
