"""Attest: a member answers for a control, with evidence, until a day. Or that is taken back."""

from datetime import date
from uuid import UUID

from django.db import transaction

from troth.accounts.models import Member, Workspace
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Invalid, NotFound, TooMany

from ..notice import verdicts
from ..profile.queries import profile_of
from ..profile.shape import Control
from ..requests.controller import facts_of
from .kept import keep
from .newest import newest
from .period import evidence_of, sha256_of, until_of
from .rows import Attestation
from .seal import marks_of, seal_of

MOST = 5_000  # rows of a workspace
_A = Attestation.Act


def attest(
    workspace: UUID, control: str, *, owner: UUID, evidence: str, sha256: str, due: date, by: UUID | None = None
) -> Attestation:
    """owner, by: members; none wrote it where the operator did. due: the day on which it must be attested anew, in the
    controller's time zone. Raises NotFound (the profile has no such control), Invalid, TooMany."""
    known, at = _control(workspace, control), now()
    row = Attestation(
        workspace_id=workspace, control=known.name, act=_A.ATTESTED, owner=_owner(workspace, owner), by=by,
        evidence=evidence_of(evidence), sha256=sha256_of(sha256), at=at,
        until=until_of(due, facts_of(workspace).zone, known.every, at),
    )  # fmt: skip
    with transaction.atomic():
        return _added(row)


def withdraw(workspace: UUID, control: str, *, by: UUID | None = None) -> Attestation:
    """What was attested is not any more. The notice says so at once. Raises NotFound, Conflict (nothing is attested),
    TooMany."""
    known = _control(workspace, control)
    row = Attestation(workspace_id=workspace, control=known.name, act=_A.WITHDRAWN, by=by, at=now())
    with transaction.atomic():
        _lock(workspace)
        last = newest(workspace, [known.name]).get(known.name)
        if last is None or last.act == _A.WITHDRAWN:
            raise Conflict("Nobody has attested this control, so that nothing can be taken back.")
        _added(row)
        promises = [one.id for one in profile_of(workspace).promises if one.control == known.name]
        verdicts.no_longer(workspace, promises)
    return row


def _added(row: Attestation) -> Attestation:
    """Inside of a transaction."""
    _lock(row.workspace_id)
    if Attestation.objects.filter(workspace_id=row.workspace_id).count() >= MOST:
        raise TooMany(f"{MOST} attestations are kept of a workspace, and none is ever deleted.")
    row.marks = marks_of(row)
    row.seal = seal_of(row)
    row.save()
    keep(row.workspace_id, row.control)
    return row


def _lock(workspace: UUID) -> None:
    Workspace.objects.select_for_update(no_key=True).get(id=workspace)


def _control(workspace: UUID, name: str) -> Control:
    found = profile_of(workspace).controls.get(name)
    if found is None:
        raise NotFound
    return found


def _owner(workspace: UUID, member: UUID) -> UUID:
    if not Member.objects.filter(id=member, workspace_id=workspace, active=True).exists():
        raise Invalid("Its owner is somebody of the team.", fields={"owner": "unknown"})
    return member
