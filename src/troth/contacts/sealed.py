"""Columns of contacts: sealed with the contact's own key, which erases them with it; found by a keyed hash."""

import hmac
from uuid import UUID

import troth.log
from troth.kernel import config

NAME, VALUE = "contact name", "identity"  # what a box is for; one is not taken for the other
_MARK = 16  # bytes


def seal(workspace: UUID, contact: UUID, words: str, purpose: str) -> bytes:
    return troth.log.current().seal(workspace, contact, contact, words.encode(), purpose)


def mark_of(workspace: UUID, kind: str, value: str) -> bytes:
    """By which an identity is found: nobody without the secret can try addresses on it, nor compare two workspaces."""
    said = b"%b%b\0%b" % (workspace.bytes, kind.encode(), value.encode())
    return hmac.digest(config.current().secret("identity"), said, "sha256")[:_MARK]
