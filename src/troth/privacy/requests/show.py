"""Requests as officers see them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from troth.accounts.asker import Asker
from troth.kernel.clock import now
from troth.kernel.paging import decode_cursor, encode_cursor, page_size

from .carry_out import erasure_of
from .clock import days_left, latest
from .find import officer, request_of
from .labels import labels, members
from .letter import number_of
from .limits import Restriction
from .look import looked
from .rows import Request
from .sealed import ANSWER, REPLY, WORDS, about_of, opened, steps_opened

SOON = 3  # days left, and it is urgent

type Shown = dict[str, Any]


def page(
    asker: Asker, workspace: UUID, state: str | None, right: str | None, cursor: str | None, limit: int | None
) -> tuple[list[Shown], str | None]:
    """state: closed (the newest first), else what waits, the most urgent first. Raises NotFound, Forbidden, Invalid
    (the cursor)."""
    officer(asker, workspace)
    rows = Request.objects.filter(workspace_id=workspace, closed_at__isnull=state != "closed")
    if right:
        rows = rows.filter(right=right)
    size = page_size(limit)
    if state == "closed":
        if cursor is not None:
            closed, last = decode_cursor(cursor, tuple[datetime, UUID])
            rows = rows.filter(Q(closed_at__lt=closed) | Q(closed_at=closed, id__lt=last))
        found = list(rows.order_by("-closed_at", "-id")[: size + 1])
    else:
        if cursor is not None:
            rank, due_at, last = decode_cursor(cursor, tuple[int, datetime, UUID])
            later = Q(due_at__gt=due_at) | Q(due_at=due_at, id__gt=last)
            rows = rows.filter(Q(rank__gt=rank) | Q(later, rank=rank))
        found = list(rows.order_by("rank", "due_at", "id")[: size + 1])
    following = _place(found[size - 1]) if len(found) > size else None
    return shown(workspace, found[:size]), following


def _place(row: Request) -> str:
    if row.closed_at is not None:
        return encode_cursor(row.closed_at.isoformat(), row.id.hex)
    return encode_cursor(row.rank, row.due_at.isoformat(), row.id.hex)


def shown(workspace: UUID, rows: Sequence[Request]) -> list[Shown]:
    """For a list: without a word of theirs."""
    called = labels(workspace, [row.who for row in rows if row.who is not None])
    at = now()
    return [_row(row, called, at) for row in rows]


def _row(row: Request, called: dict[UUID, str], at: datetime) -> Shown:
    left = days_left(row.due_at, ZoneInfo(row.zone), row.closed_at or at, row.paused_at)
    names = ("id", "right", "state", "channel", "site_id", "language", "zone", "received_at", "due_at", "closed_at")
    return {name: getattr(row, name) for name in (*names, "extended_until", "outcome")} | {
        "number": number_of(row),
        "subject": row.who and {"kind": row.subject, "id": row.who, "label": called.get(row.who, "")},
        "days_left": left,
        "paused_since": row.paused_at,
        "urgent": not row.is_closed and (row.rank == 0 or left <= SOON),
    }


def whole(asker: Asker, workspace: UUID, request: UUID) -> Shown:
    """With what they wrote, and what was done. That it was looked at is noted. Raises NotFound, Forbidden."""
    by = officer(asker, workspace)
    row = request_of(asker, workspace, request)
    looked(by, "request", row.id)
    steps = list(row.steps.order_by("at", "id"))
    names = members(workspace, [step.member for step in steps])
    limit = Restriction.objects.filter(request=row.id).order_by("-since").first()
    return shown(workspace, [row])[0] | {
        "words": opened(row, WORDS, row.words),
        "reply_to": opened(row, REPLY, row.reply_to),
        "about": about_of(row),
        "answer": opened(row, ANSWER, row.answer),
        "history": [
            {
                "at": step.at, "what": step.what, "reason": step.reason, "text": text,
                "by": step.member and {"id": step.member, "name": names.get(step.member, "")},
            }
            for step, text in zip(steps, steps_opened(row, steps), strict=True)
        ],
        "erasure": erasure_of(row),
        "restriction": limit and {"since": limit.since, "lifted_at": limit.lifted_at},
        "extend_until": _extend_until(row),
    }  # fmt: skip


def _extend_until(row: Request) -> date | None:
    if row.is_closed or row.paused_at is not None or row.extended_until is not None or row.due_at < now():
        return None
    zone = ZoneInfo(row.zone)
    return latest(row.due_at, zone).astimezone(zone).date()
