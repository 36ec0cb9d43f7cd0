"""What a request to the API may show: a pass, an app's session token, or a browser's session with its CSRF header.

An operation names who may ask: `auth=agents`, `auth=visitors` or `auth=anyone`; `request.auth` is then an Asker.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from troth.kernel import config, passes
from troth.kernel.clock import now
from troth.kernel.errors import Forbidden, SignInNeeded

from . import signed_out
from .asker import Asker, PersonAsker, VisitorAsker
from .queries import check_pass

type Kind = Literal["visitor", "agent"]
_SAFE = ("GET", "HEAD", "OPTIONS")


def _not_handed_in(_workspace: UUID, _site: UUID, _id: UUID) -> bool:
    raise RuntimeError("nobody handed in who knows the visitors")


# Whether the visitor of a pass (workspace, site, id) is still there: visitors live a floor above, and hand it in.
visitor_exists: Callable[[UUID, UUID, UUID], bool] = _not_handed_in


class Pass(AuthBase):
    """`Authorization: Bearer <pass>`; whose passes are taken is said at making."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, *kinds: Kind) -> None:
        super().__init__()
        self.kinds = kinds

    def __call__(self, request: HttpRequest) -> Asker | None:
        text = bearer(request)
        if text is None:
            return None
        claims = passes.read(config.current().secret("passes"), text, now())
        signed_out.check(claims)
        if claims.kind not in self.kinds:
            raise Forbidden(f"A {claims.kind}'s pass does not open this.")
        if claims.kind == "agent":
            check_pass(claims.id, claims.issued)
            return PersonAsker(claims.id)
        if claims.workspace is None or claims.site is None:
            raise SignInNeeded
        if not visitor_exists(claims.workspace, claims.site, claims.id):
            raise SignInNeeded("This visitor is not known here any more.")
        return VisitorAsker(claims.id, claims.workspace, claims.site)


class SessionToken(AuthBase):
    """`X-Session-Token`: the session of an app, from the sign-in of allauth's app client."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = "X-Session-Token"

    def __call__(self, request: HttpRequest) -> Asker | None:
        token = request.headers.get("X-Session-Token")
        if not token:
            return None
        _note_the_time(request)
        found = authenticate_by_x_session_token(token)
        return PersonAsker(found[0].pk) if found and found[0].is_active else None


class SessionCookie(AuthBase):
    """A browser's session; what changes something also needs the header `X-CSRFToken`."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "troth_session"

    def __call__(self, request: HttpRequest) -> Asker | None:
        _note_the_time(request)
        if not request.user.is_authenticated:
            return None
        if request.method not in _SAFE and check_csrf(request) is not None:
            raise Forbidden("The header X-CSRFToken is missing or does not match the cookie. Load the page anew.")
        return PersonAsker(UUID(str(request.user.pk)))


type Auth = Sequence[Callable[[HttpRequest], Any]]

agents: Auth = [Pass("agent"), SessionToken(), SessionCookie()]
visitors: Auth = [Pass("visitor")]
anyone: Auth = [Pass("visitor", "agent"), SessionToken(), SessionCookie()]
sessions: Auth = [SessionToken(), SessionCookie()]


def session_asker(environ: dict[str, Any]) -> Asker:
    """Who sent a request that Django does not answer (`environ` as WSGI writes it, no body): by an app's session or a
    browser's. Raises SignInNeeded, Forbidden (no CSRF header)."""
    request = WSGIRequest(environ)
    SessionMiddleware(_nothing).process_request(request)
    AuthenticationMiddleware(_nothing).process_request(request)
    for proof in sessions:
        if asker := proof(request):
            return cast(Asker, asker)
    raise SignInNeeded


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def bearer(request: HttpRequest) -> str | None:
    """What follows `Bearer` in the Authorization header; None when there is no such header."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else None


def asked_at(request: HttpRequest) -> datetime:
    """When the session of this request was looked at: a sign-out meanwhile refuses the pass made of it."""
    at: datetime = request.META["troth.asked_at"]
    return at


def _note_the_time(request: HttpRequest) -> None:
    request.META["troth.asked_at"] = now()


def asker_of(request: HttpRequest) -> Asker:
    """Who asks, once one of the above has said so."""
    asker: Asker = request.auth  # type: ignore[attr-defined]
    return asker


def visitor_of(request: HttpRequest) -> VisitorAsker:
    asker = asker_of(request)
    if not isinstance(asker, VisitorAsker):
        raise Forbidden("This is for visitors.")
    return asker


def person_of(request: HttpRequest) -> PersonAsker:
    asker = asker_of(request)
    if not isinstance(asker, PersonAsker):
        raise Forbidden("This is for agents.")
    return asker
