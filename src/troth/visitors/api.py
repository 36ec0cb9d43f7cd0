"""Visitors, passes and who one is, over HTTP."""

import threading
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from troth.accounts.access import membership
from troth.accounts.api import PersonOut
from troth.accounts.asker import VisitorAsker
from troth.accounts.credentials import agents, anyone, asked_at, asker_of, sessions
from troth.accounts.roles import RoleName
from troth.kernel import config, passes
from troth.kernel.clock import now
from troth.kernel.errors import TooMany
from troth.kernel.limits import Buckets
from troth.sites.access import site_by_key

from . import board
from .begin import begin
from .credentials import VisitorToken
from .me import me

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
    id: UUID
    name: str
    slug: str
    colour: str


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
    url: str
    title: str


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
    "/sites/{site_key}/visitors", response={201: VisitorOut}, auth=None, by_alias=True, operation_id="begin_visitor"
)
def post_visitor(request: HttpRequest, site_key: str, body: NewVisitor) -> Status[dict[str, Any]]:
    """A browser becomes a visitor of a site. Public, limited by address."""
    site = site_by_key(site_key)
    with _counting:
        allowed = _from_address().take(request.META["REMOTE_ADDR"])
    if not allowed:
        raise TooMany("Many visitors came from this address in the last hour. Wait a while and try again.")
    visitor, token = begin(site, body.language)
    claims = passes.for_visitor(visitor.id, visitor.workspace_id, visitor.site_id, now())
    return Status(201, {"visitor_id": visitor.id, "token": token, **_signed(claims)})


@router.post("/passes", response=PassOut, auth=[VisitorToken(), *sessions], by_alias=True, operation_id="make_pass")
def post_pass(request: HttpRequest) -> dict[str, Any]:
    """A pass for the socket and the API: 12 hours for a visitor's token, 15 minutes for an agent's session."""
    asker = asker_of(request)
    if isinstance(asker, VisitorAsker):
        return _signed(passes.for_visitor(asker.visitor_id, asker.workspace, asker.site, now()))
    return _signed(passes.for_agent(asker.person_id, asked_at(request)))


@router.get("/me", response=VisitorMe | AgentMe, auth=anyone, operation_id="get_me")
def get_me(request: HttpRequest) -> dict[str, Any]:
    """Who asks, and what they can reach."""
    return me(asker_of(request))


@router.get("/workspaces/{workspace_id}/visitors", response=Board, auth=agents, operation_id="list_visitors")
def list_visitors(request: HttpRequest, workspace_id: UUID) -> dict[str, Any]:
    """Who has the widget open now; the page where the site's profile allows telemetry. Nothing of it is kept."""
    membership(asker_of(request), workspace_id)
    return {
        "items": [
            {
                "visitor_id": visitor.visitor,
                "site_id": visitor.site,
                "since": visitor.since,
                "page": visitor.page and {"url": visitor.page.url, "title": visitor.page.title},
            }
            for visitor in board.here(workspace_id)
        ]
    }


@cache
def _from_address() -> Buckets[str]:
    most = config.current().limits.address_visitors
    return Buckets[str](most, most / 3600)


def _signed(claims: passes.Claims) -> dict[str, Any]:
    return {"pass_": passes.sign(config.current().secret("passes"), claims), "expires": claims.expires}
