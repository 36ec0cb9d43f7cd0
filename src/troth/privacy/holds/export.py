"""What somebody gets of legal holds: those on them, and why; and a person of the team those they placed or lifted."""

from collections.abc import Iterator

from django.db.models import Q

from troth.datamap.erasing import Scope
from troth.datamap.exporting import Part, Record, Unseen
from troth.datamap.vocabulary import Subject

from .rows import Hold

_TARGET = ("rows privacy.Hold: target", "rows privacy.Hold: reason", "rows privacy.Hold: lift_reason")


def parts() -> tuple[Part, ...]:
    return (
        Part("holds", frozenset(Subject), _on_them, _TARGET),
        Part(
            "holds_of_others", frozenset({Subject.PERSON}), _by_them,
            ("rows privacy.Hold: by", "rows privacy.Hold: lifted_by"),
        ),
    )  # fmt: skip


def _on_them(scope: Scope) -> Iterator[Record]:
    targets = [*scope.visitors, *scope.contacts, *scope.streams, scope.person]
    for row in Hold.objects.filter(workspace_id=scope.workspace, target__in=targets).order_by("at", "id"):
        yield {
            "kind": row.kind, "since": row.at, "until": row.until, "reason": Unseen(row.reason),
            "lifted_at": row.lifted_at, "note": Unseen(row.lift_reason),
        }  # fmt: skip


def _by_them(scope: Scope) -> Iterator[Record]:
    """On whom is another's data."""
    theirs = Q(by__in=scope.members) | Q(lifted_by__in=scope.members)
    for row in Hold.objects.filter(theirs, workspace_id=scope.workspace).order_by("at", "id"):
        yield {"kind": row.kind, "since": row.at, "until": row.until, "lifted_at": row.lifted_at}
