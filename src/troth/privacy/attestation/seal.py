"""The seal of an attestation: a keyed hash over all that it says, so that a row which somebody changed in the database
is noticed and counts for nothing. Who is erased leaves the row; that they owned it can't be read from the mark."""

import hmac
from uuid import UUID

import msgspec

from troth.kernel import config

from .rows import Attestation

_HALF = 32  # characters of a mark


def marks_of(row: Attestation) -> str:
    """Of the owner and of who wrote it."""
    return _mark(row, row.owner) + _mark(row, row.by)


def seal_of(row: Attestation) -> str:
    said = [
        row.workspace_id.hex, row.id.hex, row.control, row.act, row.evidence, row.sha256, row.at.timestamp(),
        row.until.timestamp() if row.until else None, row.marks,
    ]  # fmt: skip
    return hash_of(msgspec.json.encode(said))


def fits(row: Attestation) -> bool:
    """Whether it is as it was written, but for people who were erased since."""
    theirs = zip((row.owner, row.by), (row.marks[:_HALF], row.marks[_HALF:]), strict=True)
    if any(one is not None and not hmac.compare_digest(_mark(row, one), mark) for one, mark in theirs):
        return False
    return hmac.compare_digest(seal_of(row), row.seal)


def _mark(row: Attestation, member: UUID | None) -> str:
    return hash_of(row.id.bytes + (member.bytes if member else b""))[:_HALF]


def hash_of(said: bytes) -> str:
    return hmac.digest(config.current().secret("attestation"), said, "sha256").hex()
