"""What the desk calls the people it looks at: a name or an address as far as one is known."""

from collections.abc import Iterable
from uuid import UUID

from troth.accounts.models import Member
from troth.contacts.models import Contact
from troth.contacts.queries import known
from troth.conversations.queries import label_of
from troth.visitors.models import Visitor

GONE = ""  # of who is not there any more


def labels(workspace: UUID, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Of visitors, contacts and persons alike; who is not found has none."""
    wanted = list(set(ids))
    found: dict[UUID, str] = {}
    contacts = {row.id: row for row in Contact.objects.filter(workspace_id=workspace, id__in=wanted)}
    visitors = list(Visitor.objects.select_related("contact").filter(workspace_id=workspace, id__in=wanted))
    contacts |= {row.contact.id: row.contact for row in visitors if row.contact is not None}
    called = {one: words.name or words.email for one, words in known(contacts.values()).items()}
    found |= {one: called[one] or f"Contact {one.hex[-4:].upper()}" for one in contacts}
    found |= {row.id: called.get(row.contact_id or row.id, "") or label_of(row.id) for row in visitors}
    members = Member.objects.filter(workspace_id=workspace, person_id__in=wanted)
    found |= dict(members.values_list("person_id", "name"))
    return found


def members(workspace: UUID, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """What colleagues call them; also of those who left."""
    wanted = {one for one in ids if one is not None}
    return dict(Member.objects.filter(workspace_id=workspace, id__in=wanted).values_list("id", "name"))
