"""A closing as people see it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from troth.accounts.models import Member
from troth.kernel.clock import now

from .plan import held
from .rows import Closing, under_way

_S = Closing.State
_STATES = {_S.UNDONE: "undone", _S.DONE: "closed", _S.RUNNING: "deleting", _S.DUE: "deleting"}


def closing_of(workspace: UUID) -> Closing | None:
    """The one that is under way, else None."""
    return under_way(workspace).first()


def closed_lately() -> list[UUID]:
    """Workspaces whose deletion began within the hour: whoever still listens there is told."""
    rows = Closing.objects.filter(state__in=(_S.RUNNING, _S.DONE), at__gt=now() - timedelta(hours=1))
    return [one for one in rows.values_list("workspace", flat=True) if one is not None]


def shown(row: Closing) -> dict[str, Any]:
    """`waiting`: its day has come, and something keeps it from beginning."""
    holds = held(row.workspace) if row.state == _S.ASKED and row.workspace else []
    late = row.state == _S.ASKED and row.closes_at <= now()
    waits = [one.sentence for one in holds] + ([row.trouble] if row.trouble else [])
    plan = row.plan or {}
    return {
        "id": row.id,
        "state": _STATES.get(_S(row.state), "waiting" if late and waits else "closing"),
        "asked_at": row.asked_at,
        "asked_by": _member(row),
        "closes_at": row.closes_at,
        "undone_at": row.undone_at,
        "waits_for": waits,
        "reasons": holds,
        "plan_hash": plan.get("hash", ""),
    }


def _member(row: Closing) -> dict[str, Any] | None:
    found = Member.objects.filter(id=row.by).values("id", "name").first() if row.by else None
    return None if found is None else {"id": found["id"], "name": found["name"]}
