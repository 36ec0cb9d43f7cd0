"""Add a site to a workspace."""

import secrets
from typing import Any
from uuid import UUID

from django.db import transaction

from .guard import begun
from .models import Site

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that look alike: people read keys aloud


def add(workspace: UUID, name: str, key: str | None = None, **settings: Any) -> Site:
    """A new site with its public key. `settings` are columns of `Site`."""
    with transaction.atomic():
        site = Site.objects.create(workspace_id=workspace, name=name, key=key or new_key(), **settings)
        begun(site)
    return site


def new_key() -> str:
    """60 bits: not secret, but not guessed one after the other either."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))
