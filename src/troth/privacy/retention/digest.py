"""The hash of a selection: the site, the rules, the moment, and each id that is taken, in their order. It is folded id
by id, so that a run which was cut off goes on with it."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from .rules import Rule, bare


def begin(site: UUID, rules: Iterable[Rule], at: datetime) -> str:
    said = [str(site), bare(rules), at.astimezone(UTC).isoformat()]
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def fold(digest: str, what: str, ids: Iterable[UUID]) -> str:
    now = bytes.fromhex(digest)
    for one in ids:
        now = hashlib.sha256(now + what.encode() + one.bytes).digest()
    return now.hex()
