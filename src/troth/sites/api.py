"""Sites over HTTP."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of
from troth.datamap.doors import purpose
from troth.datamap.purposes import ACCOUNT, ANSWER

from . import queries
from .access import site_by_key, site_of
from .change import change
from .shapes import SiteChange, SiteOut, Widget

router = Router(tags=["sites"])


class Sites(Schema):
    items: list[SiteOut]
    next: str | None = None


@router.get(
    "/sites/{site_key}/widget", response=Widget, auth=None, operation_id="get_widget", openapi_extra=purpose(ANSWER)
)
def get_widget(request: HttpRequest, site_key: str) -> Widget:
    """What the widget of this site shows now. Public."""
    return queries.widget(site_by_key(site_key))


@router.get(
    "/workspaces/{workspace_id}/sites",
    response=Sites,
    auth=agents,
    operation_id="list_sites",
    openapi_extra=purpose(ACCOUNT),
)
def list_sites(request: HttpRequest, workspace_id: UUID) -> Sites:
    """The sites of a workspace with their settings."""
    membership(asker_of(request), workspace_id)
    return Sites(items=[queries.settings(site) for site in queries.sites_of([workspace_id])])


@router.get(
    "/workspaces/{workspace_id}/sites/{site_id}",
    response=SiteOut,
    auth=agents,
    operation_id="get_site",
    openapi_extra=purpose(ACCOUNT),
)
def get_site(request: HttpRequest, workspace_id: UUID, site_id: UUID) -> SiteOut:
    return queries.settings(site_of(asker_of(request), workspace_id, site_id))


@router.patch(
    "/workspaces/{workspace_id}/sites/{site_id}",
    response=SiteOut,
    auth=agents,
    operation_id="change_site",
    openapi_extra=purpose(ACCOUNT),
)
def change_site(request: HttpRequest, workspace_id: UUID, site_id: UUID, body: SiteChange) -> SiteOut:
    """Change settings; what is not named stays. For owners and admins."""
    return queries.settings(change(asker_of(request), workspace_id, site_id, body))
