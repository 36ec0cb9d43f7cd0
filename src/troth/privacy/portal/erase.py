"""Erase somebody from the portal: their sessions end, and so do codes on their way, before anything else of them goes.

What is over by itself is emptied by the hour."""

import contextlib
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

import troth.log
from troth.accounts.models import Person
from troth.contacts.models import Identity
from troth.contacts.sealed import mark_of
from troth.datamap.erasing import InHand, Order, Scope, Step
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.post.erase import take_away
from troth.post.models import Mail

from .counted import LONG
from .proof import DataCode, Proof

_OF_THEIRS = frozenset({Subject.VISITOR, Subject.CONTACT})
AT_ONCE = 100  # rows; others wait for the gate meanwhile


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "rows privacy.Proof", "deleted, with their mails: sessions end", Order.DOORS,
            _OF_THEIRS | {Subject.PERSON}, lambda scope: _proofs(scope).count(), _end, ("rows privacy.Proof",),
        ),
        Step(
            "rows privacy.DataCode", "deleted", Order.DOORS, _OF_THEIRS,
            lambda scope: _codes(scope).count(), lambda scope: _forget_codes(scope), ("rows privacy.DataCode",),
        ),
    )  # fmt: skip


def _proofs(scope: Scope) -> QuerySet[Proof]:
    """Those of the subject, and those of an address of theirs that nobody has proven yet."""
    whom = [*scope.visitors, *scope.contacts] + ([scope.person] if scope.person.int else [])
    marks = set(Identity.objects.filter(contact_id__in=scope.contacts, kind="email").values_list("mark", flat=True))
    if scope.person.int and (email := Person.objects.filter(id=scope.person).values_list("email", flat=True).first()):
        marks.add(mark_of(scope.workspace, "email", email.lower()))
    theirs = Q(subject__in=whom) | Q(mark__in=[bytes(one) for one in marks if one])
    return Proof.objects.filter(theirs, workspace_id=scope.workspace)


def _codes(scope: Scope) -> QuerySet[DataCode]:
    return DataCode.objects.filter(visitor_id__in=scope.visitors, visitor__workspace_id=scope.workspace)


def _end(scope: Scope) -> None:
    """Their keys last: who is killed before finds the rows again."""
    rows = list(_proofs(scope).values_list("id", "workspace_id"))
    for proof, workspace in rows:
        take_away(_mails(workspace, proof))
    _destroy_keys(rows)
    Proof.objects.filter(id__in=[proof for proof, _ in rows]).delete()


def _forget_codes(scope: Scope) -> None:
    _codes(scope).delete()


def empty_what_is_over() -> int:
    """Of the rows that are over only that a code went to some mailbox is left, as a keyed hash, for as long as that is
    counted. Some at a time; how many."""
    over = Proof.objects.filter(until__lt=now()).exclude(address=None, subject=None)
    rows = []
    for proof, workspace in over.values_list("id", "workspace_id")[:AT_ONCE]:
        with contextlib.suppress(InHand):  # its mail is being sent just now; in an hour again
            take_away(_mails(workspace, proof))
            rows.append((proof, workspace))
    _destroy_keys(rows)
    Proof.objects.filter(id__in=[proof for proof, _ in rows]).update(address=None, mark=None, kind="", subject=None)
    if not rows:
        DataCode.objects.filter(until__lt=now()).delete()
        Proof.objects.filter(until__lt=now(), at__lt=now() - LONG).delete()
    return len(rows)


def _mails(workspace: UUID, proof: UUID) -> QuerySet[Mail]:
    return Mail.objects.filter(workspace=workspace, stream=proof)


def _destroy_keys(rows: Iterable[tuple[UUID, UUID]]) -> None:
    log = troth.log.current()
    keys = [key for proof, workspace in rows for key in log.keys_left(workspace, [proof], [proof])]
    if keys:
        log.keyring.destroy(keys)
