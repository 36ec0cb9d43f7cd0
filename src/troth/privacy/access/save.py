"""Write what somebody gets into a file of the operator's, at once: nothing is ordered and nothing is kept."""

from pathlib import Path
from uuid import UUID

from troth.datamap.vocabulary import Subject

from ..subjects import scope_of
from .make import pack
from .order import known_kind


def save(workspace: UUID, subject: tuple[Subject, UUID], to: Path, *, kind: str, language: str) -> int:
    """How many bytes. Raises NotFound, Invalid."""
    whose, one = subject
    scope = scope_of(workspace, whose, one)
    known_kind(kind, whose)
    with to.open("xb") as out:
        pack(scope, kind, language, out)
    return to.stat().st_size
