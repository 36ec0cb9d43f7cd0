"""Close a request: it was done, or it is refused with the reason; whoever asked is told, with the answer."""

from datetime import datetime
from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Invalid

from .find import handled
from .letter import tell
from .rows import Request, RequestStep
from .sealed import ANSWER, REPLY, opened, seal_reply
from .step import add_step, words_of

State, What = Request.State, RequestStep.What
REASONS = ("identity", "nothing_kept", "must_keep", "rights_of_others", "unfounded", "excessive")


def done(asker: Asker, workspace: UUID, request: UUID, text: str) -> Request:
    """text: the answer, in the officer's words; may be empty. Raises NotFound, Forbidden, AlreadyAnswered, Invalid,
    Conflict (an erasure is under way)."""
    words = words_of(text, "text")
    with handled(asker, workspace, request) as (by, row):
        _at_rest(row)
        close(row, State.DONE, now(), by=by.id, words=words)
        return row


def refuse(asker: Asker, workspace: UUID, request: UUID, reason: str, text: str) -> Request:
    """reason: one of REASONS. text: why, for the person, who is also told where to complain. Raises as `done`."""
    if reason not in REASONS:
        raise Invalid(f"A reason is one of: {', '.join(REASONS)}.", fields={"reason": "unknown"})
    words = words_of(text, "text", needed=True)
    with handled(asker, workspace, request) as (by, row):
        _at_rest(row)
        close(row, State.REFUSED, now(), by=by.id, reason=reason, words=words)
        return row


def _at_rest(row: Request) -> None:
    if row.erasing:
        raise Conflict("The erasure of this request is under way. Run it to its end; that answers the request.")


def close(
    row: Request, state: Request.State, at: datetime, *, by: UUID | None = None, reason: str = "", words: str = ""
) -> None:
    """Inside a transaction that has the row in hand."""
    row.state, row.closed_at, row.paused_at = state, at, None
    row.outcome = reason or "done"
    row.answer = seal_reply(row, ANSWER, words)
    row.save(update_fields=["state", "closed_at", "paused_at", "outcome", "answer"])
    add_step(row, What.REFUSED if state == State.REFUSED else What.DONE, at, by=by, reason=reason, words=words)
    tell(row, "closed", opened(row, REPLY, row.reply_to))
