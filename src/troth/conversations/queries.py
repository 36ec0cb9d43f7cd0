"""Looking at conversations: one or many as snapshots, at the same few statements for any number."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from django.db.models import Prefetch, QuerySet

import troth.log
from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.accounts.queries import memberships
from troth.contacts.models import Identity
from troth.log import Address
from troth.wire.events import Answer, AuthorName
from troth.wire.frames import MarkOf

from .access import allowed
from .models import Conversation, Participation
from .sealed import open_all
from .shapes import (
    AgentShown,
    AnswerShown,
    ConversationShown,
    MarkShown,
    PreviewShown,
    RatingShown,
    VisitorShown,
)

NOBODY = UUID(int=0)


class Preview(msgspec.Struct):
    """What the sealed column `preview` holds."""

    seq: int
    author_kind: AuthorName
    text: str
    files: int = 0


def one(asker: Asker, conversation_id: UUID) -> ConversationShown | None:
    """The conversation as the asker may see it, None when they may not."""
    found = list(whole(allowed(asker, "read").filter(id=conversation_id)))
    return shown(asker, found)[0] if found else None


def shown(asker: Asker, rows: Sequence[Conversation]) -> list[ConversationShown]:
    """Snapshots of rows the asker may see (with their participations fetched)."""
    log = troth.log.current()
    own = own_ids(asker)
    team = isinstance(asker, PersonAsker)
    addresses: list[Address] = [(row.workspace_id, row.id) for row in rows]
    heads = log.heads(addresses)
    marks = log.marks_of(addresses)
    unread = log.unread([(w, s, own.get(w, NOBODY), _seen(marks[w, s], own.get(w))) for w, s in addresses])
    previews = open_all(rows, "preview", Preview)
    answers = open_all(rows, "answers", list[Answer])
    comments = open_all(rows, "rating_comment", str)
    emails = _emails(rows)
    return [
        _shown(
            row,
            own=own.get(row.workspace_id),
            team=team,
            last_seq=heads[address].last_seq if team else heads[address].last_all,
            marks=marks.get(address, []) if team else _upto(heads[address].last_all, marks.get(address, [])),
            unread=count,
            preview=preview,
            answers=answered or [],
            comment=comment or "",
            email=emails.get(row.contact_id) if row.contact_id else None,
        )
        for row, address, count, preview, answered, comment in zip(
            rows, addresses, unread, previews, answers, comments, strict=True
        )
    ]


def _shown(
    row: Conversation,
    *,
    own: UUID | None,
    team: bool,
    last_seq: int,
    marks: Sequence[MarkOf],
    unread: int,
    preview: Preview | None,
    answers: Sequence[Answer],
    comment: str,
    email: str | None,
) -> ConversationShown:
    taking_part = [part for part in row.participations.all() if part.left_at is None]
    name: str | None
    if team:
        name = (row.contact.name if row.contact else "") or None
    else:  # who types somebody's address is kept with them, and must not learn what is known of them
        name, email = answered(answers, "name"), answered(answers, "email")
    return ConversationShown(
        id=row.id,
        workspace_id=row.workspace_id,
        site_id=row.site_id,
        number=row.number,
        state="closed" if row.state == Conversation.State.CLOSED else "open",
        offline=row.offline,
        waiting_since=row.waiting_since if team and row.is_open else None,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        last_at=row.last_at,
        last_seq=last_seq,
        visitor=VisitorShown(
            id=row.visitor_id,
            name=name,
            email=email,
            language=row.language,
            label=name or email or label_of(row.visitor_id),
        ),
        agents=[
            AgentShown(
                member_id=part.member_id,
                alias=part.alias,
                title=part.title,
                picture=part.picture,
                name=part.member.name if team else None,
                colour=part.member.person.colour if team else None,
            )
            for part in taking_part
        ],
        mine=any(part.member_id == own for part in taking_part) or not team,
        preview=_preview(preview),
        unread=unread,
        rating=RatingShown(score=row.rating, comment=comment) if row.rating else None,
        answers=[AnswerShown(field=a.field, label=a.label, value=a.value) for a in answers],
        marks=[
            MarkShown(participant=m.participant, kind=m.kind, delivered=m.delivered, seen=m.seen)
            for m in sorted(marks, key=lambda mark: mark.participant.bytes)
        ],
    )


def _preview(preview: Preview | None) -> PreviewShown | None:
    if preview is None:
        return None
    return PreviewShown(seq=preview.seq, author_kind=preview.author_kind, text=preview.text, files=preview.files)


def _seen(marks: Sequence[MarkOf], own: UUID | None) -> int:
    return next((mark.seen for mark in marks if mark.participant == own), 0)


def _upto(last: int, marks: Sequence[MarkOf]) -> list[MarkOf]:
    """Marks a visitor may know of: a mark on a note would tell that there is one."""
    return [
        MarkOf(participant=m.participant, kind=m.kind, delivered=min(m.delivered, last), seen=min(m.seen, last))
        for m in marks
    ]


def answered(answers: Iterable[Answer], field: str) -> str | None:
    """What the visitor wrote into this field; None when it was not filled."""
    return next((answer.value for answer in answers if answer.field == field), None)


def label_of(visitor: UUID) -> str:
    """What to call a visitor without a name: four signs of the random part of their id."""
    return f"Visitor {visitor.hex[-4:].upper()}"


def own_ids(asker: Asker) -> dict[UUID, UUID]:
    """Workspace -> the asker's id there."""
    if isinstance(asker, VisitorAsker):
        return {asker.workspace: asker.visitor_id}
    return {workspace: member for workspace, member, _ in memberships(asker.person_id)}


def whole(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """With all that `shown` needs of them."""
    parts = Participation.objects.select_related("member__person").order_by("joined_at", "id")
    return rows.select_related("contact").prefetch_related(Prefetch("participations", parts))


def _emails(rows: Sequence[Conversation]) -> dict[UUID, str]:
    """Contact -> the first address known of them."""
    contacts = {row.contact_id for row in rows if row.contact_id}
    known = Identity.objects.filter(contact_id__in=contacts, kind="email").order_by("-id")
    return {identity.contact_id: identity.value for identity in known}
