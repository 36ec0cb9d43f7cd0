"""Erase a contact: their key, and with it name and addresses wherever a copy of the row lies; then the rows."""

from django.db.models import QuerySet

import troth.log
from troth.datamap.erasing import Order, Scope, Step
from troth.datamap.vocabulary import Subject

from .models import Contact

_OF_THEIRS = frozenset({Subject.VISITOR, Subject.CONTACT})


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "keys of contacts", "destroyed, with the names and addresses they sealed", Order.KEYS, _OF_THEIRS,
            lambda scope: len(_keys(scope)), lambda scope: _destroy(scope),
            ("rows contacts.Contact: name", "rows contacts.Identity: value"), raw=True,
        ),
        Step(
            "rows contacts.Contact", "deleted, with their identities", Order.ROWS, _OF_THEIRS,
            lambda scope: _rows(scope).count(), lambda scope: _delete(scope),
            ("rows contacts.Contact", "rows contacts.Identity"),
        ),
    )  # fmt: skip


def _keys(scope: Scope) -> list[int]:
    log = troth.log.current()
    return [key for one in scope.contacts for key in log.keys_left(scope.workspace, [one], [one])]


def _destroy(scope: Scope) -> None:
    troth.log.current().keyring.destroy(_keys(scope))


def _rows(scope: Scope) -> QuerySet[Contact]:
    return Contact.objects.filter(id__in=scope.contacts, workspace_id=scope.workspace)


def _delete(scope: Scope) -> None:
    _rows(scope).delete()
