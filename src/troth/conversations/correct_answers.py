"""Correct what forms of earlier talks hold of somebody's name and address, once the contact they were kept with was put
right. What was written stays in the log, as all that was said; the team, lists, copies and the search show the row."""

from collections.abc import Iterable
from itertools import batched
from uuid import UUID

import msgspec

from troth.contacts.correct import Corrected
from troth.wire.events import Answer

from .models import Conversation
from .sealed import open_all, seal

_AT_ONCE = 200


def correct_answers(workspace: UUID, contact: UUID, corrected: Iterable[Corrected]) -> int:
    """In how many talks. Changed is an answer that said what the contact did before; who was called something else
    there wrote something else. Call inside the transaction that corrects the contact."""
    fresh = {(one.field, _alike(was)): one.now for one in corrected for was in one.before}
    rows = Conversation.objects.filter(workspace_id=workspace, contact_id=contact, answers__isnull=False)
    changed = 0
    for some in batched(rows.order_by("id") if fresh else (), _AT_ONCE):
        for row, answers in zip(some, open_all(some, "answers", list[Answer]), strict=True):
            now = [_corrected(one, fresh) for one in answers or ()]
            if answers is not None and now != answers:
                row.answers = seal(row, "answers", now)
                row.save(update_fields=["answers"])
                changed += 1
    return changed


def _corrected(answer: Answer, fresh: dict[tuple[str, str], str]) -> Answer:
    now = fresh.get((answer.field, _alike(answer.value)))
    return answer if now is None else msgspec.structs.replace(answer, value=now)


def _alike(words: str) -> str:
    """A contact is kept without what stands around a name, and an address in small letters."""
    return words.strip().casefold()
