"""Notices over HTTP: for owners and privacy officers; what is new, for everybody of the team."""

from uuid import UUID

import msgspec
from django.http import HttpRequest
from ninja import Router, Status

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of
from troth.accounts.roles import PRIVACY
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.kernel.errors import NotFound
from troth.kernel.paging import decode_cursor, encode_cursor, page_size
from troth.sites.access import site_of
from troth.sites.models import Site

from ..portal.page import version_of_style
from ..portal.speech import choose
from . import news
from .draft import draft
from .publish import earliest, publish
from .rows import Notice
from .shapes import (
    NoticeIn,
    NoticeOut,
    NoticePreview,
    NoticePreviewPages,
    Notices,
    NoticesNew,
    news_of,
    shown,
    told_change,
)
from .speech import LANGUAGES, Speech
from .take_effect import take_effect

router = Router(tags=["privacy"], auth=agents)
_AT = "/workspaces/{workspace_id}/privacy/sites/{site_id}/notices"
_RIGHTS = purpose(RIGHTS)


@router.get(f"{_AT}/preview", response=NoticePreview, operation_id="preview_notice", openapi_extra=_RIGHTS)
def preview(request: HttpRequest, workspace_id: UUID, site_id: UUID) -> NoticePreview:
    """The notice as it would be published now, and what it changes."""
    site = _site(request, workspace_id, site_id)
    take_effect(site.id)
    made, speech = draft(site), _speech(request)
    whole = {one: drawn for one, drawn in made.pages(0, None).items() if one not in made.lacking}
    return NoticePreview(
        first=made.first, changes=[told_change(one, speech, made.content.who.company) for one in made.changes],
        material=made.material, asks_again=made.asks_again, in_force_at=earliest(made), languages=made.languages,
        lacking=made.lacking,
        pages={one: NoticePreviewPages(**drawn) for one, drawn in whole.items()},
        styles=[f"/my-data/style/{version_of_style()}.css", f"/my-data/{site.key}/colours.css"],
        content=msgspec.to_builtins(made.content),
    )  # fmt: skip


@router.post(_AT, response={201: NoticeOut}, operation_id="publish_notice", openapi_extra=_RIGHTS)
def post_notice(request: HttpRequest, workspace_id: UUID, site_id: UUID, body: NoticeIn) -> Status[NoticeOut]:
    """From then on it never changes. A change of substance is mailed to owners and officers, and takes effect when the
    lead time of the profile is over."""
    site = _site(request, workspace_id, site_id)
    row = publish(site, languages=body.languages, since=body.in_force_at, material=body.material)
    return Status(201, shown(row, _speech(request)))


@router.get(_AT, response=Notices, operation_id="list_notices", openapi_extra=_RIGHTS)
def list_notices(
    request: HttpRequest, workspace_id: UUID, site_id: UUID, cursor: str | None = None, limit: int | None = None
) -> Notices:
    """All versions of a site, the newest first."""
    site = _site(request, workspace_id, site_id)
    take_effect(site.id)
    rows = Notice.objects.select_related("site__workspace").filter(site=site).defer("told").order_by("-number")
    if cursor:
        rows = rows.filter(number__lt=decode_cursor(cursor, tuple[int])[0])
    size = page_size(limit)
    found = list(rows[: size + 1])
    page = found[:size]
    speech = _speech(request)
    return Notices(
        items=[shown(row, speech) for row in page], next=encode_cursor(page[-1].number) if len(found) > size else None
    )


@router.get(
    "/workspaces/{workspace_id}/privacy/notices/news",
    response=NoticesNew,
    operation_id="list_notice_news",
    openapi_extra=_RIGHTS,
)
def list_news(request: HttpRequest, workspace_id: UUID) -> NoticesNew:
    """Changes that the asker has not put away: the console shows them as a banner. Of substance, and small ones where
    the profile says so. That a small one was shown to somebody who works on is on record with its version; it is no
    consent."""
    member = membership(asker_of(request), workspace_id)
    news.work_on(member)
    return NoticesNew(items=[news_of(row) for row in news.unseen(member)])


@router.post(
    "/workspaces/{workspace_id}/privacy/notices/{notice_id}/seen",
    response={204: None},
    operation_id="see_notice",
    openapi_extra=_RIGHTS,
)
def post_seen(request: HttpRequest, workspace_id: UUID, notice_id: UUID) -> Status[None]:
    """The asker puts it away; on record with the version."""
    member = membership(asker_of(request), workspace_id)
    row = Notice.objects.filter(workspace_id=workspace_id, id=notice_id).first()
    if row is None:
        raise NotFound
    news.see(member, row)
    return Status(204, None)


def _speech(request: HttpRequest) -> Speech:
    return Speech(choose("", request.headers.get("Accept-Language", ""), list(LANGUAGES)))


def _site(request: HttpRequest, workspace: UUID, site: UUID) -> Site:
    return site_of(asker_of(request), workspace, site, *PRIVACY)
