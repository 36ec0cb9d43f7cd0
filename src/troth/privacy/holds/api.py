"""Legal holds over HTTP, for owners and privacy officers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of
from troth.accounts.models import Member
from troth.accounts.roles import PRIVACY
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.kernel.clock import now
from troth.kernel.errors import Invalid
from troth.kernel.paging import decode_cursor, encode_cursor, page_size

from ..requests.labels import labels
from .hold import LONGEST, hold
from .lift import lift
from .rows import Hold

router = Router(tags=["privacy"])

type Reason = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class HeldSubject(Schema):
    """id: of the visitor, the contact or the person."""

    kind: Literal["visitor", "contact", "person"]
    id: UUID


class HeldShown(HeldSubject):
    """label: their name or address as far as one is known."""

    label: str


class HoldIn(Schema):
    """One of `subject`, `conversation` and `site`. until: null holds until it is lifted."""

    subject: HeldSubject | None = None
    conversation: UUID | None = None
    site: UUID | None = None
    reason: Reason
    until: datetime | None = None


class LiftIn(Schema):
    reason: Reason


class HoldBy(Schema):
    id: UUID
    name: str


class HoldOut(Schema):
    """Which of `subject`, `conversation` and `site` is not null says what is held; none: whoever it was is erased
    since. `stands`: whether it holds now. `by` is null where the operator did it, or who did is not here any more."""

    id: UUID
    subject: HeldShown | None
    conversation: UUID | None
    site: UUID | None
    reason: str
    by: HoldBy | None
    at: datetime
    until: datetime | None
    stands: bool
    lifted_at: datetime | None
    lifted_by: HoldBy | None
    lift_reason: str


class Holds(Schema):
    items: list[HoldOut]
    next: str | None = None


@router.get(
    "/workspaces/{workspace_id}/privacy/holds",
    response=Holds,
    auth=agents,
    operation_id="list_holds",
    openapi_extra=purpose(RIGHTS),
)
def list_holds(
    request: HttpRequest,
    workspace_id: UUID,
    standing: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> Holds:
    """The newest first. standing: only those that hold now."""
    membership(asker_of(request), workspace_id, *PRIVACY)
    rows = Hold.objects.filter(workspace_id=workspace_id).order_by("-id")
    if standing:
        rows = rows.filter(lifted_at=None).exclude(until__lte=now())
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(cursor, tuple[UUID])[0])
    size = page_size(limit)
    found = list(rows[: size + 1])
    page = found[:size]
    return Holds(items=_told(page), next=encode_cursor(str(page[-1].id)) if len(found) > size else None)


@router.post(
    "/workspaces/{workspace_id}/privacy/holds",
    response={201: HoldOut},
    auth=agents,
    operation_id="place_hold",
    openapi_extra=purpose(RIGHTS),
)
def place_hold(request: HttpRequest, workspace_id: UUID, body: HoldIn) -> Status[HoldOut]:
    """From now on neither a request nor retention erases this. 409 where that has begun already."""
    member = membership(asker_of(request), workspace_id, *PRIVACY)
    kind, target = _named(body)
    row = hold(workspace_id, kind, target, body.reason, by=member.id, until=body.until)
    return Status(201, _told([row])[0])


@router.post(
    "/workspaces/{workspace_id}/privacy/holds/{hold_id}/lift",
    response=HoldOut,
    auth=agents,
    operation_id="lift_hold",
    openapi_extra=purpose(RIGHTS),
)
def lift_hold(request: HttpRequest, workspace_id: UUID, hold_id: UUID, body: LiftIn) -> HoldOut:
    """What was held may be erased again."""
    member = membership(asker_of(request), workspace_id, *PRIVACY)
    return _told([lift(workspace_id, hold_id, body.reason, by=member.id)])[0]


def _named(body: HoldIn) -> tuple[str, UUID]:
    """Raises Invalid."""
    named: list[tuple[str, UUID]] = []
    if body.subject is not None:
        named.append((body.subject.kind, body.subject.id))
    named += [(kind, one) for kind, one in (("conversation", body.conversation), ("site", body.site)) if one]
    if len(named) != 1:
        sentence = "Name one of subject, conversation and site."
        raise Invalid(sentence, fields={"subject": "one of subject, conversation, site"})
    return named[0]


def _told(rows: Sequence[Hold]) -> list[HoldOut]:
    members = {one for row in rows for one in (row.by, row.lifted_by) if one is not None}
    names = dict(Member.objects.filter(id__in=members).values_list("id", "name"))
    called = labels(rows[0].workspace_id, [row.target for row in rows if row.target is not None]) if rows else {}

    def who(member: UUID | None) -> HoldBy | None:
        return None if member not in names else HoldBy(id=member, name=names[member])

    at = now()
    return [
        HoldOut(
            id=row.id,
            subject=_subject(row, called),
            conversation=row.target if row.kind == Hold.Kind.CONVERSATION else None,
            site=row.target if row.kind == Hold.Kind.SITE else None,
            reason=row.reason, by=who(row.by), at=row.at, until=row.until,
            stands=row.lifted_at is None and (row.until is None or row.until > at) and row.target is not None,
            lifted_at=row.lifted_at, lifted_by=who(row.lifted_by), lift_reason=row.lift_reason,
        )
        for row in rows
    ]  # fmt: skip


def _subject(row: Hold, called: Mapping[UUID, str]) -> HeldShown | None:
    if row.target is None or row.kind in (Hold.Kind.CONVERSATION, Hold.Kind.SITE):
        return None
    return HeldShown.model_validate({"kind": row.kind, "id": row.target, "label": called.get(row.target, "")})
