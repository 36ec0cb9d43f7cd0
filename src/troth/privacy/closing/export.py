"""Order all that is kept in a workspace: it is made by the maker of packages, and lies sealed as they do."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from troth.accounts.access import membership
from troth.accounts.asker import Asker
from troth.accounts.roles import OWNER
from troth.kernel.clock import now
from troth.kernel.errors import NotFound, TooMany

from ..access.bell import ring
from ..access.orders import AccessOrder
from ..requests.look import looked
from .rows import SUBJECT

LASTS = timedelta(days=7)
TICKET_LASTS = timedelta(seconds=60)
MOST = 5  # in a day
SHOWN = 20
_S = AccessOrder.State


def order(asker: Asker, workspace: UUID) -> AccessOrder:
    """One that is being made is not made twice. Raises NotFound, Forbidden, TooMany."""
    by = membership(asker, workspace, OWNER)
    mine = AccessOrder.objects.filter(workspace=workspace, subject=SUBJECT)
    if (going := mine.filter(state=_S.MAKING).first()) is not None:
        return going
    if mine.filter(made_at__gt=now() - timedelta(days=1)).count() >= MOST:
        raise TooMany(f"This was made {MOST} times today. What was made lies ready.", again=24 * 3600)
    looked(by, "export", workspace)
    try:
        with transaction.atomic():
            made = AccessOrder.objects.create(
                workspace=workspace, subject=SUBJECT, subject_id=workspace, kind=AccessOrder.Kind.WORKSPACE,
                language=by.person.language, made_at=now(), ends_at=now() + LASTS,
            )  # fmt: skip
            transaction.on_commit(ring)
    except IntegrityError:  # at the same moment elsewhere
        return mine.get(state=_S.MAKING)
    return made


def orders(asker: Asker, workspace: UUID) -> list[AccessOrder]:
    """Raises NotFound, Forbidden."""
    membership(asker, workspace, OWNER)
    return list(AccessOrder.objects.filter(workspace=workspace, subject=SUBJECT).order_by("-made_at")[:SHOWN])


def one(asker: Asker, workspace: UUID, id: UUID, *, fetch: bool = False) -> AccessOrder:
    """fetch: it is taken away now, which is noted. Raises NotFound, Forbidden."""
    by = membership(asker, workspace, OWNER)
    found = AccessOrder.objects.filter(id=id, workspace=workspace, subject=SUBJECT).first()
    if found is None:
        raise NotFound
    if fetch:
        looked(by, "export", found.id)
    return found


def told(row: AccessOrder) -> dict[str, Any]:
    names = ("id", "state", "made_at", "ready_at", "fetched_at", "ends_at", "size", "done", "of")
    return {name: getattr(row, name) for name in names}
