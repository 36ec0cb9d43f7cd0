"""Whom an address leads to, and whether somebody is still there."""

from uuid import UUID

from troth.accounts.models import Member
from troth.contacts.models import Contact, Identity
from troth.datamap.vocabulary import Subject
from troth.visitors.models import Visitor


def of_address(workspace: UUID, address: str, mark: bytes) -> tuple[Subject, UUID] | None:
    """Whom this workspace knows by an address: a contact, else somebody of its team; None where nothing is kept."""
    identity = Identity.objects.filter(workspace_id=workspace, kind="email", mark=mark).first()
    if identity is not None:
        return Subject.CONTACT, identity.contact_id
    member = Member.objects.filter(workspace_id=workspace, person__email=address).first()
    return (Subject.PERSON, member.person_id) if member is not None else None


def is_there(workspace: UUID, kind: Subject, subject: UUID) -> bool:
    """False once they were erased."""
    if kind is Subject.VISITOR:
        return Visitor.objects.filter(id=subject, workspace_id=workspace).exists()
    if kind is Subject.CONTACT:
        return Contact.objects.filter(id=subject, workspace_id=workspace).exists()
    return Member.objects.filter(person_id=subject, workspace_id=workspace).exists()
