"""A browser becomes a visitor: when its owner opens the panel, not before."""

import hashlib
import secrets

from troth.kernel.ids import new_id
from troth.sites.models import Site

from .models import Visitor


def begin(site: Site, language: str = "") -> tuple[Visitor, str]:
    """A new visitor and their token. The token is shown this once; only its hash is kept."""
    token = "tv_" + secrets.token_urlsafe(32)
    visitor = Visitor.objects.create(
        id=new_id(), workspace_id=site.workspace_id, site=site, language=language, token_hash=hash_of(token)
    )
    return visitor, token


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
