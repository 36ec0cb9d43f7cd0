"""Order what a request asks for: its answer is made, and that somebody ordered it is noted."""

from uuid import UUID

from troth.accounts.asker import Asker
from troth.datamap.vocabulary import Subject
from troth.kernel.errors import Conflict

from ..requests.carry_out import NotTied
from ..requests.find import AlreadyAnswered, officer, request_of
from ..requests.look import looked
from ..requests.rows import Request
from .order import order, order_of
from .orders import AccessOrder

_FOR = {Request.Right.ACCESS: AccessOrder.Kind.ACCESS, Request.Right.PORTABILITY: AccessOrder.Kind.PORTABILITY}


def order_for(asker: Asker, workspace: UUID, request: UUID, kind: str | None = None) -> AccessOrder:
    """kind: what the request asks for, unless another is named. Raises NotFound, Forbidden, Conflict (it asks for
    something else, nobody knows whose data it is, it was answered), Invalid, TooMany."""
    by = officer(asker, workspace)
    row = request_of(asker, workspace, request)
    if row.right not in _FOR:
        raise Conflict("This request asks for something else. File one for access or portability.")
    if row.is_closed:
        raise AlreadyAnswered
    if row.who is None:
        raise NotTied
    looked(by, "export", row.id)
    return order(
        workspace, (Subject(row.subject), row.who), kind=kind or _FOR[Request.Right(row.right)], request=row.id,
        language=row.language or "en",
    )  # fmt: skip


def orders_for(asker: Asker, workspace: UUID, request: UUID) -> list[AccessOrder]:
    """Of a request, the newest first. Raises NotFound, Forbidden."""
    row = request_of(asker, workspace, request)
    return list(AccessOrder.objects.filter(workspace=workspace, request=row.id).order_by("-made_at"))


def order_seen(asker: Asker, workspace: UUID, id: UUID, *, fetch: bool = False) -> AccessOrder:
    """fetch: it is taken away now, which is noted. Raises NotFound, Forbidden."""
    by = officer(asker, workspace)
    found = order_of(workspace, id)
    if fetch:
        looked(by, "export", found.request or found.subject_id)
    return found
