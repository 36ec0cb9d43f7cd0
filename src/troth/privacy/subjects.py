"""Whom something is about, as they are named, and all that leads to them."""

import hmac
from uuid import UUID

from troth.accounts.erase import member_of
from troth.accounts.models import Member
from troth.contacts.models import Contact
from troth.conversations.erase import streams_of
from troth.datamap.erasing import Scope
from troth.datamap.vocabulary import Subject
from troth.kernel import config
from troth.kernel.errors import Invalid, NotFound
from troth.visitors.models import Visitor

_MARK = 16  # bytes


def parse(words: str) -> tuple[Subject, UUID]:
    """`visitor:0199...` as (visitor, its id). Raises Invalid."""
    kind, _, number = words.partition(":")
    try:
        return Subject(kind), UUID(number)
    except ValueError:
        raise Invalid(
            "Name the subject as visitor:ID, contact:ID or person:ID.", fields={"subject": "unknown"}
        ) from None


def mark_of(kind: Subject | str, subject: UUID, workspace: UUID) -> bytes:
    """A keyed hash of a subject: who has a row of them knows them again, and nobody else. A person may be erased from
    one workspace and not from another."""
    said = b"%b %b %b" % (str(kind).encode(), workspace.bytes, subject.bytes)
    return hmac.digest(config.current().secret("erasure"), said, "sha256")[:_MARK]


def scope_of(workspace: UUID, kind: Subject, subject: UUID) -> Scope:
    """All that leads to them, as it is now. Raises NotFound, also for somebody of another workspace."""
    find = {Subject.VISITOR: _of_visitor, Subject.CONTACT: _of_contact, Subject.PERSON: _of_person}
    return find[kind](workspace, subject)


def _of_visitor(workspace: UUID, subject: UUID) -> Scope:
    """A browser, and whom it named where no other browser is theirs too. Whoever was known before this browser came
    was named by somebody else first: anybody can type an address, and it is theirs only who can read its mail."""
    row = Visitor.objects.select_related("contact").filter(id=subject, workspace_id=workspace).first()
    if row is None:
        raise NotFound
    streams = streams_of(workspace, [row.id], [])
    named = row.contact
    theirs = named is not None and named.created_at >= row.created_at and not _shared(workspace, named.id, row.id)
    contacts = [named.id] if theirs and named is not None else []
    return Scope(
        workspace=workspace, subject=Subject.VISITOR, id=subject, visitors=[row.id], contacts=contacts, streams=streams
    )


def _shared(workspace: UUID, contact: UUID, visitor: UUID) -> bool:
    others = Visitor.objects.filter(contact_id=contact).exclude(id=visitor).exists()
    return others or set(streams_of(workspace, [], [contact])) > set(streams_of(workspace, [visitor], []))


def _of_contact(workspace: UUID, subject: UUID) -> Scope:
    """All browsers of theirs, and all conversations in which they were named."""
    if not Contact.objects.filter(id=subject, workspace_id=workspace).exists():
        raise NotFound
    visitors = list(Visitor.objects.filter(contact_id=subject, workspace_id=workspace).values_list("id", flat=True))
    streams = streams_of(workspace, visitors, [subject])
    return Scope(
        workspace=workspace, subject=Subject.CONTACT, id=subject, visitors=visitors, contacts=[subject], streams=streams
    )


def _of_person(workspace: UUID, subject: UUID) -> Scope:
    member = member_of(workspace, subject)
    if member is None:
        raise NotFound
    return Scope(workspace=workspace, subject=Subject.PERSON, id=subject, members=[member], person=subject)


def marked(wanted: set[bytes]) -> list[tuple[Subject, UUID, UUID]]:
    """(kind, id, workspace) of those in the database whose mark is wanted."""
    found: list[tuple[Subject, UUID, UUID]] = []
    for kind, rows in (
        (Subject.VISITOR, Visitor.objects.values_list("id", "workspace_id")),
        (Subject.CONTACT, Contact.objects.values_list("id", "workspace_id")),
        (Subject.PERSON, Member.objects.values_list("person_id", "workspace_id")),
    ):
        found += [(kind, one, where) for one, where in rows.iterator() if mark_of(kind, one, where) in wanted]
    return found
