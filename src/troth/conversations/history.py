"""What happened in a conversation, page by page, as the asker may see it."""

from uuid import UUID

import troth.log
from troth.accounts.asker import Asker
from troth.kernel.errors import Invalid
from troth.wire.events import WireEvent
from troth.wire.frames import MAX_AFTER

from .access import standing

MAX_SEQ = 2**31 - 1


def history(
    asker: Asker, conversation_id: UUID, after: int | None, before: int | None, limit: int | None
) -> tuple[list[WireEvent], bool]:
    """(events in order of seq, whether there are more in the direction asked).

    after: those that follow this seq. before: the newest ones below this seq. Neither: from the beginning.
    Raises NotFound, Invalid.
    """
    if after is not None and before is not None:
        raise Invalid("Ask for what is after or what is before, not both.", fields={"before": "not_both"})
    if limit is not None and not 1 <= limit <= MAX_AFTER:
        raise Invalid(f"limit is from 1 to {MAX_AFTER}.", fields={"limit": "range"})
    for name, seq in (("after", after), ("before", before)):
        if seq is not None and not 0 <= seq <= MAX_SEQ:
            raise Invalid(f"{name} is a seq, from 0 to {MAX_SEQ}.", fields={name: "range"})
    own = standing(asker, conversation_id, "read")
    size = limit or MAX_AFTER
    events = troth.log.current().read(own.workspace, conversation_id, after or 0, size + 1, own.audience, before=before)
    more = len(events) > size
    events = (events[-size:] if before is not None else events[:size]) if more else events
    return [event.wire(own.audience) for event in events], more
