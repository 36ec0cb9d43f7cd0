"""Passes: short-lived signed claims that open the socket and the API without a look into the database.

`<claims>.<tag>`, both base64url: the claims are JSON, the tag is HMAC-SHA256 over them. A visitor's pass lasts 12
hours, an agent's 15 minutes (renewed on the socket). What a pass opens is decided by rows at each use.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from .errors import PassExpired, SignInNeeded

VISITOR_LASTS = timedelta(hours=12)
AGENT_LASTS = timedelta(minutes=15)
MAX_LENGTH = 1024  # characters; ours have about 300


class Claims(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who bears the pass. `id` is a visitor's or a person's; `exp` is in Unix seconds, `iat`, when it was made, in
    milliseconds (0 in passes of older versions)."""

    kind: Literal["visitor", "agent"]
    id: UUID
    exp: int
    workspace: UUID | None = None  # visitors only
    site: UUID | None = None  # visitors only
    iat: int = 0

    @property
    def issued(self) -> int:
        """When an agent's pass was made, in Unix milliseconds; never too late."""
        return self.iat or (self.exp - int(AGENT_LASTS.total_seconds())) * 1000

    @property
    def expires(self) -> datetime:
        return datetime.fromtimestamp(self.exp, UTC)


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Claims).decode


def for_visitor(visitor: UUID, workspace: UUID, site: UUID, now: datetime) -> Claims:
    exp = int((now + VISITOR_LASTS).timestamp())
    return Claims(kind="visitor", id=visitor, workspace=workspace, site=site, exp=exp)


def for_agent(person: UUID, now: datetime) -> Claims:
    return Claims(kind="agent", id=person, exp=int((now + AGENT_LASTS).timestamp()), iat=milliseconds(now))


def milliseconds(at: datetime) -> int:
    """Unix milliseconds."""
    return round(at.timestamp() * 1000)


def sign(secret: bytes, claims: Claims) -> str:
    """The pass of these claims. `secret` is `config.secret("passes")`."""
    body = urlsafe_b64encode(_encode(claims)).rstrip(b"=")
    return (body + b"." + _tag(secret, body)).decode()


def read(secret: bytes, text: str, now: datetime) -> Claims:
    """The claims of a pass that is ours and in force. Raises SignInNeeded or PassExpired."""
    if len(text) > MAX_LENGTH or not text.isascii():
        raise SignInNeeded
    body, _, tag = text.encode().partition(b".")
    if not hmac.compare_digest(tag, _tag(secret, body)):
        raise SignInNeeded
    claims = _decode(urlsafe_b64decode(body + b"=" * (-len(body) % 4)))
    if claims.exp <= now.timestamp():
        raise PassExpired
    return claims


def _tag(secret: bytes, body: bytes) -> bytes:
    return urlsafe_b64encode(hmac.digest(secret, body, hashlib.sha256)).rstrip(b"=")
