"""Requests over HTTP, for owners and privacy officers: looking at them, filing them, and what is set for them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from troth.accounts.credentials import agents, asker_of
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.datamap.vocabulary import Subject

from . import controller, show
from .file import file_by_officer
from .looks import looks_of
from .search import MOST_SOUGHT, search
from .shapes import By, NewRequest, Requests, RequestWhole, RightName, Subjected, Taken

router = Router(tags=["privacy"], auth=agents)
_AT = "/workspaces/{workspace_id}/privacy"
_RIGHTS = purpose(RIGHTS)


class SubjectFound(Subjected):
    site_id: UUID | None
    last_seen: datetime | None


class SubjectsFound(Schema):
    items: list[SubjectFound]
    next: str | None = None


class LookOut(Schema):
    """`by`: null once who looked is erased. `object`: null once whom it was about is, or where it was a search."""

    at: datetime
    by: By | None
    what: Literal["request", "export", "certificate", "consents", "subject", "transcript"]
    object: UUID | None
    label: str


class Looks(Schema):
    items: list[LookOut]
    next: str | None = None


class PrivacySettings(Taken):
    """`time_zone`: an IANA name, in which the days of new requests are counted. `privacy_contact`: a mail address that
    people are told. `authority`: the one that supervises the company, and the address of its page. `verdict_details`:
    published notices show of each promise what its check found and when; else only of how many."""

    time_zone: Annotated[str, Field(max_length=64)] = "UTC"
    privacy_contact: Annotated[str, Field(max_length=254)] = ""
    authority: Annotated[str, Field(max_length=200)] = ""
    authority_url: Annotated[str, Field(max_length=300)] = ""
    verdict_details: bool = True


@router.get(f"{_AT}/requests", response=Requests, operation_id="list_requests", openapi_extra=_RIGHTS)
def list_requests(
    request: HttpRequest,
    workspace_id: UUID,
    state: Literal["open", "closed"] | None = None,
    right: RightName | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """What waits, the most urgent first; or what was answered, the newest first. For owners and privacy officers."""
    items, following = show.page(asker_of(request), workspace_id, state, right, cursor, limit)
    return {"items": items, "next": following}


@router.post(f"{_AT}/requests", response={201: RequestWhole}, operation_id="file_request", openapi_extra=_RIGHTS)
def post_request(request: HttpRequest, workspace_id: UUID, body: NewRequest) -> Status[dict[str, Any]]:
    """File what came by letter or by phone."""
    row = file_by_officer(
        asker_of(request), workspace_id, body.right,
        subject=body.subject and (Subject(body.subject.kind), body.subject.id),
        words=body.words, reply_to=body.reply_to, language=body.language, about=body.about,
        received_at=body.received_at, id=body.id,
    )  # fmt: skip
    return Status(201, show.whole(asker_of(request), workspace_id, row.id))


@router.get(f"{_AT}/requests/{{request_id}}", response=RequestWhole, operation_id="get_request", openapi_extra=_RIGHTS)
def get_request(request: HttpRequest, workspace_id: UUID, request_id: UUID) -> dict[str, Any]:
    """One request with what they wrote and what was done. That it was looked at is kept."""
    return show.whole(asker_of(request), workspace_id, request_id)


@router.get(f"{_AT}/subjects", response=SubjectsFound, operation_id="search_subjects", openapi_extra=_RIGHTS)
def get_subjects(
    request: HttpRequest, workspace_id: UUID, q: Annotated[str, Query(min_length=2, max_length=MOST_SOUGHT)]
) -> dict[str, Any]:
    """Who it may be: by a mail address, a part of a name, or an id. That somebody searched is kept, not for whom."""
    return {"items": search(asker_of(request), workspace_id, q)}


@router.get(f"{_AT}/looks", response=Looks, operation_id="list_looks", openapi_extra=_RIGHTS)
def list_looks(
    request: HttpRequest, workspace_id: UUID, cursor: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    """Who looked at what, or took it away; the newest first."""
    items, following = looks_of(asker_of(request), workspace_id, cursor, limit)
    return {"items": items, "next": following}


@router.get(f"{_AT}/settings", response=PrivacySettings, operation_id="get_privacy_settings", openapi_extra=_RIGHTS)
def get_settings(request: HttpRequest, workspace_id: UUID) -> controller.Facts:
    """In which time zone days are counted, who is to be asked, and what notices show of checks."""
    return controller.settings_of(asker_of(request), workspace_id)


@router.put(f"{_AT}/settings", response=PrivacySettings, operation_id="set_privacy_settings", openapi_extra=_RIGHTS)
def put_settings(request: HttpRequest, workspace_id: UUID, body: PrivacySettings) -> controller.Facts:
    """All of it anew. Clocks that run keep their zone."""
    return controller.set_up(asker_of(request), workspace_id, controller.Facts(**body.model_dump()))
