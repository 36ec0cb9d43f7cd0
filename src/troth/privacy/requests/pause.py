"""Pause the clock of a request while the person is asked something, and let it run on."""

from typing import Literal
from uuid import UUID

from troth.accounts.asker import Asker
from troth.kernel.clock import now
from troth.kernel.errors import Conflict

from .clock import resumed
from .find import handled
from .rows import Request, RequestStep
from .step import add_step, words_of

State, What = Request.State, RequestStep.What
type Why = Literal["identity_unclear", "clarification_needed"]


def pause(asker: Asker, workspace: UUID, request: UUID, reason: Why, note: str) -> Request:
    """note: what was asked, for the record. Raises NotFound, Forbidden, AlreadyAnswered, Invalid, Conflict (it is
    paused, or its day is over: what is late can't be made punctual)."""
    words = words_of(note, "note")
    with handled(asker, workspace, request) as (by, row):
        at = now()
        if row.state == State.PAUSED:
            raise Conflict("The clock of this request stands still already.")
        if row.due_at < at:
            raise Conflict("The day by which this had to be answered is over. Answer it now.")
        row.state, row.paused_at = State.PAUSED, at
        row.save(update_fields=["state", "paused_at"])
        add_step(row, What.PAUSED, at, by=by.id, reason=reason, words=words)
        return row


def resume(asker: Asker, workspace: UUID, request: UUID) -> Request:
    """What it stood still is added. Raises NotFound, Forbidden, AlreadyAnswered, Conflict (it runs)."""
    with handled(asker, workspace, request) as (by, row):
        at = now()
        if row.paused_at is None:
            raise Conflict("The clock of this request runs already.")
        row.due_at = resumed(row.due_at, row.paused_at, at)
        if row.extended_until is not None:
            row.extended_until = row.due_at
        row.state, row.paused_at = State.OPEN, None
        row.save(update_fields=["state", "paused_at", "due_at", "extended_until"])
        add_step(row, What.RESUMED, at, by=by.id)
        return row
