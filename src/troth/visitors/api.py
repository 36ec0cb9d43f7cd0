"""Visitors, passes and who one is, over HTTP."""

import threading
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from troth.accounts.access import membership
from troth.accounts.api import PersonOut
from troth.accounts.asker import VisitorAsker
from troth.accounts.credentials import agents, anyone, asked_at, asker_of, sessions
from troth.accounts.roles import SERVING, RoleName
from troth.datamap.doors import purpose
from troth.datamap.purposes import ACCOUNT, ANSWER, BOARD, SECURITY
from troth.kernel import config, passes
from troth.kernel.buckets import Hourly
from troth.kernel.clock import now
from troth.sites.access import site_by_key
from troth.sites.models import Site

from . import board, signals
from .begin import ConsentNeeded, begin
from .credentials import VisitorToken
from .me import me
from .models import Visitor

router = Router(tags=["visitors"])
_counting = threading.Lock()


class NewVisitor(Schema):
    """`language` as browsers write it: en, ar, pt-BR."""

    language: Annotated[str, Field(max_length=12, pattern=r"^[A-Za-z0-9-]*$")] = ""


class PassOut(Schema):
    pass_: str = Field(serialization_alias="pass")
    expires: datetime


class VisitorOut(Schema):
    """`token` is shown this once; it opens POST /passes and nothing else."""

    visitor_id: UUID
    token: str
    pass_: str = Field(serialization_alias="pass")
    expires: datetime


class VisitorMe(Schema):
    kind: Literal["visitor"]
    id: UUID
    site_id: UUID
    workspace_id: UUID


class WorkspaceShort(Schema):
    """`closes_at`: the day on which it is deleted, where an owner wishes so."""

    id: UUID
    name: str
    slug: str
    colour: str
    closes_at: datetime | None


class SiteShort(Schema):
    """`alias`: as whom the asker appears to this site's visitors."""

    id: UUID
    key: str
    name: str
    colour: str
    alias: str


class Membership(Schema):
    workspace: WorkspaceShort
    member_id: UUID
    role: RoleName
    alias: str
    title: str
    picture: str
    sites: list[SiteShort]


class AgentMe(Schema):
    """`available`: whether the person's console takes conversations."""

    kind: Literal["agent"]
    person: PersonOut
    available: bool
    memberships: list[Membership]


class PageOut(Schema):
    """The last three where the site's telemetry is full; the families are never more than a name of a short list."""

    url: str
    title: str
    referrer: str = ""
    browser: str = ""
    system: str = ""


class Here(Schema):
    """An open panel; `page` is where it is now."""

    visitor_id: UUID
    site_id: UUID
    since: datetime
    page: PageOut | None


class Board(Schema):
    items: list[Here]
    next: str | None = None


@router.post(
    "/sites/{site_key}/visitors",
    response={201: VisitorOut},
    auth=None,
    by_alias=True,
    operation_id="begin_visitor",
    openapi_extra=purpose(ANSWER),
)
def post_visitor(request: HttpRequest, site_key: str, body: NewVisitor) -> Status[dict[str, Any]]:
    """A browser becomes a visitor of a site. Public, limited by address. Where the site asks for consent first, a
    visitor is made by their answer instead."""
    site = site_by_key(site_key)
    if site.consent == "ask":
        raise ConsentNeeded
    return Status(201, new_visitor(request, site, body.language)[1])


def new_visitor(request: HttpRequest, site: Site, language: str) -> tuple[Visitor, dict[str, Any]]:
    """A visitor made by this request, and what the answer says of them (VisitorOut). Raises TooMany."""
    _from_address().count(request.META["REMOTE_ADDR"])
    visitor, token = begin(site, language, signals.said(request.headers.get))
    claims = passes.for_visitor(visitor.id, visitor.workspace_id, visitor.site_id, now())
    return visitor, {"visitor_id": visitor.id, "token": token, **_signed(claims)}


@router.post(
    "/passes",
    response=PassOut,
    auth=[VisitorToken(), *sessions],
    by_alias=True,
    operation_id="make_pass",
    openapi_extra=purpose(SECURITY),
)
def post_pass(request: HttpRequest) -> dict[str, Any]:
    """A pass for the socket and the API: 12 hours for a visitor's token, 15 minutes for an agent's session."""
    asker = asker_of(request)
    if isinstance(asker, VisitorAsker):
        return _signed(passes.for_visitor(asker.visitor_id, asker.workspace, asker.site, now()))
    return _signed(passes.for_agent(asker.person_id, asked_at(request)))


@router.get("/me", response=VisitorMe | AgentMe, auth=anyone, operation_id="get_me", openapi_extra=purpose(ACCOUNT))
def get_me(request: HttpRequest) -> dict[str, Any]:
    """Who asks, and what they can reach."""
    return me(asker_of(request))


@router.get(
    "/workspaces/{workspace_id}/visitors",
    response=Board,
    auth=agents,
    operation_id="list_visitors",
    openapi_extra=purpose(BOARD),
)
def list_visitors(request: HttpRequest, workspace_id: UUID) -> dict[str, Any]:
    """Who has the widget open now; the page where the site's profile allows telemetry. Nothing of it is kept."""
    membership(asker_of(request), workspace_id, *SERVING)
    return {
        "items": [
            {
                "visitor_id": visitor.visitor,
                "site_id": visitor.site,
                "since": visitor.since,
                "page": visitor.page and msgspec.structs.asdict(visitor.page),
            }
            for visitor in board.here(workspace_id)
        ]
    }


@cache
def _from_address() -> Hourly[str]:
    most = config.current().limits.address_visitors
    return Hourly[str](most, f"{most} new visitors an hour may come from one network address.", "address_visitors")


def _signed(claims: passes.Claims) -> dict[str, Any]:
    return {"pass_": passes.sign(config.current().secret("passes"), claims), "expires": claims.expires}
