"""Consent over HTTP: the answer that makes a visitor, the way out, and the records of a site."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of, visitor_of, visitors
from troth.accounts.roles import LEADS, OFFICER
from troth.datamap.doors import purpose
from troth.datamap.purposes import PREFERENCE, RECORD
from troth.kernel.paging import decode_cursor, encode_cursor, page_size
from troth.sites.access import site_by_key, site_of
from troth.visitors.api import VisitorOut, new_visitor

from .consent import answered, renewed, text_shown
from .consent_rows import Consent, ConsentText
from .depart import depart
from .requests.look import looked

router = Router(tags=["privacy"])


class ConsentAnswer(Schema):
    """`sha256`: of the text that was shown, as the widget's settings give it (`consent`). refused: nothing is to be
    stored on the device; the chat works all the same."""

    answer: Literal["given", "refused"]
    language: Annotated[str, Field(max_length=12, pattern=r"^[A-Za-z0-9-]+$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ConsentRenewal(Schema):
    """The same, of somebody who is a visitor already; who refuses departs."""

    answer: Literal["given"]
    language: Annotated[str, Field(max_length=12, pattern=r"^[A-Za-z0-9-]+$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ConsentOut(Schema):
    """`visitor` is a random id, null when who it was is not kept any more. `text` is what they were shown;
    `notice` the version of the site's notice that was in force then, with its SHA-256."""

    id: UUID
    visitor: UUID | None
    purpose: str
    language: str
    version: int
    sha256: str
    text: str
    notice: int | None
    notice_sha256: str
    act: Literal["button"]
    state: Literal["given", "refused", "withdrawn"]
    at: datetime


class Consents(Schema):
    items: list[ConsentOut]
    next: str | None = None


@router.post(
    "/sites/{site_key}/consents",
    response={201: VisitorOut},
    auth=None,
    by_alias=True,
    operation_id="answer_consent",
    openapi_extra=purpose(PREFERENCE),
)
def post_consent(request: HttpRequest, site_key: str, body: ConsentAnswer) -> Status[dict[str, Any]]:
    """A browser answers what the site asks, and becomes a visitor by it, whichever the answer. Public, limited by
    address."""
    site = site_by_key(site_key)
    with transaction.atomic():
        text = text_shown(site, body.language, body.sha256)
        visitor, begun = new_visitor(request, site, body.language)
        answered(visitor, text, body.answer)
    return Status(201, begun)


@router.post(
    "/me/consents",
    response={204: None},
    auth=visitors,
    operation_id="renew_consent",
    openapi_extra=purpose(PREFERENCE),
)
def post_renewal(request: HttpRequest, body: ConsentRenewal) -> Status[None]:
    """A visitor who agreed before, and is asked again since that changed, agrees. Who does not departs."""
    renewed(visitor_of(request), body.language, body.sha256)
    return Status(204, None)


@router.post(
    "/me/departure",
    response={204: None},
    auth=visitors,
    operation_id="depart",
    openapi_extra=purpose(PREFERENCE),
)
def post_departure(request: HttpRequest) -> Status[None]:
    """The visitor turns the chat off, or withdraws their consent: token and passes are dead, sockets end. Who never
    wrote is deleted."""
    depart(visitor_of(request))
    return Status(204, None)


@router.get(
    "/workspaces/{workspace_id}/sites/{site_id}/consents",
    response=Consents,
    auth=agents,
    operation_id="list_consents",
    openapi_extra=purpose(RECORD),
)
def list_consents(
    request: HttpRequest, workspace_id: UUID, site_id: UUID, cursor: str | None = None, limit: int | None = None
) -> Consents:
    """What was answered, the newest first. For owners, admins and privacy officers."""
    site = site_of(asker_of(request), workspace_id, site_id, *LEADS, OFFICER)
    looked(membership(asker_of(request), workspace_id), "consents", site.id)
    rows = Consent.objects.filter(workspace_id=workspace_id, site=site).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(cursor, tuple[UUID])[0])
    size = page_size(limit)
    found = list(rows[: size + 1])
    texts = {
        (one.language, one.sha256): one.text
        for one in ConsentText.objects.filter(site=site, sha256__in={row.sha256 for row in found})
    }
    shown = found[:size]
    return Consents(
        items=[ConsentOut(**_told(row), text=texts.get((row.language, row.sha256), "")) for row in shown],
        next=encode_cursor(str(shown[-1].id)) if len(found) > size else None,
    )


def _told(row: Consent) -> dict[str, Any]:
    names = (
        "id", "visitor", "purpose", "language", "version", "sha256", "notice", "notice_sha256", "act", "state", "at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}
