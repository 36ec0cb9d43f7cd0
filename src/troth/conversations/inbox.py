"""A page of the inbox: first the places of its rows by index, workspace by workspace in one statement, then the rows.

Without that the database would sort all conversations of an agent's workspaces to give the newest fifty.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from troth.accounts.access import membership
from troth.accounts.asker import Asker, PersonAsker
from troth.accounts.roles import SERVING
from troth.kernel.paging import decode_cursor, encode_cursor, page_size

from .access import allowed, allowed_of
from .models import Conversation, Participation
from .queries import own_ids, shown, whole
from .snapshots import Snapshot

MOST_BRANCHES = 300  # SQLite joins at most 500 selects

type View = Literal["waiting", "mine", "open", "closed"]
type Place = tuple[UUID, datetime, int]  # of a row in the order of its view; 1: somebody has taken it

EACH = uuid4()  # stands for each of the workspaces in turn; nobody can name it
_EACH: dict[str, Any] = {"workspace_id": EACH}
_OPEN, _CLOSED = Conversation.State.OPEN, Conversation.State.CLOSED


def page(
    asker: Asker,
    view: View | None,
    workspace: UUID | None = None,
    visitor: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> tuple[list[Snapshot], str | None]:
    """One page of what the asker may see, over all their workspaces or one; the cursor of the next, None at the end.

    waiting: open and the visitor's last words are unanswered; those nobody takes part in first, then the longest wait.
    mine: open and the asker takes part. open, closed, and without a view: newest words first. Raises Invalid, NotFound
    (workspace).
    """
    if workspace is not None and isinstance(asker, PersonAsker):
        membership(asker, workspace, *SERVING)
    size = page_size(limit)
    own = own_ids(asker)
    sets, workspaces = _branches(asker, own, view, workspace, visitor)
    branches = [_in_order(rows, view, cursor) for rows in sets]
    places = _places(branches, workspaces, size + 1, oldest_first=view == "waiting")
    rows = {row.id: row for row in whole(allowed_of(asker, "read", [place[0] for place in places[:size]]))}
    items = shown(asker, [rows[place[0]] for place in places[:size] if place[0] in rows], own)
    if len(places) <= size:
        return items, None
    last_id, last_at, taken = places[size - 1]
    return items, encode_cursor(*([taken] if view == "waiting" else []), last_at.isoformat(), last_id.hex)


def _branches(
    asker: Asker, own: Mapping[UUID, UUID], view: View | None, workspace: UUID | None, visitor: UUID | None
) -> tuple[list[QuerySet[Conversation]], list[UUID]]:
    """Sets of rows that an index holds in order, with EACH in the place of a workspace, and the workspaces; together
    they are the view."""
    rows = Conversation.objects.all()
    if not isinstance(asker, PersonAsker):
        seen = allowed(asker, "read").filter(id__in=_of_visitor(asker.visitor_id))
        seen = seen.filter(**({"workspace_id": workspace} if workspace else {}), **_state(view))
        if view == "waiting":  # they see no participation, so nobody's comes first
            seen = seen.filter(waiting_since__isnull=False).annotate(taken=Value(0))
        return [seen], []
    workspaces = [workspace] if workspace else list(own)
    if visitor is not None:
        theirs = _of_visitor(visitor)
        rows = rows.filter(id__in=theirs)
        workspaces = [one for one in workspaces if one in set(theirs.values())]
    parts = Participation.objects.filter(  # who was removed, or has become an officer, serves nobody any more
        conversation_id=OuterRef("id"),
        left_at__isnull=True,
        member__active=True,
        member__role__in=SERVING,
    )
    if view == "mine":
        # asked of each open one: somebody has taken part in nearly all that were closed over the years
        taken = Participation.objects.filter(
            conversation_id=OuterRef("id"), member_id__in=own.values(), left_at__isnull=True
        )
        mine = rows.filter(Exists(taken), state=_OPEN)
        return [mine.filter(**_place(workspaces, 1))], workspaces
    if view == "waiting":
        rows = rows.filter(state=_OPEN, waiting_since__isnull=False, **_place(workspaces, 2))
        return [
            rows.filter(taken_or_not).annotate(taken=Value(taken))
            for taken, taken_or_not in ((0, ~Exists(parts)), (1, Exists(parts)))
        ], workspaces
    states = [_OPEN, _CLOSED] if view is None else [_CLOSED] if view == "closed" else [_OPEN]
    place = _place(workspaces, len(states))
    if place != _EACH:
        return [rows.filter(state__in=states, **place)], workspaces
    return [rows.filter(state=state, **place) for state in states], workspaces


def _place(workspaces: list[UUID], sets: int) -> dict[str, Any]:
    """Of each workspace by itself, where that makes no more branches than may be."""
    return _EACH if sets * len(workspaces) <= MOST_BRANCHES else {"workspace_id__in": workspaces}


def _of_visitor(visitor: UUID) -> dict[UUID, UUID]:
    """Their conversations, each with its workspace. Few, and asked for first: without statistics SQLite takes the index
    of the inbox for the better one, and looks through all that was ever said in the workspace."""
    return dict(Conversation.objects.filter(visitor_id=visitor).values_list("id", "workspace_id"))


def _state(view: View | None) -> dict[str, str]:
    return {} if view is None else {"state": _CLOSED if view == "closed" else _OPEN}


def _in_order(rows: QuerySet[Conversation], view: View | None, cursor: str | None) -> QuerySet[Conversation]:
    """In order, from the cursor on. A place is (when, id), so that rows that move meanwhile shift nothing."""
    if view == "waiting":
        return _in_order_of_waiting(rows, cursor)
    after = None if cursor is None else decode_cursor(cursor, tuple[datetime, UUID])
    rows = rows.annotate(placed_at=F("last_at"), taken=Value(0))
    if after is not None:
        rows = rows.filter(Q(last_at__lt=after[0]) | Q(last_at=after[0], id__lt=after[1]), last_at__lte=after[0])
    return rows.order_by("-last_at", "-id")


def _in_order_of_waiting(rows: QuerySet[Conversation], cursor: str | None) -> QuerySet[Conversation]:
    rows = rows.annotate(placed_at=F("waiting_since"))
    if cursor is not None:
        taken, at, last = decode_cursor(cursor, tuple[Literal[0, 1], datetime, UUID])
        later = Q(waiting_since__gt=at) | Q(waiting_since=at, id__gt=last)
        rows = rows.filter(Q(taken__gt=taken) | Q(later, taken=taken), Q(taken__gte=taken))
    return rows.order_by("placed_at", "id")


def _places(
    branches: Iterable[QuerySet[Conversation]], workspaces: Sequence[UUID], most: int, *, oldest_first: bool
) -> list[Place]:
    """The first places of all branches in all workspaces together: one statement, which reads at most `most` rows of
    each. To have Django write a branch takes longer than to run it, so each is written once."""
    field = Conversation._meta.get_field("workspace")
    each, *every = [field.get_db_prep_value(one, connection) for one in (EACH, *workspaces)]
    selects: list[str] = []
    params: list[Any] = []
    for branch in branches:
        places = branch.values_list("id", "placed_at", "taken")  # type: ignore[misc]  # annotated by _in_order
        try:
            sql, values = places[:most].query.sql_with_params()
        except EmptyResultSet:  # of no conversations, or no workspaces
            continue
        for workspace in every if each in values else [each]:
            selects.append(f"SELECT * FROM ({sql}) b{len(selects)}")
            params += [workspace if value == each else value for value in values]
    if not selects:
        return []
    order = "taken, placed_at, id" if oldest_first else "placed_at DESC, id DESC"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({' UNION ALL '.join(selects)}) p ORDER BY {order} LIMIT {most}", params)
        return [(_id(row_id), _moment(placed_at), int(taken)) for row_id, placed_at, taken in cursor.fetchall()]


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _moment(value: Any) -> datetime:
    """SQLite gives the text it keeps, or what its converter made of it, without a zone: they are UTC."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)
