"""The measures of a workspace over HTTP, for owners and privacy officers: who answers for what, and until when."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of
from troth.accounts.models import Member
from troth.accounts.roles import PRIVACY
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.kernel.clock import now
from troth.kernel.errors import NotFound
from troth.kernel.paging import decode_cursor, encode_cursor, page_size

from ..profile.effective import effective, sentence
from ..profile.queries import profile_of
from ..requests.controller import facts_of
from .attest import attest, withdraw
from .measures import Measure, measures
from .period import LONGEST, period_of
from .rows import Attestation

router = Router(tags=["privacy"], auth=agents)
_AT = "/workspaces/{workspace_id}/privacy/measures"


class AttestedBy(Schema):
    id: UUID
    name: str


class AttestationOut(Schema):
    """act: withdrawn took back what was attested before. owner: who answers for it; by: who wrote it down; each null
    where it is nobody of the team any more, `by` also where the operator did. sha256: of the evidence, which is kept
    nowhere here."""

    id: UUID
    control: str
    act: Literal["attested", "withdrawn"]
    owner: AttestedBy | None
    by: AttestedBy | None
    evidence: str
    sha256: str
    at: datetime
    until: datetime | None


class MeasurePromise(Schema):
    id: str
    text: str


class MeasureOut(Schema):
    """kept_by, what, every: as the profile has them. promises: that stand on it. standing: only for `attested` and
    `soon` (it must be attested anew shortly) a promise is ATTESTED. until: when it stops to count, or did. latest: the
    last day on which it may be due again, if it is attested today. last: the newest attestation."""

    control: str
    kept_by: str
    what: str
    every: str
    promises: list[MeasurePromise]
    standing: Literal["overdue", "altered", "ownerless", "withdrawn", "missing", "soon", "attested"]
    until: datetime | None
    latest: date
    last: AttestationOut | None


class Measures(Schema):
    items: list[MeasureOut]


class Attestations(Schema):
    items: list[AttestationOut]
    next: str | None = None


class AttestationIn(Schema):
    """owner: a member; null: who asks. evidence: the name or address of what was looked at, of nobody. sha256: of its
    bytes, in hexadecimal. due: the day, in the controller's time zone, from which on it does not count any more."""

    model_config = ConfigDict(extra="forbid")

    owner: UUID | None = None
    evidence: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    sha256: Annotated[str, Field(min_length=64, max_length=64)]
    due: date


@router.get(_AT, response=Measures, operation_id="list_measures", openapi_extra=purpose(RIGHTS))
def list_measures(request: HttpRequest, workspace_id: UUID) -> Measures:
    """Each control of the profile; those that need somebody first."""
    membership(asker_of(request), workspace_id, *PRIVACY)
    return Measures(items=_shown(workspace_id))


@router.get(
    f"{_AT}/{{control}}/attestations",
    response=Attestations,
    operation_id="list_attestations",
    openapi_extra=purpose(RIGHTS),
)
def list_attestations(
    request: HttpRequest, workspace_id: UUID, control: str, cursor: str | None = None, limit: int | None = None
) -> Attestations:
    """All that was ever attested of it, the newest first; also of a control that the profile has no more."""
    membership(asker_of(request), workspace_id, *PRIVACY)
    rows = Attestation.objects.filter(workspace_id=workspace_id, control=control).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(cursor, tuple[UUID])[0])
    size = page_size(limit)
    found = list(rows[: size + 1])
    page = found[:size]
    if not page and not cursor and control not in profile_of(workspace_id).controls:
        raise NotFound
    after = encode_cursor(str(page[-1].id)) if len(found) > size else None
    return Attestations(items=_told(workspace_id, page), next=after)


@router.post(
    f"{_AT}/{{control}}/attestations",
    response={201: MeasureOut},
    operation_id="attest_measure",
    openapi_extra=purpose(RIGHTS),
)
def attest_measure(request: HttpRequest, workspace_id: UUID, control: str, body: AttestationIn) -> Status[MeasureOut]:
    """It is added, and never changed: another one takes its place."""
    by = membership(asker_of(request), workspace_id, *PRIVACY)
    attest(
        workspace_id, control, owner=body.owner or by.id, evidence=body.evidence, sha256=body.sha256, due=body.due,
        by=by.id,
    )  # fmt: skip
    return Status(201, _one(workspace_id, control))


@router.post(
    f"{_AT}/{{control}}/withdraw", response=MeasureOut, operation_id="withdraw_measure", openapi_extra=purpose(RIGHTS)
)
def withdraw_measure(request: HttpRequest, workspace_id: UUID, control: str) -> MeasureOut:
    """What was attested is taken back; that it was stays on the list. 409 where nothing is."""
    by = membership(asker_of(request), workspace_id, *PRIVACY)
    withdraw(workspace_id, control, by=by.id)
    return _one(workspace_id, control)


def _one(workspace: UUID, control: str) -> MeasureOut:
    return next(one for one in _shown(workspace) if one.control == control)


def _shown(workspace: UUID) -> list[MeasureOut]:
    found, at = measures(workspace), now()
    values, zone = effective(profile_of(workspace)), facts_of(workspace).zone
    last = {row.control: row for row in _told(workspace, [one.row for one in found if one.row is not None])}

    def shown(one: Measure) -> MeasureOut:
        control = one.control
        return MeasureOut(
            control=control.name, kept_by=control.owner, what=control.what, every=control.every,
            promises=[MeasurePromise(id=it.id, text=sentence(it.text, values)) for it in one.promises],
            standing=one.standing, until=one.until,
            latest=(at + period_of(control.every)).astimezone(zone).date(), last=last.get(control.name),
        )  # fmt: skip

    return [shown(one) for one in found]


def _told(workspace: UUID, rows: Iterable[Attestation]) -> list[AttestationOut]:
    rows = list(rows)
    named = {id for row in rows for id in (row.owner, row.by) if id is not None}
    names = dict(Member.objects.filter(workspace_id=workspace, id__in=named).values_list("id", "name"))

    def who(member: UUID | None) -> AttestedBy | None:
        return None if member not in names else AttestedBy(id=member, name=names[member])

    return [
        AttestationOut(
            id=row.id, control=row.control, act="attested" if row.act == Attestation.Act.ATTESTED else "withdrawn",
            owner=who(row.owner), by=who(row.by), evidence=row.evidence, sha256=row.sha256, at=row.at, until=row.until,
        )
        for row in rows
    ]  # fmt: skip
