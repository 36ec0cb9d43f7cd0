"""What was ordered, over HTTP: how far it is, and the way to it. For those who answer requests."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest
from ninja import Router, Schema, Status

from troth.accounts.credentials import agents, asker_of
from troth.accounts.roles import OWNER
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.kernel import config
from troth.kernel.clock import now
from troth.sites.access import site_of

from .answer import order_for, order_seen, orders_for
from .link import link
from .orders import AccessOrder
from .take_in import read, take_in

router = Router(tags=["privacy"])
TICKET_LASTS = timedelta(seconds=60)
_AT = "/workspaces/{workspace_id}/privacy"


class OrderOut(Schema):
    """`size` in bytes, 0 until it is ready. `ends_at`: then it is deleted."""

    id: UUID
    kind: Literal["access", "portability"]
    state: Literal["making", "ready", "fetched", "ended"]
    made_at: datetime
    ready_at: datetime | None
    fetched_at: datetime | None
    ends_at: datetime
    size: int
    request: UUID | None


class OrderTicket(Schema):
    """An address for one download within a minute."""

    url: str
    expires: datetime


class OrderIn(Schema):
    """kind: what the request asks for, unless another is named."""

    kind: Literal["access", "portability"] | None = None


class Ordered(Schema):
    order: OrderOut


class Orders(Schema):
    items: list[OrderOut]
    next: str | None = None


@router.post(
    f"{_AT}/requests/{{request_id}}/export",
    response={201: Ordered},
    auth=agents,
    operation_id="order_request_data",
    openapi_extra=purpose(RIGHTS),
)
def order_data(
    request: HttpRequest, workspace_id: UUID, request_id: UUID, body: OrderIn | None = None
) -> Status[dict[str, Any]]:
    """Have made what a request asks for. One that is being made is not made twice."""
    made = order_for(asker_of(request), workspace_id, request_id, body.kind if body else None)
    return Status(201, {"order": shown(made)})


@router.get(
    f"{_AT}/requests/{{request_id}}/orders",
    response=Orders,
    auth=agents,
    operation_id="list_request_orders",
    openapi_extra=purpose(RIGHTS),
)
def list_orders(request: HttpRequest, workspace_id: UUID, request_id: UUID) -> dict[str, Any]:
    """What was made for a request, the newest first."""
    return {"items": [shown(row) for row in orders_for(asker_of(request), workspace_id, request_id)]}


@router.get(
    f"{_AT}/orders/{{order_id}}",
    response=OrderOut,
    auth=agents,
    operation_id="get_data_order",
    openapi_extra=purpose(RIGHTS),
)
def get_order(request: HttpRequest, workspace_id: UUID, order_id: UUID) -> dict[str, Any]:
    """How far it is."""
    return shown(order_seen(asker_of(request), workspace_id, order_id))


@router.post(
    f"{_AT}/orders/{{order_id}}/ticket",
    response={201: OrderTicket},
    auth=agents,
    operation_id="make_data_ticket",
    openapi_extra=purpose(RIGHTS),
)
def make_ticket(request: HttpRequest, workspace_id: UUID, order_id: UUID) -> Status[OrderTicket]:
    """A way to what was made, for one download within a minute. That it was taken away is kept."""
    token = link(order_seen(asker_of(request), workspace_id, order_id, fetch=True), lasts=TICKET_LASTS)
    url = f"{config.current().base_url}/api/v1/exports/{token}"
    return Status(201, OrderTicket(url=url, expires=now() + TICKET_LASTS))


class ImportIn(Schema):
    """package: the `portable.json` of a portability order, as docs/privacy.md describes it; files need the command."""

    site_id: UUID
    package: dict[str, Any]


class ImportOut(Schema):
    """left_out: files, which came without their bytes."""

    contact: UUID | None
    visitor: UUID
    conversations: int
    messages: int
    files: int
    left_out: int


@router.post(
    "/workspaces/{workspace_id}/privacy/imports",
    response={201: ImportOut},
    auth=agents,
    operation_id="import_subject",
    openapi_extra=purpose(RIGHTS),
)
def import_subject(request: HttpRequest, workspace_id: UUID, body: ImportIn) -> Status[ImportOut]:
    """Take in what somebody brings from another installation. Safe to repeat."""
    site = site_of(asker_of(request), workspace_id, body.site_id, OWNER)
    done = take_in(site, read(msgspec.json.encode(body.package)))
    return Status(201, ImportOut(**msgspec.to_builtins(done)))


def shown(row: AccessOrder) -> dict[str, Any]:
    names = ("id", "kind", "state", "made_at", "ready_at", "fetched_at", "ends_at", "size", "request")
    return {name: getattr(row, name) for name in names}
