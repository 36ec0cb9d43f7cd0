"""Search over HTTP."""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import P, Query, Router
from pydantic import AwareDatetime

from troth.accounts.credentials import anyone, asker_of
from troth.datamap.doors import purpose
from troth.datamap.purposes import ANSWER

from .find import Narrowed, StateWanted, find
from .shapes import ResultsPage

router = Router(tags=["search"])


@router.get(
    "/search", response=ResultsPage, auth=anyone, operation_id="search_conversations", openapi_extra=purpose(ANSWER)
)
def search_conversations(
    request: HttpRequest,
    q: str,
    workspace: UUID | None = None,
    site: UUID | None = None,
    by: UUID | None = None,
    since: Query[AwareDatetime | None, P(alias="from")] = None,  # type: ignore[type-arg, valid-type]
    until: Query[AwareDatetime | None, P(alias="to")] = None,  # type: ignore[type-arg, valid-type]
    state: StateWanted | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> HttpResponse:
    """Conversations in which all the words of `q` stand, the newest hit first; the last word may be a beginning, and
    what is in quotes stands side by side."""
    narrowed = Narrowed(workspace=workspace, site=site, by=by, since=since, until=until, state=state)
    found = find(asker_of(request), q, narrowed, cursor, limit)
    return HttpResponse(msgspec.json.encode(found), content_type="application/json")
