"""Erase somebody from the index: the passages of their conversations leave it, and none that is on its way comes in."""

import troth.log
from troth.datamap.erasing import InHand, Order, Scope, Step
from troth.datamap.vocabulary import Subject

from .opened import index


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "search index", "the conversations' words leave it", Order.COPIES,
            frozenset({Subject.VISITOR, Subject.CONTACT}), _count, _forget,
            ("table search_passage", "files search"), of_a_talk=True,
        ),
    )  # fmt: skip


def _count(scope: Scope) -> int:
    return index().count(scope.streams, _upto())


def _forget(scope: Scope) -> None:
    """The keys are destroyed: of what has its position later, nothing can be read any more. On SQLite the bytes go at
    once, since all else that is sealed does; on PostgreSQL with the compaction."""
    known = index()
    known.forget(scope.streams, _upto())
    if not known.compact():
        raise InHand


def _upto() -> int:
    return troth.log.current().newest_position()
