"""Find whom a request is about: by a mail address, a part of a name, or an id. Names are sealed, so that no index holds
them: the newest contacts are opened and looked through."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from troth.accounts.asker import Asker
from troth.accounts.models import Member
from troth.contacts.models import Contact, Identity
from troth.contacts.queries import known
from troth.contacts.sealed import mark_of
from troth.conversations.models import Conversation
from troth.datamap.vocabulary import Subject
from troth.post.address import is_mail_address
from troth.visitors.models import Visitor

from .find import officer
from .labels import labels
from .look import looked

MOST_SOUGHT = 254  # characters
MOST_FOUND = 20
LOOKED_THROUGH = 1_000  # contacts, the newest


def search(asker: Asker, workspace: UUID, sought: str) -> list[dict[str, Any]]:
    """20 at most. Raises NotFound, Forbidden."""
    looked(officer(asker, workspace), "subject")
    words = sought.strip()
    contacts = _contacts(workspace, words)
    one = _id(words)
    visitors = list(Visitor.objects.filter(workspace_id=workspace, id=one)) if one else []
    persons = list(
        Member.objects.select_related("person").filter(workspace_id=workspace, person__email=words.lower())[:1]
    )
    called = labels(workspace, [*(row.id for row in contacts), *(row.id for row in visitors)])
    return [
        *_shown(Subject.CONTACT, [row.id for row in contacts], called, _talks("contact_id", contacts)),
        *_shown(Subject.VISITOR, [row.id for row in visitors], called, _talks("visitor_id", visitors)),
        *(
            {"kind": Subject.PERSON, "id": row.person_id, "label": row.name, "site_id": None, "last_seen": None}
            for row in persons
        ),
    ]


def _contacts(workspace: UUID, words: str) -> list[Contact]:
    rows = Contact.objects.filter(workspace_id=workspace)
    if one := _id(words):
        return list(rows.filter(id=one))
    if is_mail_address(words):
        mark = mark_of(workspace, "email", words.lower())
        whose = Identity.objects.filter(workspace_id=workspace, kind="email", mark=mark)
        return list(rows.filter(id__in=whose.values("contact_id")))
    newest = list(rows.exclude(name=None).order_by("-id")[:LOOKED_THROUGH])
    names = known(newest, emails=False)
    return [row for row in newest if words.casefold() in names[row.id].name.casefold()][:MOST_FOUND]


def _talks(field: str, rows: Iterable[Contact] | Iterable[Visitor]) -> dict[UUID, tuple[UUID, datetime]]:
    """Of each the site of a talk, and when there were the last words in one."""
    found = Conversation.objects.filter(**{f"{field}__in": [row.id for row in rows]})
    grouped = found.values_list(field, "site_id").annotate(last=Max("last_at")).order_by("last")
    return {who: (site, last) for who, site, last in grouped}


def _shown(
    kind: Subject, ids: list[UUID], called: dict[UUID, str], talks: dict[UUID, tuple[UUID, datetime]]
) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind, "id": one, "label": called.get(one, ""),
            "site_id": talks[one][0] if one in talks else None, "last_seen": talks[one][1] if one in talks else None,
        }
        for one in ids
    ]  # fmt: skip


def _id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
