"""Erase from holds that were lifted whom they were on and what was said of them; from all holds, who placed them."""

from django.db.models import Q, QuerySet

from troth.datamap.erasing import Order, Scope, Step
from troth.datamap.vocabulary import Subject

from .rows import Hold

_ALL = frozenset({Subject.VISITOR, Subject.CONTACT, Subject.PERSON})


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "rows privacy.Hold", "emptied: that there was one stays, on nobody", Order.ROWS, _ALL,
            lambda scope: _on(scope).count() + _by(scope).count(), _empty, ("rows privacy.Hold",),
        ),
    )  # fmt: skip


def _on(scope: Scope) -> QuerySet[Hold]:
    targets = [*scope.visitors, *scope.contacts, *scope.streams, scope.person]
    return Hold.objects.filter(workspace_id=scope.workspace, target__in=targets)


def _by(scope: Scope) -> QuerySet[Hold]:
    theirs = Q(by__in=scope.members) | Q(lifted_by__in=scope.members)
    return Hold.objects.filter(theirs, workspace_id=scope.workspace)


def _empty(scope: Scope) -> None:
    _on(scope).update(target=None, reason="", lift_reason="")
    for name in ("by", "lifted_by"):
        Hold.objects.filter(workspace_id=scope.workspace, **{f"{name}__in": scope.members}).update(**{name: None})
