"""Hold: from now on nobody and nothing erases this."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from troth.accounts.models import Member, Workspace
from troth.contacts.models import Contact
from troth.conversations.models import Conversation
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Invalid, NotFound, TooMany
from troth.sites.models import Site
from troth.visitors.models import Visitor

from ..retention.hand import in_hand
from ..shapes import words_of
from .rows import Hold
from .under_way import being_deleted, being_erased

MOST = 1_000  # that stand in a workspace
LONGEST = 500  # characters of a reason


def hold(
    workspace: UUID, kind: str, target: UUID, reason: str, *, by: UUID | None = None, until: datetime | None = None
) -> Hold:
    """by: a member. Raises NotFound (there is no such one here), Invalid, TooMany, Conflict (it is being erased)."""
    kind, reason = Hold.Kind(kind), words_of(reason, "reason", LONGEST, needed=True)
    at = now()
    if until is not None and until <= at:
        raise Invalid("A hold ends in the future, or when it is lifted.", fields={"until": "past"})
    with transaction.atomic():
        # whoever erases looks for holds behind the same lock
        Workspace.objects.select_for_update(no_key=True).get(id=workspace)
        if not _there(workspace, kind, target):
            raise NotFound
        if Hold.objects.filter(workspace_id=workspace, lifted_at=None).count() >= MOST:
            raise TooMany(f"{MOST} holds stand in this workspace. Lift those that are over.")
        row = Hold.objects.create(
            workspace_id=workspace, kind=kind, target=target, reason=reason, by=by, at=at, until=until
        )
        if being_erased(workspace, row) or in_hand(workspace, at) or being_deleted(workspace):
            raise Conflict("This is being erased at this very moment. What is gone can't be held.")
        return row


def _there(workspace: UUID, kind: Hold.Kind, target: UUID) -> bool:
    rows = {
        Hold.Kind.VISITOR: Visitor.objects.filter(id=target),
        Hold.Kind.CONTACT: Contact.objects.filter(id=target),
        Hold.Kind.PERSON: Member.objects.filter(person_id=target),
        Hold.Kind.CONVERSATION: Conversation.objects.filter(id=target),
        Hold.Kind.SITE: Site.objects.filter(id=target),
    }
    return rows[kind].filter(workspace_id=workspace).exists()
