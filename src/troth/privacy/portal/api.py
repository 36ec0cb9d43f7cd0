"""The one operation of the portal: a visitor's chat asks for a code of theirs."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from troth.accounts.credentials import visitor_of, visitors
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS

from .prove import show

router = Router(tags=["privacy"])


class DataCodeOut(Schema):
    """`page` is where the code is typed, a path of this server."""

    code: str
    expires: datetime
    page: str


@router.post(
    "/me/data-code",
    response={201: DataCodeOut},
    auth=visitors,
    operation_id="show_data_code",
    openapi_extra=purpose(RIGHTS),
)
def post_data_code(request: HttpRequest) -> Status[dict[str, Any]]:
    """A code of the visitor's, for the page on which they see and decide what is kept of them. It works once; the one
    before works no more."""
    code, row = show(visitor_of(request))
    return Status(201, {"code": code, "expires": row.until, "page": f"/my-data/{row.visitor.site.key}"})
