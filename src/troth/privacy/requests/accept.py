"""Accept: do what a right asks for, where that is more than an answer. And lift a restriction again."""

from collections.abc import Callable
from uuid import UUID

from troth.accounts.asker import Asker
from troth.contacts.correct import correct
from troth.conversations.correct_answers import correct_answers
from troth.conversations.tell_corrected import tell_corrected
from troth.datamap.erasing import Scope
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import Conflict

from ..subjects import scope_of
from .carry_out import NotTied
from .file import PURPOSES
from .find import handled, officer, request_of
from .limits import Objection, Restriction
from .rows import Request, RequestStep
from .sealed import about_of
from .step import add_step, words_of
from .withdraw import withdraw

Right, What = Request.Right, RequestStep.What


def accept(asker: Asker, workspace: UUID, request: UUID) -> Request:
    """A withdrawal is done by it; of the others the answer is still to be given. Raises NotFound, Forbidden, NotTied,
    AlreadyAnswered, Conflict (what it asks for has a way of its own, or can't be done as it is)."""
    with handled(asker, workspace, request) as (by, row):
        act = _ACTS.get(row.right)
        if act is None:
            raise Conflict(_OTHERWISE[row.right])
        if row.who is None:
            raise NotTied
        at = now()
        if row.right == Right.WITHDRAWAL:
            withdraw(row, at, by.id)
            return row
        scope = scope_of(workspace, Subject(row.subject), row.who)
        act(row, scope)
        add_step(row, What.ACCEPTED, at, by=by.id)
    if row.right == Right.CORRECTION:
        tell_corrected(
            workspace, scope.contacts[0], [key for key in ("name", "email") if about_of(row).get(key)], row.id
        )
    return row


def lift(asker: Asker, workspace: UUID, request: UUID, reason: str) -> Request:
    """Their data is used again as before; also after the request was answered. Raises NotFound, Forbidden, Invalid,
    Conflict (there is nothing to lift)."""
    words = words_of(reason, "reason", needed=True)
    by = officer(asker, workspace)
    row = request_of(asker, workspace, request)
    at = now()
    if not Restriction.objects.filter(request=row.id, lifted_at=None).update(lifted_at=at):
        raise Conflict("Nothing is restricted by this request.")
    add_step(row, What.LIFTED, at, by=by.id, words=words)
    return row


def _restrict(row: Request, scope: Scope) -> None:
    _once_of(scope)
    Restriction.objects.get_or_create(
        workspace_id=row.workspace_id, who=scope.id, lifted_at=None,
        defaults={"subject": scope.subject, "request": row.id, "since": now()},
    )  # fmt: skip


def _object(row: Request, scope: Scope) -> None:
    _once_of(scope)
    for purpose in about_of(row).get("purposes", PURPOSES):
        Objection.objects.get_or_create(
            workspace_id=row.workspace_id, who=scope.id, purpose=purpose,
            defaults={"subject": scope.subject, "request": row.id, "at": now()},
        )  # fmt: skip


def _correct(row: Request, scope: Scope) -> None:
    about = about_of(row)
    name, email = str(about.get("name") or ""), str(about.get("email") or "")
    if not (name or email):
        raise Conflict("The request does not say by what. Note it, and change it where it stands.")
    if not scope.contacts:
        raise Conflict("Nothing that could be corrected is kept of them by name.")
    contact = scope.contacts[0]
    done = correct(row.workspace_id, contact, name=name or None, email=email or None)
    correct_answers(row.workspace_id, contact, done)


def _once_of(scope: Scope) -> None:
    if scope.subject is Subject.PERSON:
        raise Conflict("A person of the team is no visitor. Change it in the team's settings.")


_ACTS: dict[str, Callable[[Request, Scope], None]] = {
    Right.RESTRICTION: _restrict,
    Right.OBJECTION: _object,
    Right.CORRECTION: _correct,
    Right.WITHDRAWAL: lambda _row, _scope: None,
}
_OTHERWISE: dict[str, str] = {
    Right.ACCESS: "Make the export, then answer that it is done.",
    Right.PORTABILITY: "Make the export, then answer that it is done.",
    Right.ERASURE: "Look at the plan of the erasure and run it.",
    Right.CHILD: "Look at the plan of the erasure and run it, or answer what you found.",
    Right.COMPLAINT: "Answer the complaint.",
}
