"""A step in the history of a request."""

from datetime import datetime
from uuid import UUID

from troth.kernel.errors import Conflict, Invalid
from troth.kernel.ids import new_id
from troth.kernel.text import keepable
from troth.wire.mask import mask_cards

from .rows import Request, RequestStep
from .sealed import STEP, seal

MOST_WORDS = 4_000  # characters


def add_step(
    row: Request,
    what: RequestStep.What,
    at: datetime,
    *,
    by: UUID | None = None,
    reason: str = "",
    words: str = "",
    id: UUID | None = None,
) -> None:
    """by: the member who did it. Call it inside the transaction of what it tells."""
    if id is not None and RequestStep.objects.filter(id=id).exists():
        raise Conflict
    RequestStep.objects.create(
        id=id or new_id(), request=row, at=at, member=by, what=what, reason=reason, words=seal(row, STEP, words)
    )


def words_of(given: str, field: str, *, needed: bool = False) -> str:
    """Raises Invalid."""
    words, _ = mask_cards(given.strip())
    if len(words) > MOST_WORDS or not keepable(words) or (needed and not words):
        least = 1 if needed else 0
        raise Invalid(f"Write {least} to {MOST_WORDS} characters of text.", fields={field: "length"})
    return words
