"""Order what somebody gets: it is made in the background, and told by its state."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import Invalid, NotFound, TooMany

from ..subjects import scope_of
from .bell import ring
from .orders import AccessOrder

LASTS = timedelta(days=7)
MOST = 5  # of one kind for one person in a day
_S = AccessOrder.State


def order(
    workspace: UUID, subject: tuple[Subject, UUID], *, kind: str, request: UUID | None = None, language: str = "en"
) -> AccessOrder:
    """kind: "access" or "portability", which is not for people of the team. One that is being made is not made twice.
    Raises NotFound, Invalid, TooMany."""
    whose, one = subject
    known_kind(kind, whose)
    scope_of(workspace, whose, one)
    mine = AccessOrder.objects.filter(workspace=workspace, subject=whose, subject_id=one, kind=kind)
    if (going := mine.filter(state=_S.MAKING).first()) is not None:
        return going
    if mine.filter(made_at__gt=now() - timedelta(days=1)).count() >= MOST:
        raise TooMany(f"This was made {MOST} times today. What was made lies ready.", again=24 * 3600)
    try:
        with transaction.atomic():
            made = AccessOrder.objects.create(
                workspace=workspace, subject=whose, subject_id=one, kind=AccessOrder.Kind(kind),
                language=language[:12], request=request, made_at=now(), ends_at=now() + LASTS,
            )  # fmt: skip
            transaction.on_commit(ring)
    except IntegrityError:  # at the same moment elsewhere
        return mine.get(state=_S.MAKING)
    return made


def known_kind(kind: str, whose: Subject) -> None:
    """Raises Invalid."""
    if kind not in ("access", "portability") or (kind == AccessOrder.Kind.PORTABILITY and whose is Subject.PERSON):
        raise Invalid("Order “access”, or of visitors and contacts “portability”.", fields={"kind": "unknown"})


def order_of(workspace: UUID, id: UUID) -> AccessOrder:
    """Raises NotFound."""
    found = AccessOrder.objects.filter(id=id, workspace=workspace, subject__in=list(Subject)).first()
    if found is None:
        raise NotFound
    return found
