"""Open: a visitor's first words begin a conversation; their form answers come along, and make or find a contact."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from math import ceil
from uuid import UUID, uuid5

from django.db import connection

import troth.log
from troth.accounts.asker import VisitorAsker
from troth.accounts.availability import available
from troth.accounts.closing import check_open
from troth.accounts.models import Workspace
from troth.contacts.keep import keep
from troth.contacts.models import Contact
from troth.kernel import config
from troth.kernel.buckets import Hourly, refused
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, NotFound, TooMany
from troth.kernel.limits import Limits
from troth.log import Draft, Head, again
from troth.sites.children import check_declared
from troth.sites.form import check
from troth.sites.hours import is_open
from troth.sites.hours_shapes import HoursIn
from troth.sites.models import Site
from troth.sites.queries import to_fill
from troth.visitors.models import Visitor
from troth.wire.events import Answer, Author, Body, FormAnswered, Opened
from troth.wire.mask import mask_cards

from . import say
from .models import Conversation, Numbering
from .sealed import seal

MAX_LANGUAGE = 16  # characters of a language tag


def open_(
    asker: VisitorAsker,
    conversation_id: UUID,
    client_id: UUID,
    text: str,
    fields: Mapping[str, str],
    language: str = "",
    place: str = "",
) -> tuple[Conversation, bool]:
    """Open a conversation with the visitor's first message; (the conversation, whether it is new).

    The same ids with the same words again give the same conversation. Whether it is an offline form is decided here:
    the site is closed, or nobody is available. Raises Invalid (text, fields), AgeNeeded, TooMany, Conflict, NotFound.
    place: the network address that the visitor asks from.
    """
    # another request with this id may be quicker by a moment: then it came before
    return again(lambda: _open(asker, conversation_id, client_id, text, fields, language, place))


def _open(
    asker: VisitorAsker,
    conversation_id: UUID,
    client_id: UUID,
    text: str,
    fields: Mapping[str, str],
    language: str,
    place: str,
) -> tuple[Conversation, bool]:
    visitor = _visitor(asker)
    site: Site = visitor.site
    language = (language or visitor.language)[:MAX_LANGUAGE]
    before = Conversation.objects.filter(id=conversation_id).first()
    if before is None:
        if Workspace.objects.filter(id=conversation_id).exists():
            raise Conflict  # a workspace's id is public, and is the id of its own stream
        check_open(site.workspace)
        check_declared(site, fields)
        _within_limits(visitor)
        _counted(config.current().limits).count(place, site)
        offline = not attended(site, now())
    else:
        if before.visitor_id != visitor.id:
            raise NotFound
        offline, language = before.offline, before.language
    answers = [_masked(answer) for answer in check(to_fill(site, offline), fields, language or "en")]
    author = Author(kind="visitor", id=visitor.id)

    def draft(body: Body, client: UUID) -> Draft:
        return Draft(
            workspace=site.workspace_id,
            stream=conversation_id,
            body=body,
            author=author,
            client_id=client,
            subject=visitor.id,
        )

    opened = draft(Opened(site=site.id, visitor=visitor.id, offline=offline, language=language), conversation_id)
    answered = [draft(FormAnswered(answers=answers), uuid5(conversation_id, "form"))] if answers else []
    said = say.draft(site.workspace_id, conversation_id, author, visitor.id, client_id, text)
    drafts = [opened, *answered, said_first(said)]
    with troth.log.current().unit("open", *drafts, opens=(Head(site.workspace_id, conversation_id),)) as unit:
        if not unit.repeated:
            _write(conversation_id, visitor, answers, offline, language, unit.at)
    if unit.repeated and (len(unit.written) != len(drafts) or (before and before.answers is not None and not answers)):
        raise Conflict  # it was opened with other words, or with answers
    return Conversation.objects.select_related("site", "visitor", "contact").get(id=conversation_id), not unit.repeated


def attended(site: Site, at: datetime) -> bool:
    """Whether the site is open and somebody takes conversations now."""
    return is_open(HoursIn.model_validate(site.hours).as_hours(), at) and bool(available(site.workspace_id))


def said_first(said: Draft) -> Draft:
    """The first message of a conversation: no row says yet who may speak, the unit has checked it itself."""
    return Draft(
        workspace=said.workspace,
        stream=said.stream,
        body=said.body,
        author=said.author,
        client_id=said.client_id,
        audience=said.audience,
        subject=said.subject,
    )


def _visitor(asker: VisitorAsker) -> Visitor:
    found = (
        Visitor.objects.select_related("site__workspace", "contact")
        .filter(id=asker.visitor_id, workspace_id=asker.workspace, site_id=asker.site)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _within_limits(visitor: Visitor) -> None:
    most, hour = config.current().limits.visitor_conversations, timedelta(hours=1)
    lately = Conversation.objects.filter(visitor=visitor, opened_at__gt=now() - hour).order_by("-opened_at")
    oldest = lately.values_list("opened_at", flat=True)[most - 1 : most].first()
    if oldest is not None:
        refused["visitor_conversations"] += 1
        told = f"One visitor may begin {most} conversations an hour. Go on in one that is open."
        raise TooMany(told, again=max(1, ceil((oldest + hour - now()).total_seconds())))


class _Counted:
    """New conversations of an hour. The narrowest first: a flood from one address takes nothing of its site."""

    def __init__(self, limits: Limits) -> None:
        told = "{} may begin {} conversations an hour.".format
        most = limits.address_conversations
        self._addresses = Hourly[str](most, told("One network address", most), "address_conversations")
        most = limits.site_conversations
        self._sites = Hourly[UUID](most, told("All visitors of this site together", most), "site_conversations")
        most = limits.workspace_conversations
        self._workspaces = Hourly[UUID](
            most, told("Everybody in this workspace together", most), "workspace_conversations"
        )

    def count(self, place: str, site: Site) -> None:
        """Raises TooMany."""
        self._addresses.count(place)
        self._sites.count(site.id)
        self._workspaces.count(site.workspace_id)


@cache
def _counted(limits: Limits) -> _Counted:
    """The one counter of this process for these limits."""
    return _Counted(limits)


def _masked(answer: Answer) -> Answer:
    return Answer(field=answer.field, label=answer.label, value=mask_cards(answer.value)[0])


def _write(
    conversation_id: UUID, visitor: Visitor, answers: Sequence[Answer], offline: bool, language: str, at: datetime
) -> None:
    contact = _contact(visitor, answers)
    row = Conversation(
        id=conversation_id,
        workspace_id=visitor.workspace_id,
        site_id=visitor.site_id,
        visitor=visitor,
        contact=contact,
        offline=offline,
        language=language,
        opened_at=at,
        last_at=at,
        waiting_since=at,
    )
    if answers:
        row.answers = seal(row, "answers", answers)
    row.number = next_number(visitor.workspace_id)
    _within_limits(visitor)  # once more: others of theirs at the same moment have waited here for each other
    row.save(force_insert=True)


def _contact(visitor: Visitor, answers: Sequence[Answer]) -> Contact | None:
    """Whoever the form names; a visitor who named themselves before stays that contact when the form asks nothing.

    A contact that somebody else made is this conversation's only: else a visitor who typed another's address once
    could rename them, and give them an address, the next time."""
    name = next((a.value for a in answers if a.field == "name"), "")
    email = next((a.value for a in answers if a.field == "email"), "")
    contact = keep(visitor.workspace_id, name, email, visitor.contact)
    if contact is not None and visitor.contact_id != contact.id and not _of_another(contact, visitor):
        Visitor.objects.filter(id=visitor.id).update(contact=contact)
    return contact


def _of_another(contact: Contact, visitor: Visitor) -> bool:
    return (
        Visitor.objects.filter(contact=contact).exclude(id=visitor.id).exists()
        or Conversation.objects.filter(contact=contact).exclude(visitor=visitor).exists()
    )


def next_number(workspace: UUID) -> int:
    """Counted up in the workspace's row; a roll-back gives it back. Others who open wait for it: take it last."""
    held = Numbering._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {held} (workspace_id, last) VALUES (%s, 1)"
            f" ON CONFLICT (workspace_id) DO UPDATE SET last = {held}.last + 1 RETURNING last",
            [workspace if connection.features.has_native_uuid_field else workspace.hex],
        )
        return int(cursor.fetchone()[0])
