"""Whether all rows of a control are still there: a keyed hash over them lies beside the workspace's profile, so that
one which somebody deleted in the database is missed, the newest too."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import msgspec

from ..profile.rows import Chosen
from .rows import Attestation
from .seal import hash_of

type Marks = dict[str, str]  # by control


def keep(workspace: UUID, control: str) -> None:
    """In the transaction in which a row of it was added, under the lock of the workspace."""
    marks = _marks(workspace) | {control: _mark(workspace, control, _seals(workspace).get(control, []))}
    Chosen.objects.filter(workspace_id=workspace).update(attested=msgspec.json.encode(marks).decode())


def missed(workspace: UUID) -> set[str]:
    """The controls of which not just those rows are there that were added."""
    found = _missed(workspace)
    return found and found & _missed(workspace)  # one may have been added between rows and marks


def _missed(workspace: UUID) -> set[str]:
    marks, seals = _marks(workspace), _seals(workspace)
    return {
        control for control in marks.keys() | seals.keys()
        if marks.get(control) != _mark(workspace, control, seals.get(control, []))
    }  # fmt: skip


def _marks(workspace: UUID) -> Marks:
    text = Chosen.objects.filter(workspace_id=workspace).values_list("attested", flat=True).first()
    try:
        return msgspec.json.decode(text or "{}", type=dict[str, str])
    except msgspec.MsgspecError:
        return {}  # it was changed, and nothing is as it was


def _seals(workspace: UUID) -> dict[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    rows = Attestation.objects.filter(workspace_id=workspace).order_by("id")
    for control, seal in rows.values_list("control", "seal"):
        found[control].append(seal)
    return found


def _mark(workspace: UUID, control: str, seals: Sequence[str]) -> str:
    return hash_of(msgspec.json.encode([workspace.hex, control, seals]))
