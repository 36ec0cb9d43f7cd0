"""Erase somebody from the mails: those of their conversations that wait or were captured, and what is known of those
that were sent."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from troth.datamap.erasing import InHand, Order, Scope, Step
from troth.datamap.vocabulary import Subject
from troth.kernel import config
from troth.kernel.clock import now

from .models import Mail

_ALL = frozenset({Subject.VISITOR, Subject.CONTACT, Subject.PERSON})


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "rows post.Mail", "deleted, with the mails captured on this machine", Order.COPIES, _ALL,
            lambda scope: of_them(scope).count(), _delete, ("rows post.Mail",), of_a_talk=True,
        ),
    )  # fmt: skip


def delivered(scope: Scope) -> int:
    """How many mails left this installation, or may have: what the recipients have is theirs."""
    return of_them(scope).filter(state__in=(Mail.State.SENT, Mail.State.UNCERTAIN)).count()


def of_them(scope: Scope) -> QuerySet[Mail]:
    """Mails of their conversations; for a person, what was written to them as a member."""
    members = [one.hex for one in scope.members]
    theirs = Q(stream__in=scope.streams) | Q(stream=scope.workspace, about__member__in=members)
    return Mail.objects.filter(theirs, workspace=scope.workspace)


def _delete(scope: Scope) -> None:
    take_away(of_them(scope))


def take_away(found: QuerySet[Mail]) -> None:
    """Delete mails with what was captured of them. Raises InHand while one is being sent."""
    rows = list(found)
    held = [
        row for row in rows if row.state == Mail.State.SENDING and (row.held_until is None or row.held_until > now())
    ]
    _take_away(row for row in rows if row not in held)
    if held:
        raise InHand


def _take_away(rows: Iterable[Mail]) -> None:
    """The captured file first: its name is the row's id."""
    folder = config.current().mail_dir
    for row in rows:
        # in the row's own state, or a sender that takes it just now would write the file after us
        taken = Mail.objects.filter(id=row.id, state=row.state).exclude(state=Mail.State.SENDING)
        if row.state == Mail.State.WAITING:
            taken.delete()
            continue
        (folder / f"{row.id}.eml").unlink(missing_ok=True)
        Mail.objects.filter(id=row.id).delete()
