"""What somebody asked for themselves, for them to see."""

from uuid import UUID

from django.db.models import QuerySet

from troth.datamap.vocabulary import Subject
from troth.kernel.errors import NotFound

from ..subjects import scope_of
from .rows import Request
from .sealed import mark_of

MOST = 50


def of_subject(workspace: UUID, subject: tuple[Subject, UUID]) -> list[Request]:
    """The newest first; of a contact also what they asked as one of their browsers."""
    kind, who = subject
    try:
        scope = scope_of(workspace, kind, who)
    except NotFound:
        return []
    ids = {who, *scope.contacts, *scope.visitors} if kind is Subject.CONTACT else {who}
    return _shown(Request.objects.filter(workspace_id=workspace, who__in=ids))


def of_address(workspace: UUID, address: str) -> list[Request]:
    """Of who has proven an address, also where nothing else is known of them."""
    return _shown(Request.objects.filter(workspace_id=workspace, mark=mark_of(workspace, address)))


def _shown(rows: QuerySet[Request]) -> list[Request]:
    return list(rows.select_related("site").order_by("-id")[:MOST])
