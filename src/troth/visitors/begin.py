"""A browser becomes a visitor: when its owner opens the panel, not before."""

import hashlib
import secrets

from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id
from troth.sites.models import Site

from .models import Visitor


class ConsentNeeded(TrothError):
    code, status, sentence = "consent_needed", 403, "This site asks for consent first: POST /sites/{site_key}/consents."


def begin(site: Site, language: str = "", signals: str = "") -> tuple[Visitor, str]:
    """A new visitor and their token. The token is shown this once; only its hash is kept. signals: signals.said."""
    token = "tv_" + secrets.token_urlsafe(32)
    visitor = Visitor.objects.create(
        id=new_id(), workspace_id=site.workspace_id, site=site, language=language, signals=signals,
        token_hash=hash_of(token),
    )  # fmt: skip
    return visitor, token


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
