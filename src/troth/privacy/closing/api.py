"""Closing a workspace over HTTP: what would go, the wish, its undoing, and all of it to take along. For owners; that it
is closing everybody of the team sees."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of
from troth.accounts.roles import OWNER, PRIVACY
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.kernel import config
from troth.kernel.clock import now

from ..access.link import link
from ..requests.shapes import ReasonOut
from . import ask, export
from .plan import ClosingPlan, plan
from .show import closing_of, shown

router = Router(tags=["privacy"])
_AT = "/workspaces/{workspace_id}/closing"


class ClosingCounts(Schema):
    """How many there are. people: members whose login goes too, since it opens nothing else."""

    sites: int
    conversations: int
    messages: int
    contacts: int
    visitors: int
    files: int
    members: int
    people: int
    keys: int


class ClosingStepOut(Schema):
    """A kind of store: how many there are in it, and what happens to them."""

    store: str
    what: str
    count: int


class ClosingPlanOut(Schema):
    """blockers: legal holds, each as a sentence; with any of them it can't be closed. retained, out_of_scope: sentences
    about what stays, and what is out of reach. reasons: each of these sentences once
    more, with its code. days: from the wish to the deletion. hash: of all but the days."""

    counts: ClosingCounts
    steps: list[ClosingStepOut]
    retained: list[str]
    out_of_scope: list[str]
    blockers: list[str]
    reasons: list[ReasonOut]
    hash: str
    days: int


class ClosingBy(Schema):
    id: UUID
    name: str


class ClosingOut(Schema):
    """state: `closing` until its day, `waiting` when the day has come and `waits_for` says what for (for owners and
    privacy officers), `deleting`, `undone`, `closed`. reasons: the holds of `waits_for` once more, with their
    code. asked_by: null for the operator. plan_hash: of the plan when it
    was asked for."""

    id: UUID
    state: Literal["closing", "waiting", "deleting", "undone", "closed"]
    asked_at: datetime
    asked_by: ClosingBy | None
    closes_at: datetime
    undone_at: datetime | None
    waits_for: list[str]
    reasons: list[ReasonOut]
    plan_hash: str


class ClosingNow(Schema):
    """closing: null where nobody wishes so."""

    closing: ClosingOut | None


class ClosingIn(Schema):
    """confirm: the name or the slug of the workspace, to the letter."""

    confirm: Annotated[str, Field(max_length=120)]


class WorkspaceExportOut(Schema):
    """done: how much of `of` is written; it is `ready` when all is. size: bytes, 0 until then. ends_at: then it is
    deleted."""

    id: UUID
    state: Literal["making", "ready", "fetched", "ended"]
    made_at: datetime
    ready_at: datetime | None
    fetched_at: datetime | None
    ends_at: datetime
    size: int
    done: int
    of: int


class WorkspaceExports(Schema):
    items: list[WorkspaceExportOut]
    next: str | None = None


class WorkspaceExportTicket(Schema):
    """An address for one download within a minute."""

    url: str
    expires: datetime


@router.get(
    f"{_AT}/plan", response=ClosingPlanOut, auth=agents, operation_id="plan_closing", openapi_extra=purpose(RIGHTS)
)
def get_plan(request: HttpRequest, workspace_id: UUID) -> dict[str, Any]:
    """What closing the workspace would delete, what stays and why. Nothing is changed. For owners."""
    membership(asker_of(request), workspace_id, OWNER)
    made: ClosingPlan = plan(workspace_id)
    names = ("counts", "steps", "retained", "out_of_scope", "blockers", "reasons", "hash")
    return {name: getattr(made, name) for name in names} | {"days": config.current().closing_days}


@router.get(_AT, response=ClosingNow, auth=agents, operation_id="get_closing", openapi_extra=purpose(RIGHTS))
def get_closing(request: HttpRequest, workspace_id: UUID) -> dict[str, Any]:
    """Whether the workspace is closing, and when. For everybody of the team."""
    member = membership(asker_of(request), workspace_id)
    row = closing_of(workspace_id)
    if row is None:
        return {"closing": None}
    told = shown(row)
    return {"closing": told if member.role in PRIVACY else told | {"waits_for": [], "reasons": []}}


@router.post(
    _AT, response={201: ClosingOut}, auth=agents, operation_id="close_workspace", openapi_extra=purpose(RIGHTS)
)  # fmt: skip
def close_workspace(request: HttpRequest, workspace_id: UUID, body: ClosingIn) -> Status[dict[str, Any]]:
    """From now on its sites take no new conversations, and on the day it is deleted. All owners are told by mail. 409
    (`held`) while a legal hold stands. For owners."""
    return Status(201, shown(ask.ask(asker_of(request), workspace_id, body.confirm)))


@router.post(
    f"{_AT}/undo", response=ClosingOut, auth=agents, operation_id="undo_closing", openapi_extra=purpose(RIGHTS)
)
def undo_closing(request: HttpRequest, workspace_id: UUID) -> dict[str, Any]:
    """All is as it was. 409 once the deletion has begun. For owners."""
    return shown(ask.undo(asker_of(request), workspace_id))


@router.post(
    f"{_AT}/exports",
    response={201: WorkspaceExportOut},
    auth=agents,
    operation_id="order_workspace_export",
    openapi_extra=purpose(RIGHTS),
)
def order_export(request: HttpRequest, workspace_id: UUID) -> Status[dict[str, Any]]:
    """Have made all that is kept in the workspace, as one ZIP; it need not be closing. One that is being made is not
    made twice. For owners."""
    return Status(201, export.told(export.order(asker_of(request), workspace_id)))


@router.get(
    f"{_AT}/exports",
    response=WorkspaceExports,
    auth=agents,
    operation_id="list_workspace_exports",
    openapi_extra=purpose(RIGHTS),
)
def list_exports(request: HttpRequest, workspace_id: UUID) -> dict[str, Any]:
    """The newest first, 20 at most. For owners."""
    return {"items": [export.told(row) for row in export.orders(asker_of(request), workspace_id)]}


@router.get(
    f"{_AT}/exports/{{export_id}}",
    response=WorkspaceExportOut,
    auth=agents,
    operation_id="get_workspace_export",
    openapi_extra=purpose(RIGHTS),
)
def get_export(request: HttpRequest, workspace_id: UUID, export_id: UUID) -> dict[str, Any]:
    """How far it is. For owners."""
    return export.told(export.one(asker_of(request), workspace_id, export_id))


@router.post(
    f"{_AT}/exports/{{export_id}}/ticket",
    response={201: WorkspaceExportTicket},
    auth=agents,
    operation_id="make_workspace_export_ticket",
    openapi_extra=purpose(RIGHTS),
)
def make_ticket(request: HttpRequest, workspace_id: UUID, export_id: UUID) -> Status[WorkspaceExportTicket]:
    """A way to what was made, for one download within a minute. That it was taken away is kept. For owners."""
    row = export.one(asker_of(request), workspace_id, export_id, fetch=True)
    token = link(row, lasts=export.TICKET_LASTS)
    url = f"{config.current().base_url}/api/v1/exports/{token}"
    return Status(201, WorkspaceExportTicket(url=url, expires=now() + export.TICKET_LASTS))
