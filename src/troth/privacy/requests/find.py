"""The door to requests: through the asker, who must be an owner or a privacy officer of the workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from troth.accounts.access import membership
from troth.accounts.asker import Asker
from troth.accounts.models import Member
from troth.accounts.roles import PRIVACY
from troth.kernel.errors import Conflict, NotFound

from .rows import Request


class AlreadyAnswered(Conflict):
    code, status, sentence = "request_closed", 409, "This request was answered already. File a new one for what is new."


def officer(asker: Asker, workspace: UUID) -> Member:
    """Raises NotFound, Forbidden."""
    return membership(asker, workspace, *PRIVACY)


def request_of(asker: Asker, workspace: UUID, request: UUID) -> Request:
    """Raises NotFound, Forbidden."""
    officer(asker, workspace)
    row = Request.objects.select_related("site").filter(id=request, workspace_id=workspace).first()
    if row is None:
        raise NotFound
    return row


@contextmanager
def handled(asker: Asker, workspace: UUID, request: UUID) -> Iterator[tuple[Member, Request]]:
    """A transaction in which one officer alone has the request in hand. Raises NotFound, Forbidden, AlreadyAnswered."""
    by = officer(asker, workspace)
    with transaction.atomic():
        row = Request.objects.select_for_update().filter(id=request, workspace_id=workspace).first()
        if row is None:
            raise NotFound
        if row.is_closed:
            raise AlreadyAnswered
        yield by, row
