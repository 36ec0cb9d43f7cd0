"""What the package of a workspace is made of. Whatever people get of themselves is in it, of all people: so that a room
which gives something there gives it here. What belongs to the people and not to the workspace is left to them."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from troth.accounts.models import Member, Workspace
from troth.contacts.models import Contact
from troth.conversations.erase import streams_of
from troth.datamap.erasing import Scope
from troth.datamap.exporting import Given, Part, Record
from troth.datamap.vocabulary import Subject
from troth.sites.models import Site
from troth.sites.queries import settings
from troth.visitors.models import Visitor

from ..access.exporters import exporters
from ..profile.queries import chosen_text
from ..retention.rules import bare, rules_of

PAGE = 200  # rows at once

THEIR_OWN = {  # part -> why it is not the workspace's
    "login": "The logins of the team's people: they are theirs, and open other workspaces too. They get them for"
    " themselves.",
    "sessions": "Where the team's people are signed in: they get it for themselves.",
}
REASONS = {  # of what is kept and not given, in the words of an owner
    "DEVICE": "What the chat and the console keep on people's own devices.",
    "PASSING": "What only passes between servers: it is kept nowhere.",
    "SECRET": "Secrets, as hashes and keys: nobody learns from them but a thief.",
    "COPY": "Copies of what is in here: in sent mails, previews, the search index, and in backups until they end.",
    "MOMENT": "What is gone within minutes.",
    "NETWORK": "Shortened network addresses in the server's own log, which lead to nobody.",
    "TALK": "What the team said to visitors is in here once, with the conversations.",
}


def given() -> list[Part]:
    """Those of the rooms' parts that are in it."""
    return [part for part in exporters.parts if part.name not in THEIR_OWN]


def not_given() -> list[str]:
    reasons = dict.fromkeys(one.why.name for one in exporters.excused)
    return [*THEIR_OWN.values(), *(REASONS[name] for name in reasons)]


def scopes(workspace: UUID) -> Iterator[Scope]:
    """Everybody of whom something is kept, each conversation with its visitor and once: browsers, contacts, members."""
    for row in _pages(Visitor.objects.filter(workspace_id=workspace)):
        streams = streams_of(workspace, [row], [])
        yield Scope(workspace=workspace, subject=Subject.VISITOR, id=row, visitors=[row], streams=streams)
    for row in _pages(Contact.objects.filter(workspace_id=workspace)):
        yield Scope(workspace=workspace, subject=Subject.CONTACT, id=row, contacts=[row])
    people = Member.objects.filter(workspace_id=workspace)
    for row in _pages(people):
        person = people.values_list("person_id", flat=True).get(id=row)
        yield Scope(workspace=workspace, subject=Subject.PERSON, id=person, members=[row], person=person)


def how_many(workspace: UUID) -> int:
    """Scopes: what progress is told by."""
    return sum(model._default_manager.filter(workspace_id=workspace).count() for model in (Visitor, Contact, Member))


def records(part: Part, scope: Scope) -> Iterator[Record]:
    """Each with whom it is about."""
    if scope.subject in part.of:
        for record in part.give(scope):
            yield {"subject": {"kind": scope.subject.value, "id": str(scope.id)}, **record}


def files(scope: Scope) -> Iterator[Given]:
    for some in exporters.files:
        yield from some(scope)


def of_the_workspace(workspace: Workspace) -> Iterator[tuple[str, Iterable[Record]]]:
    """(part, records) of what is nobody's: what the owner has set up. And the team, by the addresses it has here."""
    yield "workspace", [{
        "id": str(workspace.id), "name": workspace.name, "slug": workspace.slug, "since": workspace.created_at,
        "profile": chosen_text(workspace.id),
    }]  # fmt: skip
    yield "sites", (_site(site) for site in Site.objects.filter(workspace=workspace).order_by("id"))
    members = Member.objects.select_related("person").filter(workspace=workspace).order_by("id")
    yield "team", (
        {"id": str(row.id), "name": row.name, "email": row.person.email, "role": row.role, "active": row.active,
         "alias": row.alias, "title": row.title, "since": row.created_at}
        for row in members
    )  # fmt: skip


def _site(site: Site) -> Record:
    told: dict[str, Any] = settings(site).model_dump(mode="json")
    return {**told, "retention": msgspec.to_builtins(bare(rules_of(site.id)))}


def _pages(rows: QuerySet[Any]) -> Iterator[UUID]:
    """Ids in their order: nothing is held open while somebody writes a package for hours."""
    last: UUID | None = None
    while True:
        found = rows if last is None else rows.filter(id__gt=last)
        ids = list(found.order_by("id").values_list("id", flat=True)[:PAGE])
        yield from ids
        if not ids:
            return
        last = ids[-1]
