"""Attestations in a file: for a run whose profile is no workspace's, so that nobody could have attested it there.

[attestations.security-audit]
owner = "Mara Lind, security lead"
evidence = "https://papers.example/audit-2026"
sha256 = "..."                # of its bytes; or file = "audit.pdf", beside this one, to be hashed now
at = 2026-03-01
until = 2027-03-01
"""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from troth.kernel.errors import Invalid
from troth.privacy.attestation.period import counts_until, evidence_of, sha256_of
from troth.privacy.profile.shape import Control

MOST = 256 * 1024  # bytes of the file
MOST_EVIDENCE = 256 * 1024 * 1024  # bytes of a file of evidence
_KEYS = frozenset(("owner", "evidence", "sha256", "file", "at", "until"))

type Attested = Mapping[str, datetime | str]  # control -> until when its evidence counts, or why it does not


class NoEvidence(Exception):
    """The text says why."""


class Given(msgspec.Struct, frozen=True):
    at: datetime
    until: datetime


def given(path: Path) -> dict[str, Given]:
    """Control -> what the file says of it. Raises NoEvidence."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST else None
        said = tomllib.loads(raw.decode()) if raw is not None else {}
    except (OSError, ValueError) as error:
        raise NoEvidence(f"{path} can't be read: {error}") from None
    tables = said.get("attestations")
    if set(said) != {"attestations"} or not isinstance(tables, dict):
        raise NoEvidence(f"{path}: write a table [attestations.CONTROL] for each, and nothing else.")
    return {control: _one(path, control, table) for control, table in tables.items()}


def attested(file: Mapping[str, Given], controls: Mapping[str, Control]) -> Attested:
    """Of the controls of a profile: as long as the file says, and never longer than the control's period."""
    return {
        name: counts_until(file[name].at, file[name].until, control.every)
        for name, control in controls.items() if name in file
    }  # fmt: skip


def _one(path: Path, control: str, said: Any) -> Given:
    where = f"{path}: attestations.{control}"
    if not isinstance(said, dict) or set(said) - _KEYS or ("file" in said) == ("sha256" in said):
        raise NoEvidence(f"{where}: write owner, evidence, at, until, and one of file and sha256.")
    owner, evidence = said.get("owner"), said.get("evidence", said.get("file"))
    if not isinstance(owner, str) or not owner.strip() or not isinstance(evidence, str):
        raise NoEvidence(f"{where}: write an owner, and what the evidence is.")
    try:
        evidence_of(evidence)
        sha256_of(_hashed(path.parent / str(said["file"])) if "file" in said else str(said["sha256"]))
    except (Invalid, OSError) as error:
        raise NoEvidence(f"{where}: {error}") from None
    at, until = _day(where, "at", said), _day(where, "until", said)
    if at >= until:
        raise NoEvidence(f"{where}: it is due again after it was attested.")
    return Given(at, until)


def _hashed(path: Path) -> str:
    if path.stat().st_size > MOST_EVIDENCE:
        raise OSError(f"{path} is larger than {MOST_EVIDENCE} bytes; write its sha256")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _day(where: str, key: str, said: Mapping[str, Any]) -> datetime:
    day = said.get(key)
    if type(day) is not date:
        raise NoEvidence(f"{where}: write {key} as a day, like 2026-03-01, without quotes.")
    return datetime.combine(day, time.min, tzinfo=UTC)
