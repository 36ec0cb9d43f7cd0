"""Outgoing mail over HTTP: what became of it, for those who run a workspace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import Router, Schema

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of
from troth.accounts.roles import LEADS
from troth.conversations.access import standing
from troth.datamap.doors import purpose
from troth.datamap.purposes import FOLLOW_UP
from troth.kernel.paging import decode_cursor, encode_cursor, page_size
from troth.post.models import Mail
from troth.post.queries import masked

from .transcript import KIND

_OF_ONE = 50  # mails of one conversation that are shown

router = Router(tags=["mail"])
type MailState = Literal["waiting", "sending", "sent", "captured", "uncertain", "failed"]  # post.models.Mail.State


class MailShown(Schema):
    """`to` is masked, and empty once it was erased. `uncertain`: handed over, but the answer was lost; it is not sent
    again by itself."""

    id: UUID
    kind: str
    to: str
    state: MailState
    at: datetime
    attempts: int
    reason: str = ""
    conversation_id: UUID | None = None


class MailsPage(Schema):
    items: list[MailShown]
    next: str | None = None


@router.get(
    "/workspaces/{workspace_id}/mails",
    response=MailsPage,
    auth=agents,
    operation_id="list_mails",
    openapi_extra=purpose(FOLLOW_UP),
)
def list_mails(
    request: HttpRequest, workspace_id: UUID, cursor: str | None = None, limit: int | None = None
) -> MailsPage:
    """Newest first. For owners and admins."""
    membership(asker_of(request), workspace_id, *LEADS)
    rows, size = Mail.objects.filter(workspace=workspace_id), page_size(limit)
    if cursor is not None:
        when, last_id = decode_cursor(cursor, tuple[datetime, UUID])
        rows = rows.filter(Q(at__lt=when) | Q(at=when, id__lt=last_id))
    found = list(rows.order_by("-at", "-id")[: size + 1])
    following = None
    if len(found) > size:
        last = found[size - 1]
        following = encode_cursor(last.at.isoformat(), last.id.hex)
    return MailsPage(items=_shown(found[:size]), next=following)


@router.get(
    "/conversations/{conversation_id}/mails",
    response=MailsPage,
    auth=agents,
    operation_id="list_mails_of_conversation",
    openapi_extra=purpose(FOLLOW_UP),
)
def list_mails_of_conversation(request: HttpRequest, conversation_id: UUID) -> MailsPage:
    """What was mailed about one conversation, newest first, 50 at most. For everybody who answers there."""
    own = standing(asker_of(request), conversation_id, "note")
    rows = Mail.objects.filter(workspace=own.workspace, stream=conversation_id).order_by("-at", "-id")
    return MailsPage(items=_shown(list(rows[:_OF_ONE])))


def _shown(rows: Sequence[Mail]) -> list[MailShown]:
    return [
        MailShown(
            id=row.id,
            kind=row.kind,
            to=to,
            state=cast(MailState, row.state),
            at=row.at,
            attempts=row.attempts,
            reason=row.reason,
            conversation_id=row.stream if row.kind == KIND else None,
        )
        for row, to in zip(rows, masked(rows), strict=True)
    ]
