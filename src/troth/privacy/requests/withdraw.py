"""Withdraw: what somebody agreed to holds no more, at once; the request for it is done by that."""

from datetime import datetime
from uuid import UUID

from troth.datamap.vocabulary import Subject

from ..subjects import scope_of
from ..take_back import take_back
from .close import close
from .rows import Request, RequestStep
from .step import add_step


def withdraw(row: Request, at: datetime, by: UUID | None = None) -> None:
    """There may be none to take back. Call it inside a transaction, of a request that is tied to somebody."""
    assert row.who is not None
    take_back(scope_of(row.workspace_id, Subject(row.subject), row.who))
    add_step(row, RequestStep.What.ACCEPTED, at, by=by)
    close(row, Request.State.DONE, at, by=by)
