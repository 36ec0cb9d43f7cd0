"""Ask that a workspace be closed, and undo it: nothing is deleted before the day that is told to all its owners."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from troth.accounts.access import membership
from troth.accounts.asker import Asker
from troth.accounts.closing import close_at
from troth.accounts.models import Workspace
from troth.accounts.roles import OWNER
from troth.kernel import config
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Invalid

from .letter import tell_owners
from .marks import name_mark, workspace_mark
from .plan import blockers, kept, plan
from .rows import Closing, under_way

_S = Closing.State


class Held(Conflict):
    code, status, sentence = "held", 409, "A legal hold stands in this workspace. Nothing was closed."


def ask(asker: Asker, workspace: UUID, confirm: str) -> Closing:
    """confirm: the name or the slug of the workspace, to the letter. Raises NotFound, Forbidden (not by an owner),
    Invalid, Held, Conflict (it is closing already)."""
    by = membership(asker, workspace, OWNER)
    if confirm.strip() not in (by.workspace.slug, by.workspace.name):
        raise Invalid(
            f"Type the name of the workspace, {by.workspace.name}, or {by.workspace.slug}. Nothing was closed.",
            fields={"confirm": "Type the name of the workspace to the letter."},
        )
    return begin(by.workspace, by=by.id)


def begin(workspace: Workspace, *, by: UUID | None = None) -> Closing:
    """by: the member; None for the operator. Raises Held, Conflict."""
    made = plan(workspace.id)
    at = now()
    closes_at = at + timedelta(days=config.current().closing_days)
    try:
        with transaction.atomic():
            # whoever places a hold looks for closings behind the same lock
            Workspace.objects.select_for_update(no_key=True).get(id=workspace.id)
            if held := blockers(workspace.id):
                raise Held(" ".join([*held, "Lift it first, if it may be lifted. Nothing was closed."]))
            row = Closing.objects.create(
                workspace=workspace.id, mark=workspace_mark(workspace.id), named=name_mark(workspace.slug), by=by,
                plan=kept(made), asked_at=at, closes_at=closes_at,
            )  # fmt: skip
            close_at(workspace.id, closes_at)
            tell_owners(row, "asked")
    except IntegrityError:
        raise Conflict("This workspace is closing already. An owner can undo it until its day.") from None
    return row


def undo(asker: Asker, workspace: UUID) -> Closing:
    """All is as it was. Raises NotFound, Forbidden, Conflict (it is not closing, or its deletion has begun)."""
    membership(asker, workspace, OWNER)
    return take_back(workspace)


def take_back(workspace: UUID) -> Closing:
    """Raises Conflict."""
    with transaction.atomic():
        # whoever begins to delete does so behind the same lock
        Workspace.objects.select_for_update(no_key=True).filter(id=workspace).first()
        row = under_way(workspace).first()
        if row is None:
            raise Conflict("This workspace is not closing, so there is nothing to undo.")
        if row.state != _S.ASKED:
            raise Conflict("The deletion has begun, and what is gone can't be brought back.")
        row.state, row.undone_at = _S.UNDONE, now()
        row.save(update_fields=["state", "undone_at"])
        close_at(workspace, None)
        tell_owners(row, "undone")
    return row
