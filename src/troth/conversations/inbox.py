"""A page of the inbox: first the places of its rows by index, workspace by workspace in one statement, then the rows.

Without that the database would sort all conversations of an agent's workspaces to give the newest fifty.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from troth.accounts.access import membership
from troth.accounts.asker import Asker, PersonAsker
from troth.kernel.paging import decode_cursor, encode_cursor, page_size

from .access import allowed
from .models import Conversation, Participation
from .queries import own_ids, shown, whole
from .shapes import ConversationShown

MOST_BRANCHES = 300  # SQLite joins at most 500 selects

type View = Literal["waiting", "mine", "open", "closed"]
type Place = tuple[UUID, datetime]  # of a row in the order of its view

_OPEN, _CLOSED = Conversation.State.OPEN, Conversation.State.CLOSED


def page(
    asker: Asker,
    view: View | None,
    workspace: UUID | None = None,
    visitor: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> tuple[list[ConversationShown], str | None]:
    """One page of what the asker may see, over all their workspaces or one; the cursor of the next, None at the end.

    waiting: open and nobody takes part, longest wait first. mine: open and the asker takes part. open, closed, and
    without a view: newest words first. Raises Invalid, NotFound (workspace).
    """
    if workspace is not None and isinstance(asker, PersonAsker):
        membership(asker, workspace)
    size = page_size(limit)
    branches = [_in_order(rows, view, cursor) for rows in _branches(asker, view, workspace, visitor)]
    places = _places(branches, size + 1, oldest_first=view == "waiting")
    rows = {row.id: row for row in whole(allowed(asker, "read").filter(id__in=[place[0] for place in places[:size]]))}
    items = shown(asker, [rows[place[0]] for place in places[:size] if place[0] in rows])
    if len(places) <= size:
        return items, None
    last_id, last_at = places[size - 1]
    return items, encode_cursor(last_at.isoformat(), last_id.hex)


def _branches(
    asker: Asker, view: View | None, workspace: UUID | None, visitor: UUID | None
) -> list[QuerySet[Conversation]]:
    """Sets of rows that an index holds in order; together they are the view."""
    rows = Conversation.objects.all()
    if not isinstance(asker, PersonAsker):
        seen = allowed(asker, "read")
        return [seen.filter(**({"workspace_id": workspace} if workspace else {}), **_state(view))]
    own = own_ids(asker)
    workspaces = [workspace] if workspace else list(own)
    if visitor is not None:
        rows = rows.filter(visitor_id=visitor)
    parts = Participation.objects.filter(  # who was removed from the workspace serves nobody any more
        conversation_id=OuterRef("id"), left_at__isnull=True, member__active=True
    )
    if view == "mine":
        taken = Participation.objects.filter(member_id__in=own.values(), left_at__isnull=True)
        return [rows.filter(id__in=taken.values("conversation_id"), workspace_id__in=workspaces, state=_OPEN)]
    if view == "waiting":
        rows = rows.filter(~Exists(parts))
    states = [_OPEN, _CLOSED] if view is None else [_CLOSED] if view == "closed" else [_OPEN]
    if len(workspaces) * len(states) > MOST_BRANCHES:
        return [rows.filter(workspace_id__in=workspaces, state__in=states)]
    return [rows.filter(workspace_id=one, state=state) for one in workspaces for state in states]


def _state(view: View | None) -> dict[str, str]:
    return {} if view is None else {"state": _CLOSED if view == "closed" else _OPEN}


def _in_order(rows: QuerySet[Conversation], view: View | None, cursor: str | None) -> QuerySet[Conversation]:
    """In order, from the cursor on. A place is (when, id), so that rows that move meanwhile shift nothing."""
    after = None if cursor is None else decode_cursor(cursor, tuple[datetime, UUID])
    if view == "waiting":
        rows = rows.annotate(placed_at=Coalesce("waiting_since", "last_at", output_field=DateTimeField()))
        if after is not None:
            rows = rows.filter(Q(placed_at__gt=after[0]) | Q(placed_at=after[0], id__gt=after[1]))
        return rows.order_by("placed_at", "id")
    rows = rows.annotate(placed_at=F("last_at"))
    if after is not None:
        rows = rows.filter(Q(last_at__lt=after[0]) | Q(last_at=after[0], id__lt=after[1]), last_at__lte=after[0])
    return rows.order_by("-last_at", "-id")


def _places(branches: Iterable[QuerySet[Conversation]], most: int, *, oldest_first: bool) -> list[Place]:
    """The first places of all branches together: one statement, which reads at most `most` rows of each."""
    selects: list[str] = []
    params: list[Any] = []
    for branch in branches:
        places = branch.values_list("id", "placed_at")  # type: ignore[misc]  # annotated by _in_order
        sql, values = places[:most].query.sql_with_params()
        selects.append(f"SELECT * FROM ({sql}) b{len(selects)}")
        params += values
    if not selects:
        return []
    order = "placed_at, id" if oldest_first else "placed_at DESC, id DESC"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({' UNION ALL '.join(selects)}) p ORDER BY {order} LIMIT {most}", params)
        return [(_id(row_id), _moment(placed_at)) for row_id, placed_at in cursor.fetchall()]


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _moment(value: Any) -> datetime:
    """SQLite gives the text it keeps, or what its converter made of it, without a zone: they are UTC."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)
