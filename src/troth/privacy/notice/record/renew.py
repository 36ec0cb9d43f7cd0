"""Bring the record of a workspace up to date: where it would say something else, a version is added. It is asked for,
and once an hour it happens by itself: upgrades, profiles and the register change what it is made of, too."""

from uuid import UUID

from django.db import transaction

from troth.accounts.models import Workspace
from troth.kernel.clock import now

from ..content import canonical, fingerprint
from .content import record_of
from .rows import ProcessingRecord

AT_ONCE = 10  # workspaces; others are served between them


def renew(workspace: Workspace) -> tuple[ProcessingRecord, bool]:
    """The last version, and whether it is new."""
    told = canonical(record_of(workspace))
    sha256 = fingerprint(told)
    last = _last(workspace)
    if last is not None and last.sha256 == sha256:
        return last, False
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        last = _last(workspace)
        if last is not None and last.sha256 == sha256:
            return last, False
        number = (last.number if last else 0) + 1
        row = ProcessingRecord.objects.create(
            workspace=workspace, number=number, told=told, sha256=sha256, made_at=now()
        )
    return row, True


def renew_some(after: UUID | None = None) -> UUID | None:
    """Some of all workspaces that are not about to close, by their ids. The last of them: go on after it; None when
    there are no more."""
    rows = Workspace.objects.filter(closes_at=None).order_by("id")
    these = list((rows if after is None else rows.filter(id__gt=after))[:AT_ONCE])
    for workspace in these:
        renew(workspace)
    return these[-1].id if len(these) == AT_ONCE else None


def _last(workspace: Workspace) -> ProcessingRecord | None:
    return ProcessingRecord.objects.filter(workspace=workspace).defer("told").order_by("-number").first()
