"""Erase somebody from what notices keep: that they were shown a version, or put its banner away."""

from uuid import UUID

from django.db.models import QuerySet

from troth.datamap.erasing import Order, Scope, Step
from troth.datamap.vocabulary import Subject

from .rows import Notice, NoticeSeen

_OF_THEIRS = frozenset({Subject.VISITOR, Subject.CONTACT})


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "rows privacy.NoticeSeen", "deleted", Order.ROWS, frozenset({Subject.PERSON}),
            lambda scope: _theirs(scope).count(), lambda scope: _forget(scope), ("rows privacy.NoticeSeen",),
        ),
        Step(
            "rows privacy.Notice", "who was mailed last is the one before", Order.ROWS, _OF_THEIRS,
            lambda scope: _heard(scope).count(), _step_back, ("rows privacy.Notice: heard",),
        ),
    )  # fmt: skip


def _heard(scope: Scope) -> QuerySet[Notice]:
    return Notice.objects.filter(workspace_id=scope.workspace, heard__in=scope.contacts)


def _step_back(scope: Scope) -> None:
    """Its number alone leads to nobody once it is one less; ids are in order, so nobody is mailed twice."""
    for row in _heard(scope).only("heard"):
        before = UUID(int=row.heard.int - 1) if row.heard else None
        Notice.objects.filter(id=row.id, heard=row.heard).update(heard=before)


def _theirs(scope: Scope) -> QuerySet[NoticeSeen]:
    return NoticeSeen.objects.filter(member__in=scope.members)


def _forget(scope: Scope) -> None:
    _theirs(scope).delete()
