"""The measures of a workspace: each control of its profile, and whether somebody's word stands behind it now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal
from uuid import UUID

from troth.accounts.models import Member
from troth.kernel.clock import now

from ..profile.queries import profile_of
from ..profile.shape import Control, Promise
from ..requests.controller import facts_of
from .kept import missed
from .newest import newest
from .period import counts_until, soon
from .rows import Attestation
from .seal import fits

type Standing = Literal["overdue", "altered", "ownerless", "withdrawn", "missing", "soon", "attested"]
ORDER: tuple[Standing, ...] = ("overdue", "altered", "ownerless", "withdrawn", "missing", "soon", "attested")
COUNTS: tuple[Standing, ...] = ("soon", "attested")  # for which a promise is ATTESTED


@dataclass(frozen=True, slots=True)
class Measure:
    """row: the newest. standing: `altered` also where rows were deleted. until: when it stops to count, or did; None
    where nothing was attested. promises: that stand on it."""

    control: Control
    promises: tuple[Promise, ...]
    row: Attestation | None
    standing: Standing
    until: datetime | None


def measures(workspace: UUID, at: datetime | None = None) -> list[Measure]:
    """Those that need somebody first. at: the moment; None: this one."""
    profile, at = profile_of(workspace), at or now()
    rows, gone = newest(workspace, profile.controls), missed(workspace)
    team = set(Member.objects.filter(workspace_id=workspace, active=True).values_list("id", flat=True))
    found = [
        _measure(one, tuple(p for p in profile.promises if p.control == name), rows.get(name), name in gone, team, at)
        for name, one in profile.controls.items()
    ]
    return sorted(found, key=lambda one: (ORDER.index(one.standing), one.until or at, one.control.name))


def attested(workspace: UUID, at: datetime | None = None) -> dict[str, datetime | str]:
    """Control -> until when its evidence counts, in the controller's time zone, or why it does not. What nobody ever
    attested is not in it."""
    zone = facts_of(workspace).zone
    return {
        one.control.name: one.until.astimezone(zone) if one.until and one.standing in COUNTS else _why(one, zone)
        for one in measures(workspace, at)
        if one.row is not None or one.standing == "altered"
    }


def _why(one: Measure, zone: tzinfo) -> str:
    name = one.control.name
    if one.standing == "overdue" and one.until:
        return f"the evidence for the control {name} ended on {one.until.astimezone(zone):%Y-%m-%d}"
    return {
        "missing": f"nobody has attested the control {name}",
        "withdrawn": f"the attestation of the control {name} was taken back",
        "ownerless": f"nobody of the team owns the control {name} any more",
        "altered": f"the attestation of the control {name} was changed afterwards, or one was deleted",
    }.get(one.standing, "")


def _measure(
    control: Control, promises: tuple[Promise, ...], row: Attestation | None, gone: bool, team: Collection[UUID],
    at: datetime,
) -> Measure:  # fmt: skip
    until = counts_until(row.at, row.until, control.every) if row is not None and row.until else None
    standing = "altered" if gone else _standing(control, row, until, team, at)
    return Measure(control, promises, row, standing, until)


def _standing(
    control: Control, row: Attestation | None, until: datetime | None, team: Collection[UUID], at: datetime
) -> Standing:
    if row is None:
        return "missing"
    if not fits(row):
        return "altered"
    if row.act == Attestation.Act.WITHDRAWN:
        return "withdrawn"
    if until is None or not row.evidence or not row.sha256:
        return "missing"
    if until <= at:
        return "overdue"
    if row.owner not in team:
        return "ownerless"
    return "soon" if until - at <= soon(control.every) else "attested"
