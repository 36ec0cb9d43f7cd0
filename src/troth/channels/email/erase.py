"""Erase a conversation from what the reader of transcripts remembers of it."""

from troth.datamap.erasing import Order, Scope, Step
from troth.datamap.vocabulary import Subject

from .models import Asked, Closing


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "transcripts that are owed", "forgotten", Order.COPIES, frozenset({Subject.VISITOR, Subject.CONTACT}),
            _count, _forget, ("rows channels_email.Closing", "rows channels_email.Asked"),
            of_a_talk=True,
        ),
    )  # fmt: skip


def _count(scope: Scope) -> int:
    return sum(model.objects.filter(conversation__in=scope.streams).count() for model in (Closing, Asked))


def _forget(scope: Scope) -> None:
    for model in (Closing, Asked):
        model.objects.filter(conversation__in=scope.streams).delete()
