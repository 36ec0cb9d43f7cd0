"""Extend the time for a request, once, with the reason told to the person."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from troth.accounts.asker import Asker
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Invalid

from .clock import EXTENSION, end_of, latest
from .find import handled
from .letter import tell
from .rows import Request, RequestStep
from .sealed import REPLY, opened
from .step import add_step, words_of


def extend(asker: Asker, workspace: UUID, request: UUID, until: date, reason: str) -> Request:
    """until: the new last day, in the controller's zone. reason: for the person. Raises NotFound, Forbidden,
    AlreadyAnswered, Invalid, Conflict (paused, extended before, or too late for it)."""
    words = words_of(reason, "reason", needed=True)
    with handled(asker, workspace, request) as (by, row):
        at, zone = now(), ZoneInfo(row.zone)
        if row.paused_at is not None:
            raise Conflict("The clock of this request stands still. Let it run on first.")
        if row.extended_until is not None:
            raise Conflict("This request was extended before, and that may be done once.")
        if row.due_at < at:
            raise Conflict("It can be extended only before the day by which it is due is over.")
        last = latest(row.due_at, zone)
        if not row.due_at.astimezone(zone).date() < until <= last.astimezone(zone).date():
            first = row.due_at.astimezone(zone).date()
            raise Invalid(
                f"The new day lies after {first} and, {EXTENSION} months on, not after {last.astimezone(zone).date()}.",
                fields={"until": "range"},
            )
        row.due_at = row.extended_until = end_of(until, zone)
        row.save(update_fields=["due_at", "extended_until"])
        add_step(row, RequestStep.What.EXTENDED, at, by=by.id, words=words)
        tell(row, "extended", opened(row, REPLY, row.reply_to))
        return row
