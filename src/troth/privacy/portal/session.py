"""Who has proven who they are in this browser: one cookie, which holds random bits and nothing of anybody."""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse

from troth.datamap.erasing import Scope
from troth.datamap.vocabulary import Subject
from troth.kernel import config
from troth.kernel.clock import now

from ..subjects import scope_of
from .digits import hash_of
from .proof import Proof
from .prove import SESSION_LASTS, address_of
from .who import is_there

NAME = "troth_my_data"
PLACE = "/my-data"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """whom: None where nothing is kept of the address. address: empty for a visitor. minutes: until it ends."""

    id: UUID
    workspace: UUID
    whom: tuple[Subject, UUID] | None
    address: str
    minutes: int

    def scope(self) -> Scope | None:
        """All that leads to them; None where nothing is kept. Raises NotFound: they were erased just now."""
        return None if self.whom is None else scope_of(self.workspace, *self.whom)


def session_of(token: str, site: UUID) -> Session | None:
    """None when it has ended, belongs to another site, or whoever it was of was erased."""
    if not token:
        return None
    row = Proof.objects.filter(
        token_hash=hash_of(token), site_id=site, proven_at__isnull=False, until__gt=now()
    ).first()  # fmt: skip
    if row is None:
        return None
    whom = (Subject(row.kind), row.subject) if row.kind and row.subject else None
    if whom is not None and not is_there(row.workspace_id, *whom):
        return None
    left = max(1, round((row.until - now()).total_seconds() / 60))
    return Session(id=row.id, workspace=row.workspace_id, whom=whom, address=address_of(row), minutes=left)


def cookie_name() -> str:
    """Browsers take one of this prefix over TLS only, from this very host, and for the whole of it."""
    return f"__Host-{NAME}" if config.current().secure else NAME


def cookie_path() -> str:
    return "/" if config.current().secure else PLACE


def token_of(request: HttpRequest) -> str:
    token = request.COOKIES.get(cookie_name(), "")
    return token if len(token) < 100 and token.isascii() else ""


def keep(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        cookie_name(), token, path=cookie_path(), secure=config.current().secure, httponly=True, samesite="Strict",
        max_age=int(SESSION_LASTS.total_seconds()),
    )  # fmt: skip


def drop(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(), path=cookie_path(), samesite="Strict")
