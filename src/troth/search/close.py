"""The words of a workspace that closes leave the index, and none that is on its way comes in."""

from collections.abc import Iterator
from itertools import batched
from uuid import UUID

import troth.log
from troth.conversations.models import Conversation
from troth.datamap.closing import Ending, Renew
from troth.datamap.erasing import InHand, Order

from .opened import index

AT_ONCE = 100  # conversations


def steps() -> tuple[Ending, ...]:
    return (
        Ending(
            "search index", "the conversations' words leave it", Order.COPIES, _count, _forget,
            ("table search_passage", "files search"),
        ),
    )  # fmt: skip


def _streams(workspace: UUID) -> Iterator[tuple[UUID, ...]]:
    rows = Conversation.objects.filter(workspace_id=workspace).order_by("id").values_list("id", flat=True)
    return batched(rows.iterator(chunk_size=2_000), AT_ONCE)


def _count(workspace: UUID) -> int:
    known, upto = index(), troth.log.current().newest_position()
    return sum(known.count(some, upto) for some in _streams(workspace))


def _forget(workspace: UUID, renew: Renew) -> None:
    """The keys are destroyed: of what has its position later, nothing can be read any more."""
    known, upto = index(), troth.log.current().newest_position()
    for some in list(_streams(workspace)):
        known.forget(some, upto)  # also of words that a reader has in hand just now
        renew()
    if not known.compact():
        raise InHand
