"""Erase a person who left a workspace: what they did there stays, by a member who is nobody. Where they are in no other
workspace their login goes too."""

from collections.abc import Iterable, Iterator
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from pathlib import Path
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

import troth.log
from troth.datamap.erasing import Order, Scope, Step
from troth.datamap.vocabulary import Subject
from troth.kernel import config
from troth.kernel.ids import new_id

from .models import Member, Person, Portrait
from .roles import AGENT

_OF_A_PERSON = frozenset({Subject.PERSON})
_DOMAIN = "erased.invalid"  # reserved: no mail goes there, nobody signs in with it


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "keys of the team's history", "destroyed, with who joined and left", Order.KEYS, _OF_A_PERSON,
            lambda scope: len(_keys(scope)), lambda scope: _destroy(scope),
            ("table log_event", "table log_key", "table key"), raw=True,
        ),
        Step(
            "captured mails to a person", "deleted", Order.COPIES, _OF_A_PERSON,
            lambda scope: len(list(_captured(scope))),
            lambda scope: _unlink(list(_captured(scope))),
            ("files mail",), raw=True,
        ),
        Step(
            "rows accounts.Portrait", "deleted", Order.ROWS, _OF_A_PERSON,
            lambda scope: Portrait.objects.filter(member_id__in=scope.members).count(),
            lambda scope: _delete(Portrait.objects.filter(member_id__in=scope.members)), ("rows accounts.Portrait",),
        ),
        Step(
            "rows sessions.Session", "deleted, where they are in no other workspace", Order.ROWS, _OF_A_PERSON,
            lambda scope: len(_sessions(scope)),
            lambda scope: _delete(Session.objects.filter(pk__in=_sessions(scope))), ("rows sessions.Session",),
        ),
        Step(
            "rows accounts.Member", "without name, of nobody", Order.ROWS, _OF_A_PERSON,
            lambda scope: _rows(scope).count(), _detach, ("rows accounts.Member",),
        ),
        Step(
            "rows accounts.Person", "deleted, where they are in no other workspace", Order.TOLD, _OF_A_PERSON,
            lambda scope: _person(scope).count(), lambda scope: _delete_person(scope),
            ("rows accounts.Person", "rows account.EmailAddress", "rows account.EmailConfirmation"),
        ),
    )  # fmt: skip


def is_member(scope: Scope) -> bool:
    return Member.objects.filter(id__in=scope.members, active=True).exists()


def elsewhere(scope: Scope) -> bool:
    """Whether the person is, or was, in another workspace too, so that their login stays."""
    return Member.objects.filter(person_id=scope.person).exclude(workspace_id=scope.workspace).exists()


def elsewhere_of(workspace: UUID) -> int:
    """How many of its people are, or were, in another workspace too."""
    others = Member.objects.exclude(workspace_id=workspace).values("person_id")
    return Member.objects.filter(workspace_id=workspace, person_id__in=others).count()


def member_of(workspace: UUID, person: UUID) -> UUID | None:
    return Member.objects.filter(workspace_id=workspace, person_id=person).values_list("id", flat=True).first()


def _keys(scope: Scope) -> list[int]:
    """Of what the workspace's own stream says of them; not of what they said in conversations."""
    log = troth.log.current()
    where = scope.workspace
    return sorted(log.keyring.keys(key for one in scope.members for key in log.keys_of(where, one, where)))


def _destroy(scope: Scope) -> None:
    troth.log.current().keyring.destroy(_keys(scope))


def _captured(scope: Scope) -> Iterator[Path]:
    return captured_to(Person.objects.filter(id=scope.person).values_list("email", flat=True))


def captured_to(emails: Iterable[str]) -> Iterator[Path]:
    """Codes and invitations: their words are in no row."""
    wanted = {email.casefold() for email in emails}
    folder = config.current().mail_dir
    for path in folder.glob("*.eml") if wanted and folder.exists() else ():
        with path.open("rb") as file:
            to = BytesHeaderParser().parse(file).get_all("To", [])
        if wanted & {address.casefold() for _, address in getaddresses([str(one) for one in to])}:
            yield path


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def sessions_of(scope: Scope) -> Iterator[Session]:
    """Of a person, wherever they work."""
    for row in Session.objects.iterator():
        if row.get_decoded().get("_auth_user_id") == str(scope.person):
            yield row


def session_keys(people: set[UUID]) -> QuerySet[Session]:
    """Theirs, by which they are signed in."""
    mine = {str(person) for person in people}
    rows = Session.objects.iterator() if mine else ()
    return Session.objects.filter(pk__in=[row.pk for row in rows if row.get_decoded().get("_auth_user_id") in mine])


def _sessions(scope: Scope) -> list[str]:
    return [] if elsewhere(scope) else [row.pk for row in sessions_of(scope)]


def _rows(scope: Scope) -> QuerySet[Member]:
    return Member.objects.filter(id__in=scope.members, person_id=scope.person)


def _detach(scope: Scope) -> None:
    for row in _rows(scope):
        with transaction.atomic():
            nobody = Person(email=f"{new_id().hex}@{_DOMAIN}", name="", is_active=False)
            nobody.set_unusable_password()
            nobody.save()
            row.person, row.role, row.active = nobody, AGENT, False
            row.name = row.alias = row.title = row.picture = ""
            row.left_at, row.available, row.available_until = None, False, None
            row.save()


def _person(scope: Scope) -> QuerySet[Person]:
    mine = Person.objects.filter(id=scope.person)
    return mine.none() if elsewhere(scope) else mine


def _delete_person(scope: Scope) -> None:
    EmailAddress.objects.filter(user_id__in=_person(scope).values("id")).delete()
    _person(scope).delete()


def _delete(rows: QuerySet[Portrait] | QuerySet[Session]) -> None:
    rows.delete()
