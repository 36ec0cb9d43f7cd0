"""Errors as problem+json (RFC 9457); the codes are those of kernel.errors."""

import sys

import msgspec
from django.http import HttpRequest, HttpResponse

from troth.gateway.problem import problem, told
from troth.kernel.errors import Invalid, NotFound, TrothError
from troth.kernel.outages import typed

from .requests import UNKNOWN, pattern
from .sentences import sentence

CONTENT_TYPE = "application/problem+json"


def answer(error: TrothError, **headers: str) -> HttpResponse:
    """The error as the API's answer."""
    response = HttpResponse(
        msgspec.json.encode(problem(error)), status=error.status, content_type=CONTENT_TYPE, headers=headers
    )
    if error.status in (429, 503):
        response["Retry-After"] = str(getattr(error, "again", 0) or 5)
    return response


def invalid(errors: list[dict[str, object]]) -> Invalid:
    """What pydantic found, one sentence of our own a field; the field's name is its path in the body."""
    fields: dict[str, str] = {}
    for error in errors:
        place = error.get("loc")
        path = [str(part) for part in place] if isinstance(place, list | tuple) else []
        name = ".".join(path[2:] if path[:1] == ["body"] else path[1:]) or "body"
        fields.setdefault(name, sentence(error))
    return Invalid(fields=fields)


def route(request: HttpRequest) -> str:
    """The pattern of a request's address: unlike the address it holds nothing that somebody wrote."""
    match = request.resolver_match
    return pattern(match.route) if match else UNKNOWN


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 404, for addresses that no operation has."""
    if request.path.startswith("/api/"):
        return answer(NotFound("There is no such operation."))
    return HttpResponse("There is no such page.\n", status=404, content_type="text/plain; charset=utf-8")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500; the cause is in the log."""
    if request.path.startswith(("/api/", "/_allauth/")):
        error = sys.exception()
        return answer(typed(error) if error else TrothError())
    return HttpResponse("Something failed on the server.\n", status=500, content_type="text/plain; charset=utf-8")


def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """What nobody foresaw, inside an operation: logged with its trace, told without."""
    return answer(told(error, f"{request.method} {route(request)} failed"))
