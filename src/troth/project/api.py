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
from troth.privacy.access.api import router as data_orders
from troth.privacy.attestation.api import router as measures
from troth.privacy.closing.api import router as closing
from troth.privacy.consent_api import router as consents
from troth.privacy.holds.api import router as holds
from troth.privacy.notice.api import router as notices
from troth.privacy.notice.record.api import router as records
from troth.privacy.portal.api import router as my_data
from troth.privacy.profile.api import router as profile
from troth.privacy.requests.acts_api import router as acts
from troth.privacy.requests.api import router as requests
from troth.privacy.retention.api import router as retention
from troth.proofs.api import router as transcripts
from troth.search.api import router as search
from troth.sites.api import router as sites
from troth.visitors.api import router as visitors

from . import problems
from .bodies import Body
from .openapi import complete
from .purposes import under_its_purpose


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
api.add_decorator(under_its_purpose, mode="view")  # before anything of the request is looked at, the asker too
_ROUTERS = (
    accounts, sites, visitors, conversations, transcripts, search, mails, consents, requests, acts, data_orders,
    retention, holds, profile, measures, my_data, closing, notices, records,
)  # fmt: skip
for router in _ROUTERS:
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
