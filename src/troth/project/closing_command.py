"""`troth close-workspace`: the operator's door to the end of a workspace, and to the certificates of closed ones."""

import argparse
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from troth.kernel.clock import now
from troth.kernel.errors import Invalid, NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from troth.accounts.models import Workspace
    from troth.privacy.models import Closing

NONE = "No workspace is closing, and none was closed."


def add_words(acts: Any) -> None:
    """acts: the subparsers of `troth`."""
    close = acts.add_parser("close-workspace", help="close a workspace, and read the certificates of closed ones")
    close.add_argument("workspace", nargs="?", default="", metavar="SLUG", help="its id will do too; none: list all")
    what = close.add_mutually_exclusive_group()
    what.add_argument("--ask", action="store_true", help="close it on the day that is told to its owners")
    what.add_argument("--now", action="store_true", help="delete it now; one that was cut off goes on")
    what.add_argument("--undo", action="store_true", help="before its day: all is as it was")
    what.add_argument("--certificate", action="store_true", help="of one that was closed, also weeks ago")
    close.add_argument("--confirm", default="", metavar="SLUG", help="the slug once more, for --ask and --now")


def close_workspace(asked: argparse.Namespace, *, alone: bool) -> tuple[str, bool]:
    """(what to print, whether nothing is in the way). alone: no other process uses the database. Raises Invalid,
    NotFound, Conflict, Busy."""
    from troth.privacy.closing import ask

    if not asked.workspace:
        return _list(), True
    if asked.certificate:
        return _json(_closed(asked.workspace).certificate), True
    if (cut_off := _running(asked.workspace)) is not None and asked.now:
        return _json(_run(cut_off, alone=alone)), True
    workspace = _workspace(asked.workspace)
    if asked.undo:
        return _line(ask.take_back(workspace.id)), True
    if asked.ask or asked.now:
        if asked.confirm != workspace.slug:
            raise Invalid(f"Say --confirm {workspace.slug} as well. All of it goes, and nothing brings it back.")
        row = _closing(workspace.id) or ask.begin(workspace)
        return (_json(_run(row, alone=alone)) if asked.now else _line(row)), True
    return _planned(workspace)


def _run(row: "Closing", *, alone: bool) -> dict[str, Any]:
    from troth.datamap.doors import acting_for
    from troth.datamap.purposes import RIGHTS
    from troth.privacy.closing.run import run
    from troth.privacy.models import Closing

    Closing.objects.filter(id=row.id, closes_at__gt=now()).update(closes_at=now())  # a server goes on if this is killed
    with acting_for(RIGHTS):
        return run(row.id, alone=alone)


def _planned(workspace: "Workspace") -> tuple[str, bool]:
    from troth.privacy.closing.plan import plan

    made, row = plan(workspace.id), _closing(workspace.id)
    told = {"closing": None if row is None else _line(row), **msgspec.to_builtins(made)}
    return _json(told), not made.blockers


def _workspace(named: str) -> "Workspace":
    from troth.accounts.models import Workspace

    from .erasing import workspace_of

    return Workspace.objects.get(id=workspace_of(named))


def _closing(workspace: UUID) -> "Closing | None":
    from troth.privacy.closing.show import closing_of

    return closing_of(workspace)


def _running(named: str) -> "Closing | None":
    """Its workspace may be gone already, or be known by its slug only here."""
    from troth.privacy.models import Closing

    return _named(named).filter(state=Closing.State.RUNNING).first()


def _closed(named: str) -> "Closing":
    from troth.privacy.models import Closing

    row = _named(named).filter(state=Closing.State.DONE, certificate__isnull=False).order_by("-done_at").first()
    if row is None:
        raise NotFound("No workspace of this name was closed here.")
    return row


def _named(named: str) -> "QuerySet[Closing]":
    from troth.privacy.closing.marks import name_mark
    from troth.privacy.models import Closing

    try:
        return Closing.objects.filter(workspace=UUID(named))
    except ValueError:
        return Closing.objects.filter(named=name_mark(named))


def _list() -> str:
    from troth.privacy.models import Closing

    return "\n".join(_line(row) for row in Closing.objects.order_by("asked_at")) or NONE


def _line(row: "Closing") -> str:
    ends = {"undone": row.undone_at, "done": row.done_at}.get(row.state)
    told = f"{row.state} {ends:%Y-%m-%d}" if ends else f"{row.state}, on {row.closes_at:%Y-%m-%d}"
    trouble = f"\n    {row.trouble}" if row.trouble else ""
    return f"{row.id}  asked {row.asked_at:%Y-%m-%d}  {told}  workspace {row.workspace or 'not here'}{trouble}"


def _json(told: object) -> str:
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()
