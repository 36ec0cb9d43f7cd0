"""What somebody gets of what they asked before: their requests, step by step, what was limited for them, and that
somebody looked; and a person of the team what they did about requests of others."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from troth.accounts.models import Person
from troth.datamap.erasing import Scope
from troth.datamap.exporting import Excused, OfOthers, Part, Record, Unseen, Why
from troth.datamap.vocabulary import Subject

from .controller import Controller
from .limits import Objection, Restriction
from .look import Look
from .rows import Request, RequestStep
from .sealed import ANSWER, REPLY, WORDS, about_of, opened, steps_opened

_ALL = frozenset(Subject)
_OF_THEIRS = frozenset({Subject.VISITOR, Subject.CONTACT})
_OF_A_PERSON = frozenset({Subject.PERSON})
_ASKED = ("who", "language", "words", "about", "reply_to", "answer")


def parts() -> tuple[Part, ...]:
    asked = tuple(f"rows privacy.Request: {leaf}" for leaf in _ASKED)
    return (
        Part("requests", _ALL, _requests, (*asked, "rows privacy.RequestStep: words")),
        Part("limits", _OF_THEIRS, _limits, ("rows privacy.Restriction", "rows privacy.Objection")),
        Part("looked_at", _ALL, _looked_at, ("rows privacy.Look: object",)),
        Part("did", _OF_A_PERSON, _did, ("rows privacy.Look: member", "rows privacy.RequestStep: member")),
        Part("asked_for_the_company", _OF_A_PERSON, _controller, ("rows privacy.Controller: privacy_contact",)),
    )


def excused() -> tuple[Excused, ...]:
    return (Excused(("rows privacy.Request: mark",), Why.SECRET), Excused(("mail request",), Why.COPY))


def _whose(scope: Scope) -> list[UUID]:
    return [scope.id, *scope.visitors, *scope.contacts]


def _requests(scope: Scope) -> Iterator[Record]:
    rows = Request.objects.filter(workspace_id=scope.workspace, who__in=_whose(scope)).order_by("received_at", "id")
    for row in rows:
        steps = list(row.steps.order_by("at", "id"))
        yield {
            "id": str(row.id), "right": row.right, "state": row.state, "channel": row.channel,
            "language": row.language, "received_at": row.received_at, "due_at": row.due_at,
            "closed_at": row.closed_at, "outcome": row.outcome, "words": opened(row, WORDS, row.words),
            "about": [{"what": name, "value": str(value)} for name, value in about_of(row).items()],
            "reply_to": opened(row, REPLY, row.reply_to), "answer_to_you": OfOthers(opened(row, ANSWER, row.answer)),
            "steps": [
                {"at": step.at, "what": step.what, "reason": step.reason, "note": Unseen(text)}
                for step, text in zip(steps, steps_opened(row, steps), strict=True)
            ],
        }  # fmt: skip


def _limits(scope: Scope) -> Iterator[Record]:
    for row in Restriction.objects.filter(workspace_id=scope.workspace, who__in=_whose(scope)).order_by("since"):
        yield {"what": "restriction", "since": row.since, "lifted_at": row.lifted_at}
    for one in Objection.objects.filter(workspace_id=scope.workspace, who__in=_whose(scope)).order_by("at"):
        yield {"what": "objection", "purpose": one.purpose, "since": one.at}


def _looked_at(scope: Scope) -> Iterator[Record]:
    """By whom is the team's: what colleagues do is their data."""
    at = [*_whose(scope), *scope.streams]
    asked = Request.objects.filter(workspace_id=scope.workspace, who__in=_whose(scope)).values("id")
    rows = Look.objects.filter(Q(object__in=at) | Q(object__in=asked), workspace_id=scope.workspace)
    yield from ({"at": row.at, "what": row.what} for row in rows.order_by("at", "id").iterator())


def _did(scope: Scope) -> Iterator[Record]:
    looks = Look.objects.filter(workspace_id=scope.workspace, member__in=scope.members).order_by("at", "id")
    yield from ({"at": row.at, "what": f"looked: {row.what}"} for row in looks.iterator())
    steps = RequestStep.objects.filter(request__workspace_id=scope.workspace, member__in=scope.members)
    yield from ({"at": row.at, "what": row.what} for row in steps.order_by("at", "id").iterator())


def _controller(scope: Scope) -> Iterator[Record]:
    email = Person.objects.filter(id=scope.person).values_list("email", flat=True).first()
    for row in Controller.objects.filter(workspace_id=scope.workspace):
        if email and row.privacy_contact.casefold() == email.casefold():
            yield {"email": row.privacy_contact}
