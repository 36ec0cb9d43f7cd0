"""Erase from records of consent whose they were: that somebody agreed or refused stays, of nobody. What they ordered of
themselves is deleted, and that somebody did stays; and from requests."""

from django.db.models import QuerySet

import troth.log
from troth.datamap.erasing import InHand, Order, Scope, Step
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now

from .access.end import end
from .access.orders import AccessOrder, in_which
from .access.pieces import keys_of
from .attestation import erase as attestation
from .closing.rows import Closing
from .consent_rows import Consent
from .holds import erase as holds
from .requests import erase as requests

_ALL = frozenset(Subject)


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "keys of packages", "destroyed, with what was made for them", Order.KEYS, _ALL,
            lambda scope: len(_keys(scope)), _destroy, ("files packages",), raw=True,
        ),
        Step(
            "rows privacy.AccessOrder", "emptied, and what was made is deleted", Order.COPIES, _ALL,
            lambda scope: in_which(scope).count(), _end, ("rows privacy.AccessOrder",),
        ),
        Step(
            "rows privacy.Consent", "emptied", Order.ROWS, frozenset({Subject.VISITOR, Subject.CONTACT}),
            lambda scope: _rows(scope).count(), _detach, ("rows privacy.Consent",),
        ),
        Step(
            "rows privacy.Closing", "of nobody: who asked for it", Order.ROWS, frozenset({Subject.PERSON}),
            lambda scope: _asked(scope).count(), _forget_asker, ("rows privacy.Closing: by",),
        ),
        *requests.steps(),
        *holds.steps(),
        *attestation.steps(),
    )  # fmt: skip


def _keys(scope: Scope) -> list[int]:
    return [key for one in in_which(scope) for key in keys_of(one)]


def _destroy(scope: Scope) -> None:
    """Whoever makes one just now is told to drop it, or it would be sealed anew."""
    in_which(scope).update(state=AccessOrder.State.ENDED)
    troth.log.current().keyring.destroy(_keys(scope))


def _end(scope: Scope) -> None:
    orders = in_which(scope)
    orders.update(state=AccessOrder.State.ENDED)
    held = orders.filter(held_until__gt=now())
    for one in orders.exclude(id__in=list(held.values_list("id", flat=True))):
        end(one)
    if held.exists():
        raise InHand


def _rows(scope: Scope) -> QuerySet[Consent]:
    return Consent.objects.filter(visitor__in=scope.visitors, workspace_id=scope.workspace)


def _detach(scope: Scope) -> None:
    _rows(scope).update(visitor=None)


def _asked(scope: Scope) -> QuerySet[Closing]:
    return Closing.objects.filter(workspace=scope.workspace, by__in=scope.members)


def _forget_asker(scope: Scope) -> None:
    _asked(scope).update(by=None)
