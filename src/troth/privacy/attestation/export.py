"""What a person of the team gets of attestations: what they answered for, or wrote down."""

from collections.abc import Iterator

from troth.datamap.erasing import Scope
from troth.datamap.exporting import Part, Record
from troth.datamap.vocabulary import Subject

from .erase import theirs


def parts() -> tuple[Part, ...]:
    return (Part("attestations", frozenset({Subject.PERSON}), _theirs, ("rows privacy.Attestation",)),)


def _theirs(scope: Scope) -> Iterator[Record]:
    for row in theirs(scope).order_by("at", "id"):
        yield {
            "at": row.at, "control": row.control, "act": row.act, "owner": row.owner in scope.members,
            "evidence": row.evidence, "sha256": row.sha256, "until": row.until,
        }  # fmt: skip
