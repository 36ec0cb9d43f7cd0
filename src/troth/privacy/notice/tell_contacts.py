"""Tell the contacts of a site by mail that something of substance changes, where the company's profile says so: some at
a time, since there may be many, and each once, whoever is killed in between."""

from django.db import transaction

from troth.contacts.models import Contact
from troth.contacts.queries import known
from troth.conversations.models import Conversation
from troth.kernel.clock import now
from troth.post.write import write

from .letter import KIND
from .rows import Notice

AT_ONCE = 50  # contacts; others wait for the gate meanwhile
_S = Notice.State


def some() -> bool:
    """Whether there is more to do."""
    due = Notice.objects.filter(told_at=None, state__in=(_S.ANNOUNCED, _S.IN_FORCE)).defer("told", "changes")
    row = due.order_by("published_at").first()
    if row is None:
        return False
    people = Contact.objects.filter(conversations__site=row.site_id, conversations__erased_at=None)
    if row.heard is not None:
        people = people.filter(id__gt=row.heard)
    these = list(people.order_by("id").distinct()[:AT_ONCE])
    addresses = {one: told.email for one, told in known(these).items() if told.email}
    with transaction.atomic():
        for one in these:
            if one.id in addresses:
                _tell(row, one, addresses[one.id])
        if these:
            Notice.objects.filter(id=row.id).update(heard=these[-1].id)
        else:
            Notice.objects.filter(id=row.id).update(heard=None, told_at=now())
    return True


def _tell(row: Notice, contact: Contact, address: str) -> None:
    """In the stream of their last talk there: who is erased, or their talk, takes the mail along."""
    talks = Conversation.objects.filter(contact=contact, site=row.site_id, erased_at=None)
    talk = talks.order_by("-opened_at").first()
    if talk is None:  # erased just now
        return
    write(
        workspace=row.workspace_id, stream=talk.id, subject=talk.visitor_id, kind=KIND, occasion=row.id.hex,
        to=address, about={"notice": row.id.hex, "language": talk.language}, at=now(),
    )  # fmt: skip
