"""Looking at conversations: one or many as snapshots, at the same few statements for any number."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

import troth.log
from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.accounts.queries import memberships
from troth.accounts.roles import SERVING
from troth.contacts import queries as contacts
from troth.log import Address
from troth.wire.events import Answer
from troth.wire.frames import MarkOf

from .access import allowed
from .models import Conversation, Participation
from .sealed import open_all
from .snapshots import Preview, Rated, Snapshot, WhoAnswers, WhoAsks

NOBODY = UUID(int=0)

type Limited = Callable[[Collection[UUID]], set[UUID]]
_limited: list[Limited] = []


def limited_by(limited: Limited) -> None:
    """Hand in who says of visitors and contacts whose data is only to be kept."""
    _limited[:] = [limited]


def one(asker: Asker, conversation_id: UUID) -> Snapshot | None:
    """The conversation as the asker may see it, None when they may not."""
    found = list(whole(allowed(asker, "read").filter(id=conversation_id)))
    return shown(asker, found)[0] if found else None


def shown(asker: Asker, rows: Sequence[Conversation], own: Mapping[UUID, UUID] | None = None) -> list[Snapshot]:
    """Snapshots of rows the asker may see; own: their `own_ids`, where they are known."""
    log = troth.log.current()
    own = own_ids(asker) if own is None else own
    team = isinstance(asker, PersonAsker)
    addresses: list[Address] = [(row.workspace_id, row.id) for row in rows]
    heads = log.heads(addresses)
    marks = log.marks_of(addresses)
    unread = log.unread([(w, s, own.get(w, NOBODY), _seen(marks[w, s], own.get(w))) for w, s in addresses])
    previews = open_all(rows, "preview", Preview)
    answers = open_all(rows, "answers", list[Answer])
    comments = open_all(rows, "rating_comment", str)
    agents = _agents(rows, team)
    # of the team alone: a visitor reads what they wrote themselves
    known = contacts.known(row.contact for row in rows if row.contact) if team else {}
    kept = _only_kept(rows) if team else set()
    return [
        _shown(
            row,
            agents=agents.get(row.id, []),
            own=own.get(row.workspace_id),
            team=team,
            last_seq=heads[address].last_seq if team else heads[address].last_all,
            marks=marks.get(address, []) if team else _upto(heads[address].last_all, marks.get(address, [])),
            unread=count,
            preview=preview,
            answers=answered or [],
            comment=comment or "",
            known=known.get(row.contact_id, contacts.NOBODY) if row.contact_id else contacts.NOBODY,
            restricted=not kept.isdisjoint({row.visitor_id, row.contact_id}),
        )
        for row, address, count, preview, answered, comment in zip(
            rows, addresses, unread, previews, answers, comments, strict=True
        )
    ]


def _shown(
    row: Conversation,
    *,
    agents: list[WhoAnswers],
    own: UUID | None,
    team: bool,
    last_seq: int,
    marks: Sequence[MarkOf],
    unread: int,
    preview: Preview | None,
    answers: list[Answer],
    comment: str,
    known: contacts.Known,
    restricted: bool,
) -> Snapshot:
    if team:
        name, email = known.name or None, known.email or None
    else:  # who types somebody's address is kept with them, and must not learn what is known of them
        name, email = answered(answers, "name"), answered(answers, "email")
    return Snapshot(
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
        visitor=WhoAsks(
            id=row.visitor_id,
            name=name,
            email=email,
            language=row.language,
            label=name or email or label_of(row.visitor_id),
            restricted=restricted,
        ),
        agents=agents,
        mine=any(agent.member_id == own for agent in agents) or not team,
        preview=preview,
        unread=unread,
        rating=Rated(score=row.rating, comment=comment) if row.rating else None,
        answers=answers,
        marks=sorted(marks, key=lambda mark: mark.participant.bytes),
    )


def _only_kept(rows: Sequence[Conversation]) -> set[UUID]:
    ids = {row.visitor_id for row in rows} | {row.contact_id for row in rows if row.contact_id}
    return {one for limited in _limited for one in limited(ids)} if ids else set()


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
    """Workspace -> the asker's id there, wherever they may read."""
    if isinstance(asker, VisitorAsker):
        return {asker.workspace: asker.visitor_id}
    return {workspace: member for workspace, member, role in memberships(asker.person_id) if role in SERVING}


def whole(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """With all that `shown` needs of them."""
    return rows.select_related("contact")


def _agents(rows: Sequence[Conversation], team: bool) -> dict[UUID, list[WhoAnswers]]:
    """Conversation -> who takes part now, in the order in which they joined. As plain values: three models for each of
    them were a fifth of a page."""
    parts = Participation.objects.filter(conversation_id__in=[row.id for row in rows], left_at__isnull=True)
    found: dict[UUID, list[WhoAnswers]] = {}
    for conversation, member, alias, title, picture, name, colour in parts.order_by("joined_at", "id").values_list(
        "conversation_id", "member_id", "alias", "title", "picture", "member__name", "member__person__colour"
    ):
        agent = WhoAnswers(
            member_id=member, alias=alias, title=title, picture=picture,
            name=name if team else None, colour=colour if team else None,
        )  # fmt: skip
        found.setdefault(conversation, []).append(agent)
    return found
