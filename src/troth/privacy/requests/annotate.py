"""What an officer writes to a request for the record, and whom they find that it is about."""

from uuid import UUID

from troth.accounts.asker import Asker
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import Conflict

from ..subjects import scope_of
from .find import handled
from .rows import Request, RequestStep
from .step import add_step, words_of

What = RequestStep.What


def note(asker: Asker, workspace: UUID, request: UUID, text: str, id: UUID | None = None) -> Request:
    """id: made by the client; a repeat is harmless. Raises NotFound, Forbidden, AlreadyAnswered, Invalid."""
    words = words_of(text, "text", needed=True)
    with handled(asker, workspace, request) as (by, row):
        if id is None or not RequestStep.objects.filter(id=id, request=row, what=What.NOTED).exists():
            add_step(row, What.NOTED, now(), by=by.id, words=words, id=id)
        return row


def tie(asker: Asker, workspace: UUID, request: UUID, kind: Subject, subject: UUID) -> Request:
    """The officer has made sure who it is. Raises NotFound (the request, or the subject: nobody of another workspace
    is found), Forbidden, AlreadyAnswered, Conflict (something was done for somebody else already)."""
    with handled(asker, workspace, request) as (by, row):
        scope_of(workspace, kind, subject)
        acted = row.erasing or row.steps.filter(what=What.ACCEPTED).exists()
        if acted and row.who != subject:
            raise Conflict("What was asked has been done for somebody else. File a new request for this person.")
        row.subject, row.who = kind, subject
        row.save(update_fields=["subject", "who"])
        add_step(row, What.TIED, now(), by=by.id, reason=kind)
        return row
