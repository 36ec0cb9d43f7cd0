"""Run an erasure: its steps in their order, each noted when it is done, so that one that was killed goes on.

All steps may be done again. At the end everything is counted once more, and what came in between is cleared too; then
the certificate is written and the subject's ids go.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction

from troth.accounts.models import Workspace
from troth.datamap.erasing import Scope, Step
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import Busy, NotFound

from .certificate import certificate
from .clearing import TRIES, clear
from .erasers import erasers
from .erasure import Erasure, ErasureStep
from .lease import held
from .plan import Plan, check, check_now, shown
from .subjects import mark_of, scope_of

_UNDER_WAY = "This erasure is under way. If whoever ran it was stopped, repeat it in a minute; it goes on where it was."
_RUNNING, _DONE = Erasure.State.RUNNING, Erasure.State.DONE


def run(made: Plan, *, alone: bool = False) -> dict[str, Any]:
    """The certificate. alone: see `go_on`. Raises Conflict (blocked, altered, or under way already), Busy: repeat it,
    it goes on."""
    check(made)
    scope = made.scope
    mark = mark_of(scope.subject, scope.id, scope.workspace)
    try:
        with transaction.atomic():
            # whoever places a hold looks for erasures behind the same lock
            Workspace.objects.select_for_update(no_key=True).filter(id=scope.workspace).first()
            check_now(made)
            row = Erasure.objects.create(
                workspace=scope.workspace, subject=scope.subject, mark=mark, state=_RUNNING, plan=shown(made), at=now()
            )
    except IntegrityError:
        row = Erasure.objects.exclude(state=_DONE).get(mark=mark)
        if row.state == Erasure.State.DUE:
            Erasure.objects.filter(id=row.id, state=Erasure.State.DUE).update(
                state=_RUNNING, plan=shown(made), workspace=scope.workspace
            )
    return go_on(row.id, alone=alone)


def resume(workspace: UUID, kind: Subject, subject: UUID, *, alone: bool = False) -> dict[str, Any] | None:
    """The certificate of an erasure of theirs that was cut off, brought to its end; None where there is none. Its plan
    is the one that was shown: half of what it speaks of is not there any more. Raises as `run`."""
    mark = mark_of(kind, subject, workspace)
    row = Erasure.objects.filter(mark=mark, state=_RUNNING).first()
    return None if row is None else go_on(row.id, alone=alone)


def go_on(erasure: UUID, *, alone: bool = False) -> dict[str, Any]:
    """From wherever it is to the certificate. alone: no other process can have it in hand, whatever its lease says.
    Raises as `run`."""
    with held(Erasure.objects.filter(id=erasure), _UNDER_WAY, alone=alone) as (row, renew):
        if row.state == _DONE:
            return dict(row.certificate or {})
        made = msgspec.convert(row.plan, Plan)
        scope, steps = made.scope, [step for step in erasers.steps if made.scope.subject in step.of]
        for tell in erasers.noted:
            tell()
        for step in steps:
            _do(row, step, scope, renew)
        for _ in range(TRIES):
            scope = _grown(row, scope)
            left = [step for step in steps if step.count(scope)]
            if not left:
                break
            for step in left:
                _do(row, step, scope, renew, again=True)
        else:
            raise Busy("Something of theirs is still being written. Repeat the erasure; it goes on where it is.")
        for end in erasers.ended:
            end(scope)
        return _end(row, made, steps)


def _do(row: Erasure, step: Step, scope: Scope, renew: Callable[[], None], *, again: bool = False) -> None:
    """A step that is noted is not done anew, but for what came since."""
    if not again and ErasureStep.objects.filter(erasure=row, store=step.store).exists():
        return
    renew()
    there = step.count(scope)
    clear(step, scope, there, renew)
    if not again:
        ErasureStep.objects.get_or_create(erasure=row, store=step.store, defaults={"cleared": there, "at": now()})


def _grown(row: Erasure, scope: Scope) -> Scope:
    """What they began meanwhile is theirs too; noted before it is cleared."""
    try:
        fresh = scope_of(scope.workspace, scope.subject, scope.id)
    except NotFound:
        return scope
    wider = {
        name: sorted({*getattr(scope, name), *getattr(fresh, name)})
        for name in ("visitors", "contacts", "streams", "members")
    }
    grown = msgspec.structs.replace(scope, **wider)
    if grown != msgspec.structs.replace(scope, **{name: sorted(getattr(scope, name)) for name in wider}):
        row.plan = {**(row.plan or {}), "scope": msgspec.to_builtins(grown)}
        row.save(update_fields=["plan"])
    return grown


def _end(row: Erasure, made: Plan, steps: list[Step]) -> dict[str, Any]:
    cleared = dict(ErasureStep.objects.filter(erasure=row).values_list("store", "cleared"))
    told = certificate(row, made, steps, cleared, now())
    Erasure.objects.filter(id=row.id).update(state=_DONE, plan=None, certificate=told, done_at=now())
    return told
