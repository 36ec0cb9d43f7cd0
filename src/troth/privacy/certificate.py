"""The certificate of an erasure: what was cleared, how far down that can be shown, what is out of reach. It names
nobody: who has the subject's id and the installation's secret can tell that it is theirs."""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from troth.datamap.closing import Ending
from troth.datamap.erasing import Reason, Step
from troth.kernel import config

from .erasure import Erasure

if TYPE_CHECKING:
    from .closing.rows import Closing

LEVELS = (
    "declared", "seen through the API", "rows and indexes", "raw bytes of databases and files", "restored backups",
)  # fmt: skip
RAW, BACKUPS = 3, 4
WITHIN = timedelta(hours=24)  # from the end of an erasure to the compaction after it


class Told(Protocol):
    """A plan, as far as a certificate speaks of it."""

    @property
    def hash(self) -> str: ...
    @property
    def retained(self) -> list[str]: ...
    @property
    def out_of_scope(self) -> list[str]: ...
    @property
    def reasons(self) -> list[Reason]: ...


def certificate(
    row: "Erasure | Closing", made: Told, steps: Sequence[Step | Ending], cleared: Mapping[str, int], at: datetime
) -> dict[str, Any]:
    """Signed. Clear columns are at level 2 until the compaction; sealed ones, files and keys at level 3 at once."""
    told: dict[str, Any] = {
        "id": str(row.id),
        "subject": row.subject,
        "mark": bytes(row.mark).hex(),
        "workspace": str(row.workspace),
        "plan": made.hash,
        "began": (row.at or at).isoformat(),
        "done": at.isoformat(),
        "steps": [
            {"store": step.store, "what": step.what, "count": cleared.get(step.store, 0), "level": 3 if step.raw else 2}
            for step in steps
        ],
        "retained": made.retained,
        "out_of_scope": made.out_of_scope,
        "reasons": msgspec.to_builtins(made.reasons),
    }
    return signed(told | reached(2, at + WITHIN))


def reached(level: int, due: datetime | None) -> dict[str, Any]:
    """due: of the next level; None where nobody can say."""
    following = None
    if level + 1 < len(LEVELS):
        following = {"level": level + 1, "what": LEVELS[level + 1], "due": due.isoformat() if due else None}
    return {"level": level, "reached": LEVELS[level], "next": following}


def raised(told: Mapping[str, Any], level: int, at: datetime) -> dict[str, Any]:
    """The same with a higher level: 3 after a compaction. When backups have ended is the operator's to say."""
    days = config.current().backup_days
    due = datetime.fromisoformat(told["done"]) + timedelta(days=days) if days and level < BACKUPS else None
    steps = [{**step, "level": max(level, step["level"])} for step in told["steps"]]
    return signed({**told, "steps": steps, **reached(level, due), "raised": at.isoformat()})


def ended(told: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The same once no backup of before is left, by what the operator says of backups."""
    days = config.current().backup_days
    return raised({**told, "backups": {"deleted_after_days": days, "said_by": "TROTH_BACKUP_DAYS"}}, BACKUPS, at)


def waits(told: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The same, which does not rise yet: tables are too large to be written anew while people wait."""
    why = f"Larger than is written anew by itself: {', '.join(names)}. `troth compact --whole` does it."
    following = {"level": RAW, "what": LEVELS[RAW], "due": None, "waits_for": why, "tables": list(names)}
    return signed({**told, "next": following})


def signed(told: Mapping[str, Any]) -> dict[str, Any]:
    bare = {name: value for name, value in told.items() if name != "signature"}
    return {**bare, "signature": _signature(bare)}


def is_ours(told: Mapping[str, Any]) -> bool:
    """Whether this installation wrote it, and nobody altered it."""
    bare = {name: value for name, value in told.items() if name != "signature"}
    return hmac.compare_digest(_signature(bare), str(told.get("signature", "")))


def _signature(bare: Mapping[str, Any]) -> str:
    return hmac.digest(
        config.current().secret("certificate"), msgspec.json.encode(bare, order="sorted"), "sha256"
    ).hex()
