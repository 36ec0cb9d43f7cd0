"""The record of processing over HTTP, for owners and privacy officers."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of
from troth.accounts.models import Member
from troth.accounts.roles import PRIVACY
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.kernel.errors import NotFound
from troth.kernel.paging import decode_cursor, encode_cursor, page_size

from .renew import renew
from .rows import ProcessingRecord
from .written import TYPES, written

router = Router(tags=["privacy"], auth=agents)
_AT = "/workspaces/{workspace_id}/privacy/records"
_RIGHTS = purpose(RIGHTS)


class RecordOut(Schema):
    """A version. sha256: of its canonical JSON."""

    number: int
    sha256: str
    made_at: datetime


class Records(Schema):
    items: list[RecordOut]
    next: str | None = None


@router.get(_AT, response=Records, operation_id="list_records", openapi_extra=_RIGHTS)
def list_records(
    request: HttpRequest, workspace_id: UUID, cursor: str | None = None, limit: int | None = None
) -> Records:
    """The versions of the record of processing, the newest first."""
    _officer(request, workspace_id)
    rows = ProcessingRecord.objects.filter(workspace_id=workspace_id).defer("told").order_by("-number")
    if cursor:
        rows = rows.filter(number__lt=decode_cursor(cursor, tuple[int])[0])
    size = page_size(limit)
    found = list(rows[: size + 1])
    page = found[:size]
    return Records(
        items=[RecordOut.from_orm(row) for row in page],
        next=encode_cursor(page[-1].number) if len(found) > size else None,
    )


@router.post(_AT, response={200: RecordOut, 201: RecordOut}, operation_id="renew_record", openapi_extra=_RIGHTS)
def post_record(request: HttpRequest, workspace_id: UUID) -> Status[Any]:
    """As it is now: 201 with another version, or 200 where the last one says the same."""
    row, new = renew(_officer(request, workspace_id).workspace)
    return Status(201 if new else 200, RecordOut.from_orm(row))


@router.get(f"{_AT}/{{number}}", operation_id="download_record", openapi_extra=_RIGHTS, response={200: Any})
def get_record(
    request: HttpRequest,
    workspace_id: UUID,
    number: int,
    role: Literal["controller", "processor"] = "controller",
    format: Literal["html", "csv", "jsonld"] = "html",
) -> HttpResponse:
    """A version for one role: a page, a table, or linked data (DPV)."""
    _officer(request, workspace_id)
    row = ProcessingRecord.objects.filter(workspace_id=workspace_id, number=number).first()
    if row is None:
        raise NotFound
    answer = HttpResponse(written(row, role, format), content_type=TYPES[format])
    answer["Content-Disposition"] = f'attachment; filename="record-{role}-{row.number}.{format}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _officer(request: HttpRequest, workspace: UUID) -> Member:
    return membership(asker_of(request), workspace, *PRIVACY)
