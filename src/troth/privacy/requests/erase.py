"""Erase somebody from requests: that there was one, and when it was answered, stays of nobody. The one request that the
erasure answers keeps its address until the answer is sent (settle.py)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from uuid import UUID

from django.db.models import Q, QuerySet

import troth.log
from troth.accounts.models import Person
from troth.datamap.erasing import Because, Order, Reason, Scope, Step
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.post.erase import take_away
from troth.post.models import Mail
from troth.vault import StillOnDisk

from .controller import Controller
from .limits import Objection, Restriction
from .look import Look
from .rows import Request, RequestStep
from .sealed import reply_key

_ALL = frozenset({Subject.VISITOR, Subject.CONTACT, Subject.PERSON})
_OF_THEIRS = frozenset({Subject.VISITOR, Subject.CONTACT})
_OF_A_PERSON = frozenset({Subject.PERSON})

_answering: ContextVar[UUID | None] = ContextVar("answering", default=None)


@contextmanager
def answering(request: UUID) -> Iterator[None]:
    """For the block, plans and runs leave this request: they are its answer."""
    token = _answering.set(request)
    try:
        yield
    finally:
        _answering.reset(token)


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "keys of requests", "destroyed, with what was asked and answered", Order.KEYS, _ALL,
            lambda scope: len(_keys(scope)), lambda scope: _destroy(scope),
            ("rows privacy.Request: words", "rows privacy.Request: about", "rows privacy.Request: reply_to",
             "rows privacy.Request: answer", "rows privacy.RequestStep: words"), raw=True,
        ),
        Step(
            "mails about requests", "deleted, with those captured on this machine", Order.COPIES, _ALL,
            lambda scope: _mails(scope).count(), lambda scope: take_away(_mails(scope)), (),
        ),
        Step(
            "rows privacy.Request", "answered, emptied, and of nobody", Order.ROWS, _ALL,
            lambda scope: _rows(scope).count(), _empty, ("rows privacy.Request", "rows privacy.RequestStep"),
        ),
        Step(
            "rows privacy.Restriction", "deleted, with objections", Order.ROWS, _OF_THEIRS,
            lambda scope: sum(rows.count() for rows in _limits(scope)), _drop_limits,
            ("rows privacy.Restriction", "rows privacy.Objection"),
        ),
        Step(
            "rows privacy.Look", "without whom was looked at, or who looked", Order.ROWS, _ALL,
            lambda scope: _looks(scope).count(), _unsee, ("rows privacy.Look",),
        ),
        Step(
            "steps of requests that they did", "of nobody", Order.ROWS, _OF_A_PERSON,
            lambda scope: _did(scope).count(), lambda scope: _leave_to_nobody(scope), (),
        ),
        Step(
            "rows privacy.Controller", "without their address", Order.ROWS, _OF_A_PERSON,
            lambda scope: _contact(scope).count(), lambda scope: _no_contact(scope), ("rows privacy.Controller",),
        ),
    )  # fmt: skip


def waits_for_an_answer(scope: Scope) -> Iterator[Reason]:
    """What stays, for a plan."""
    if Request.objects.filter(_theirs(scope)).filter(_spared()).exists():
        said = "The address to which the answer to this request goes, until that is sent."
        yield Reason(code=Because.ANSWER_OWED, sentence=said)


def destroy(subjects: Iterable[UUID], workspace: UUID, stream: UUID | None = None) -> None:
    """The keys of requests; the subject of each is its stream unless another is named."""
    log = troth.log.current()
    with suppress(StillOnDisk):  # they open nothing any more; their bytes go when nobody reads the file
        log.keyring.destroy([key for one in subjects for key in log.keys_left(workspace, [one], [stream or one])])


def _theirs(scope: Scope) -> Q:
    ids = [*scope.visitors, *scope.contacts, scope.id]
    return Q(workspace_id=scope.workspace, who__in=ids)


def _spared() -> Q:
    return Q(erasing=True) | Q(id=_answering.get())


def _rows(scope: Scope) -> QuerySet[Request]:
    return Request.objects.filter(_theirs(scope)).exclude(_spared())


def _keys(scope: Scope) -> list[int]:
    log = troth.log.current()
    ids = list(_rows(scope).values_list("id", flat=True))
    return [key for one in ids for key in log.keys_left(scope.workspace, [one, reply_key(one)], [one])]


def _destroy(scope: Scope) -> None:
    troth.log.current().keyring.destroy(_keys(scope))


def _mails(scope: Scope) -> QuerySet[Mail]:
    return Mail.objects.filter(workspace=scope.workspace, stream__in=_rows(scope).values("id"))


def _empty(scope: Scope) -> None:
    rows = _rows(scope)
    RequestStep.objects.filter(request__in=rows).update(words=None)
    # their own erasure is an answer to whatever they asked
    rows.filter(closed_at=None).update(state=Request.State.DONE, outcome="erased", closed_at=now(), paused_at=None)
    rows.update(who=None, mark=None, words=None, about=None, reply_to=None, answer=None, language="")


def _limits(scope: Scope) -> tuple[QuerySet[Restriction], QuerySet[Objection]]:
    whose = Q(workspace_id=scope.workspace, who__in=[*scope.visitors, *scope.contacts])
    return Restriction.objects.filter(whose), Objection.objects.filter(whose)


def _drop_limits(scope: Scope) -> None:
    for rows in _limits(scope):
        rows.delete()


def _looks(scope: Scope) -> QuerySet[Look]:
    at = [*scope.visitors, *scope.contacts, *scope.streams, *([scope.person] if scope.members else [])]
    return Look.objects.filter(Q(object__in=at) | Q(member__in=scope.members), workspace_id=scope.workspace)


def _unsee(scope: Scope) -> None:
    looks = _looks(scope)
    looks.filter(member__in=scope.members).update(member=None)
    looks.update(object=None)


def _did(scope: Scope) -> QuerySet[RequestStep]:
    return RequestStep.objects.filter(member__in=scope.members)


def _leave_to_nobody(scope: Scope) -> None:
    _did(scope).update(member=None)


def _contact(scope: Scope) -> QuerySet[Controller]:
    email = Person.objects.filter(id=scope.person).values_list("email", flat=True).first()
    named = Controller.objects.filter(workspace_id=scope.workspace)
    return named.filter(privacy_contact__iexact=email) if email else named.none()


def _no_contact(scope: Scope) -> None:
    _contact(scope).update(privacy_contact="")
