"""Tell the team, and whatever keeps names beside the rows, that a contact was put right."""

from uuid import UUID, uuid5

from django.db.models import Q

import troth.log
from troth.log import Draft
from troth.wire.events import Audience, Author, ContactCorrected

from .models import Conversation
from .queries import NOBODY

_MOST = 50  # conversations that are told; in the others the new name shows when they are loaded again


def tell_corrected(workspace: UUID, contact: UUID, fields: list[str], by: UUID) -> None:
    """The open conversations of the contact, or the newest one, get an event each; `by` (an id of what asked for it)
    makes that once."""
    rows = Conversation.objects.filter(workspace_id=workspace, contact_id=contact).order_by("-opened_at")
    newest = rows.values_list("id", flat=True).first()
    for row in rows.filter(Q(state=Conversation.State.OPEN) | Q(id=newest))[:_MOST]:
        draft = Draft(
            workspace=workspace, stream=row.id, body=ContactCorrected(fields=fields), audience=Audience.TEAM,
            author=Author(kind="system", id=NOBODY), client_id=uuid5(by, str(row.id)), subject=row.visitor_id,
        )  # fmt: skip
        with troth.log.current().unit("corrected", draft):
            pass
