"""Erase a visitor: the browser's row goes. Conversations were cut off from it before."""

from django.db.models import ProtectedError, QuerySet

from troth.datamap.erasing import InHand, Order, Scope, Step
from troth.datamap.vocabulary import Subject

from .models import Visitor


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "rows visitors.Visitor", "deleted", Order.ROWS, frozenset({Subject.VISITOR, Subject.CONTACT}),
            lambda scope: _rows(scope).count(), _delete, ("rows visitors.Visitor",),
        ),
    )  # fmt: skip


def _rows(scope: Scope) -> QuerySet[Visitor]:
    return Visitor.objects.filter(id__in=scope.visitors, workspace_id=scope.workspace)


def _delete(scope: Scope) -> None:
    try:
        _rows(scope).delete()
    except ProtectedError:  # they began a conversation meanwhile
        raise InHand from None
