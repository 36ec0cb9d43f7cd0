"""What every answer of the API and of the sign-in has, whoever made it: no cache keeps it, and what can't be read
is a problem."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.csp import build_policy

from troth.datamap import csp
from troth.gateway.shim import ROUTE
from troth.kernel.errors import Invalid, NotAllowed, TooLarge, TrothError

from . import bodies, problems


def api_answers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. `Cache-Control: no-store`; 400 and 405 (which Django answers in HTML) as problems; a body that
    allauth would stumble over never reaches it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            response = _as_problem(get_response(request))
        elif request.path.startswith("/_allauth/"):
            response = _unreadable(request) or _as_problem(get_response(request))
        else:
            return get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def route_told(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the outermost. Whoever called Django hears which pattern the address had."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            return get_response(request)
        finally:
            request.META[ROUTE] = problems.route(request)

    return answer


def content_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, in the place of Django's, whose policy is fixed at the start. What has no policy of its own (the
    header, or Django's `csp_override`) gets that of our pages."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        own = getattr(response, "_csp_config", None)
        policy = csp.policy(csp.PAGE) if own is None else build_policy(own)
        if policy:
            response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return answer


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    try:
        bodies.read(request.body)
    except RequestDataTooBig:
        return problems.answer(TooLarge())
    except TrothError as error:
        return problems.answer(error)
    return None


def _as_problem(response: HttpResponse) -> HttpResponse:
    if "json" in response.headers.get("Content-Type", ""):
        return response
    if response.status_code == 405:
        return problems.answer(NotAllowed(), Allow=response["Allow"])
    if response.status_code == 400:
        return problems.answer(Invalid("This request can't be read. Nothing was kept."))
    return response
