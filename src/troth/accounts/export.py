"""What a person of the team gets: their login, who they are in this workspace, and what its history says of them. And
everybody of the team, whose names may stand in words about visitors."""

from collections.abc import Iterator
from functools import partial

import msgspec
from allauth.account.models import EmailAddress

import troth.log
from troth.datamap.erasing import Scope
from troth.datamap.exporting import Excused, Given, Other, Part, Record, Why
from troth.datamap.vocabulary import Subject
from troth.wire.events import Audience, MemberAdded, MemberRemoved, RoleChanged

from .erase import sessions_of
from .models import Member, Person, Portrait

_OF_A_PERSON = frozenset({Subject.PERSON})
_TEAM = "somebody of the team"
_PAGE = 500  # events
_LOGIN = (
    "id", "email", "last_login", "name", "picture", "language", "is_active", "passes_from", "created_at",
)  # fmt: skip


def parts() -> tuple[Part, ...]:
    return (
        Part(
            "login", _OF_A_PERSON, _login,
            (*(f"rows accounts.Person: {leaf}" for leaf in _LOGIN), "rows account.EmailAddress"),
        ),
        Part("memberships", _OF_A_PERSON, _memberships, ("rows accounts.Member",)),
        Part("portraits", _OF_A_PERSON, _portraits, ("rows accounts.Portrait",)),
        Part(
            "sessions", _OF_A_PERSON, _sessions,
            ("rows sessions.Session: session_data", "rows sessions.Session: expire_date"),
        ),
        Part(
            "history", _OF_A_PERSON, _history, ("event member_added", "event member_removed", "event role_changed"),
        ),
    )  # fmt: skip


def excused() -> tuple[Excused, ...]:
    return (
        Excused(
            (
                "rows accounts.Person: password", "rows sessions.Session: session_key",
                "rows account.EmailConfirmation", "cache default",
            ),
            Why.SECRET,
        ),
        Excused(("cookie troth_session",), Why.DEVICE),
        Excused(("passing word pass of an agent",), Why.PASSING),
        Excused(("mail invitation", "mail account/email/password_reset_code"), Why.COPY),
    )  # fmt: skip


def files(scope: Scope) -> Iterator[Given]:
    for row in Portrait.objects.filter(member_id__in=scope.members):
        yield Given(row.member_id, _path(row), partial(bytes, row.data))


def others(scope: Scope) -> Iterator[Other]:
    """By the names and addresses that colleagues know; visitors see another, which stays."""
    for row in Member.objects.select_related("person").filter(workspace_id=scope.workspace):
        if row.person_id != scope.person:
            yield from (Other(words, _TEAM) for words in (row.name, row.person.name, row.person.email) if words)


def _login(scope: Scope) -> Iterator[Record]:
    for row in Person.objects.filter(id=scope.person):
        addresses = EmailAddress.objects.filter(user=row).order_by("id")
        yield {
            "id": str(row.id), "email": row.email, "name": row.name, "language": row.language, "active": row.is_active,
            "picture": row.picture, "since": row.created_at, "last_signed_in_at": row.last_login,
            "signed_out_everywhere_at": row.passes_from,
            "addresses": [{"email": one.email, "verified": one.verified} for one in addresses],
        }  # fmt: skip


def _memberships(scope: Scope) -> Iterator[Record]:
    for row in Member.objects.select_related("workspace").filter(id__in=scope.members):
        yield {
            "id": str(row.id), "workspace": row.workspace.name, "role": row.role, "name": row.name, "alias": row.alias,
            "title": row.title, "picture": row.picture, "active": row.active, "since": row.created_at,
            "left_at": row.left_at,
            "takes_conversations": row.available, "takes_conversations_until": row.available_until,
        }  # fmt: skip


def _portraits(scope: Scope) -> Iterator[Record]:
    for row in Portrait.objects.filter(member_id__in=scope.members):
        yield {"public_under": row.token, "type": row.kind, "version": row.version, "path": _path(row)}


def _path(row: Portrait) -> str:
    return f"portrait-{row.member_id.hex[-12:]}.{row.kind.rpartition('/')[2]}"


def _sessions(scope: Scope) -> Iterator[Record]:
    yield from ({"signed_in_until": row.expire_date} for row in sessions_of(scope))


def _history(scope: Scope) -> Iterator[Record]:
    log, after, where = troth.log.current(), 0, scope.workspace
    while page := log.read(where, where, after, _PAGE, Audience.TEAM):
        for event in page:
            body = event.opened()
            if isinstance(body, MemberAdded | MemberRemoved | RoleChanged) and body.member in scope.members:
                yield {"at": event.at, "what": event.kind_name, "role": msgspec.to_builtins(body).get("role", "")}
        after = page[-1].seq
