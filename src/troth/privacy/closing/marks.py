"""Keyed hashes by which a workspace that is gone is known again."""

import hmac
from uuid import UUID

from troth.kernel import config

from ..subjects import mark_of
from .rows import SUBJECT

_LENGTH = 16  # bytes


def workspace_mark(workspace: UUID) -> bytes:
    """As a tombstone has it."""
    return mark_of(SUBJECT, workspace, workspace)


def name_mark(slug: str) -> bytes:
    """By which the operator finds the certificate."""
    return hmac.digest(config.current().secret("closing"), slug.strip().lower().encode(), "sha256")[:_LENGTH]
