"""Delete a workspace whose day has come: its steps in their order, each noted when it is done, so that one that was
killed goes on. At the end everything is counted once more, and what came in between is cleared too."""

import logging
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from troth.accounts.models import Workspace
from troth.datamap.closing import Ending
from troth.datamap.erasing import InHand
from troth.kernel.clock import now
from troth.kernel.errors import Busy, Conflict, TrothError
from troth.vault import StillOnDisk

from ..certificate import certificate
from ..clearing import PAUSE, TRIES
from ..erasure import Erasure
from ..lease import held
from ..run import go_on as finish_erasure
from .endings import endings
from .letter import sealed, tell_the_end
from .plan import ClosingPlan, blockers, kept, plan
from .rows import Closing, ClosingStep

_UNDER_WAY = "This workspace is being deleted. If whoever did it was stopped, it goes on within the hour."
_S = Closing.State
_log = logging.getLogger("troth")


def run(closing: UUID, *, alone: bool = False) -> dict[str, Any]:
    """The certificate. alone: no other process can have it in hand, whatever its lease says. Raises Conflict (a hold,
    or another process has it), Busy and outages: repeat it, it goes on where it was."""
    with held(Closing.objects.filter(id=closing), _UNDER_WAY, alone=alone) as (row, renew):
        if row.state == _S.DONE:
            return dict(row.certificate or {})
        try:
            if row.state in (_S.ASKED, _S.DUE):
                _begin(row)
            return _go_on(row, renew)
        except Exception as error:
            _note(row, error)
            raise


def _begin(row: Closing) -> None:
    """From here on nothing is undone."""
    assert row.workspace is not None
    _finish_erasures(row.workspace)
    made = plan(row.workspace)
    with transaction.atomic():
        # whoever places a hold, or undoes the closing, does so behind the same lock
        workspace = Workspace.objects.select_for_update(no_key=True).get(id=row.workspace)
        again = row.state == _S.DUE  # it was deleted before, and its owners have their certificate
        if not again and (sentences := blockers(workspace.id)):
            raise Conflict(" ".join([*sentences, "The workspace is deleted once it is lifted."]))
        letter = None if again else sealed(row, workspace)
        mine = Closing.objects.filter(id=row.id, state=row.state)
        if not mine.update(state=_S.RUNNING, at=now(), plan=kept(made), letter=letter, trouble=""):
            raise Conflict("The closing was undone.")
    row.refresh_from_db()


def _finish_erasures(workspace: UUID) -> None:
    """Those of people that are under way have rows of their own, and a certificate that somebody waits for."""
    for erasure in Erasure.objects.filter(workspace=workspace, state=Erasure.State.RUNNING):
        finish_erasure(erasure.id)


def _go_on(row: Closing, renew: Callable[[], None]) -> dict[str, Any]:
    workspace = row.workspace
    assert workspace is not None
    for tell in endings.noted:
        tell()
    for step in endings.steps:
        _do(row, step, workspace, renew)
    for _ in range(TRIES):
        left = [step for step in endings.steps if step.count(workspace)]
        if not left:
            return _end(row)
        for step in left:
            renew()
            _clear(step, workspace, renew)
    raise Busy("Something of it is still being written. It goes on within the hour.")


def _do(row: Closing, step: Ending, workspace: UUID, renew: Callable[[], None]) -> None:
    """How many there were is what there was when it was begun first."""
    noted = ClosingStep.objects.filter(closing=row, store=step.store).first()
    if noted is None:
        noted = ClosingStep.objects.create(closing=row, store=step.store, cleared=step.count(workspace))
    if noted.done_at is None:
        renew()
        _clear(step, workspace, renew)
        ClosingStep.objects.filter(id=noted.id).update(done_at=now())


def _clear(step: Ending, workspace: UUID, renew: Callable[[], None]) -> None:
    """However often something of it is in somebody's hand at that moment. Raises StillOnDisk."""
    for attempt in range(TRIES):
        try:
            return step.clear(workspace, renew)
        except (InHand, StillOnDisk):
            if attempt == TRIES - 1:
                raise Busy("Something of it is in use just now. It goes on within the hour.") from None
            time.sleep(PAUSE)
            renew()
    return None


def _end(row: Closing) -> dict[str, Any]:
    made = msgspec.convert(row.plan, ClosingPlan)
    cleared = dict(ClosingStep.objects.filter(closing=row).values_list("store", "cleared"))
    told = certificate(row, made, endings.steps, cleared, now())
    with transaction.atomic():
        Closing.objects.filter(id=row.id).update(state=_S.DONE, certificate=told, done_at=now(), by=None, trouble="")
        row.refresh_from_db()
        tell_the_end(row)
    _log.info("The closing %s is done", row.id)
    return told


def _note(row: Closing, error: Exception) -> None:
    """Holds are looked up when somebody asks; all else is said in a sentence of the program's."""
    if isinstance(error, Conflict):
        return
    told = str(error) if isinstance(error, TrothError) else f"It failed ({type(error).__name__}), and is tried again."
    Closing.objects.filter(id=row.id).update(trouble=told[:300])
