"""What owners and privacy officers do with a request, over HTTP. Each act answers with the request as it is then."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from troth.accounts.credentials import agents, asker_of
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.datamap.vocabulary import Subject

from . import annotate, carry_out, close, extend, pause, show
from .accept import accept, lift
from .shapes import (
    EraseIn,
    ExtendIn,
    PauseIn,
    PlanIn,
    PlanOut,
    ReasonIn,
    RefuseIn,
    RequestNoteIn,
    RequestWhole,
    Running,
    SubjectIn,
    TextIn,
)

router = Router(tags=["privacy"], auth=agents)
_AT = "/workspaces/{workspace_id}/privacy/requests/{request_id}"
_RIGHTS = purpose(RIGHTS)


def _now(request: HttpRequest, workspace: UUID, row: UUID) -> dict[str, Any]:
    return show.whole(asker_of(request), workspace, row)


@router.post(f"{_AT}/pause", response=RequestWhole, operation_id="pause_request", openapi_extra=_RIGHTS)
def post_pause(request: HttpRequest, workspace_id: UUID, request_id: UUID, body: PauseIn) -> dict[str, Any]:
    """The clock stands still while the person is asked something."""
    pause.pause(asker_of(request), workspace_id, request_id, body.reason, body.note)
    return _now(request, workspace_id, request_id)


@router.post(f"{_AT}/resume", response=RequestWhole, operation_id="resume_request", openapi_extra=_RIGHTS)
def post_resume(request: HttpRequest, workspace_id: UUID, request_id: UUID) -> dict[str, Any]:
    """It runs on, later by what it stood still."""
    pause.resume(asker_of(request), workspace_id, request_id)
    return _now(request, workspace_id, request_id)


@router.post(f"{_AT}/extend", response=RequestWhole, operation_id="extend_request", openapi_extra=_RIGHTS)
def post_extend(request: HttpRequest, workspace_id: UUID, request_id: UUID, body: ExtendIn) -> dict[str, Any]:
    """Once, by up to two months, before it is due; the person is told why."""
    extend.extend(asker_of(request), workspace_id, request_id, body.until, body.reason)
    return _now(request, workspace_id, request_id)


@router.post(f"{_AT}/note", response=RequestWhole, operation_id="note_on_request", openapi_extra=_RIGHTS)
def post_note(request: HttpRequest, workspace_id: UUID, request_id: UUID, body: RequestNoteIn) -> dict[str, Any]:
    """For the record; the person does not read it."""
    annotate.note(asker_of(request), workspace_id, request_id, body.text, body.id)
    return _now(request, workspace_id, request_id)


@router.post(f"{_AT}/subject", response=RequestWhole, operation_id="tie_request", openapi_extra=_RIGHTS)
def post_subject(request: HttpRequest, workspace_id: UUID, request_id: UUID, body: SubjectIn) -> dict[str, Any]:
    """Whose data it is about; the officer has made sure."""
    annotate.tie(asker_of(request), workspace_id, request_id, Subject(body.kind), body.id)
    return _now(request, workspace_id, request_id)


@router.post(f"{_AT}/accept", response=RequestWhole, operation_id="accept_request", openapi_extra=_RIGHTS)
def post_accept(request: HttpRequest, workspace_id: UUID, request_id: UUID) -> dict[str, Any]:
    """Does what a correction, a restriction, an objection or a withdrawal asks for."""
    accept(asker_of(request), workspace_id, request_id)
    return _now(request, workspace_id, request_id)


@router.post(f"{_AT}/lift", response=RequestWhole, operation_id="lift_restriction", openapi_extra=_RIGHTS)
def post_lift(request: HttpRequest, workspace_id: UUID, request_id: UUID, body: ReasonIn) -> dict[str, Any]:
    """The restriction that it brought ends, also after it was answered."""
    lift(asker_of(request), workspace_id, request_id, body.reason)
    return _now(request, workspace_id, request_id)


@router.post(f"{_AT}/refuse", response=RequestWhole, operation_id="refuse_request", openapi_extra=_RIGHTS)
def post_refuse(request: HttpRequest, workspace_id: UUID, request_id: UUID, body: RefuseIn) -> dict[str, Any]:
    """Answered with why not; the person is told, and where to complain."""
    close.refuse(asker_of(request), workspace_id, request_id, body.reason, body.text)
    return _now(request, workspace_id, request_id)


@router.post(f"{_AT}/done", response=RequestWhole, operation_id="finish_request", openapi_extra=_RIGHTS)
def post_done(request: HttpRequest, workspace_id: UUID, request_id: UUID, body: TextIn) -> dict[str, Any]:
    """Answered; the person is told."""
    close.done(asker_of(request), workspace_id, request_id, body.text)
    return _now(request, workspace_id, request_id)


@router.post(f"{_AT}/plan", response=PlanOut, operation_id="plan_request_erasure", openapi_extra=_RIGHTS)
def post_plan(request: HttpRequest, workspace_id: UUID, request_id: UUID, body: PlanIn) -> Any:
    """What an erasure would take and leave; nothing is changed."""
    return carry_out.plan_for(asker_of(request), workspace_id, request_id, force=body.force)


@router.post(
    f"{_AT}/erase",
    response={200: dict[str, Any], 202: Running},
    operation_id="run_request_erasure",
    openapi_extra=_RIGHTS,
)
def post_erase(
    request: HttpRequest, workspace_id: UUID, request_id: UUID, body: EraseIn
) -> Status[dict[str, Any]] | Status[Running]:
    """Runs the very plan that was looked at (`plan_changed` where it is another by now) and answers the request: the
    certificate; or 202 while something of theirs is in hand, to be asked once more."""
    told = carry_out.erase_for(asker_of(request), workspace_id, request_id, body.hash, force=body.force)
    return Status(202, Running()) if told is None else Status(200, told)


@router.get(
    f"{_AT}/certificate",
    response=dict[str, Any],
    operation_id="get_request_certificate",
    openapi_extra=_RIGHTS,
)
def get_certificate(request: HttpRequest, workspace_id: UUID, request_id: UUID) -> dict[str, Any]:
    """The certificate of the erasure, as far as it has come."""
    return carry_out.certificate_of(asker_of(request), workspace_id, request_id)
