"""The public API: every room's operations under one roof, one kind of error, one description."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from troth import __version__
from troth.accounts.api import router as accounts
from troth.channels.email.api import router as mails
from troth.conversations.api import router as conversations
from troth.kernel.errors import Invalid, NotFound, SignInNeeded, TooLarge, TrothError
from troth.sites.api import router as sites
from troth.visitors.api import router as visitors

from . import problems
from .bodies import Body
from .openapi import complete


class Api(NinjaAPI):
    described: OpenAPISchema | None = None

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Made once: it takes half a second, and anybody may ask."""
        if self.described is None:
            schema = super().get_openapi_schema(**options)
            complete(schema)
            self.described = schema
        return self.described


api = Api(
    title="Troth",
    version=__version__,
    description="Errors are problem+json; pages go by `cursor`; times are RFC 3339 in UTC. See docs/protocol.md.",
    parser=Body(),
    docs_url=None,
    urls_namespace="api",
)
for router in (accounts, sites, visitors, conversations, mails):
    api.add_router("", router)


@api.exception_handler(TrothError)
def _typed(request: HttpRequest, error: TrothError) -> HttpResponse:
    return problems.answer(error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.answer(problems.invalid(error.errors))


@api.exception_handler(AuthenticationError)
def _sign_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problems.answer(SignInNeeded())


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problems.answer(TooLarge())


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.answer(NotFound())


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    said = error.__cause__  # what our own parser said of the body
    return problems.answer(said if isinstance(said, TrothError) else Invalid(str(error)))


@api.exception_handler(Exception)
def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    return problems.unexpected(request, error)
