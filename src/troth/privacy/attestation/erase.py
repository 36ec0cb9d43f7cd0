"""Erase from attestations who answered for what, and who wrote it down: that somebody did stays."""

from django.db.models import Q, QuerySet

from troth.datamap.erasing import Order, Scope, Step
from troth.datamap.vocabulary import Subject

from .rows import Attestation


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "rows privacy.Attestation", "of nobody: the measure needs another owner", Order.ROWS,
            frozenset({Subject.PERSON}), lambda scope: theirs(scope).count(), _leave, ("rows privacy.Attestation",),
        ),
    )  # fmt: skip


def theirs(scope: Scope) -> QuerySet[Attestation]:
    of_them = Q(owner__in=scope.members) | Q(by__in=scope.members)
    return Attestation.objects.filter(of_them, workspace_id=scope.workspace)


def _leave(scope: Scope) -> None:
    for name in ("owner", "by"):
        rows = Attestation.objects.filter(workspace_id=scope.workspace, **{f"{name}__in": scope.members})
        rows.update(**{name: None})
