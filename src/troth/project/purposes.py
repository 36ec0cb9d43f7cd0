"""The door to the API and to all other addresses that Django answers: each works for the purpose that is declared for
it. Operations declare theirs where they are routed, pages in the table here; sockets, lines and files in
gateway/purposes.py."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.core.checks import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.operation import Operation

from troth.datamap import DataMap, Purpose
from troth.datamap.doors import Door, PurposeViolation, act_for, acting_for, alone, declared, through
from troth.datamap.purposes import ACCOUNT, ANSWER, FOLLOW_UP, PREFERENCE, RECORD, RIGHTS

from . import problems
from .requests import pattern

type Run = Callable[..., HttpResponseBase]
type View = Callable[..., HttpResponseBase]

API = "/api/v1/"

# By how the pattern of an address begins; the longest one counts. Operations of the API know theirs themselves.
PAGES: dict[str, Purpose] = {
    "/": ACCOUNT,  # leads to the console
    "/_allauth/": ACCOUNT,
    "/console": ACCOUNT,
    "/pictures/": ANSWER,
    "/w/": ANSWER,
    "/chat/": ANSWER,
    "/.well-known/gpc.json": PREFERENCE,
    "/.well-known/troth-transcripts": RECORD,
    "/.well-known/privacy/": RIGHTS,
    "/privacy/": RIGHTS,
    "/.well-known/troth-log/": RECORD,
    "/my-data/": RIGHTS,
    "/api/v1/openapi.json": ACCOUNT,
    "/demo": ANSWER,
    "/mail": FOLLOW_UP,
}


def under_its_purpose(run: Run) -> Run:
    """Decorator of an operation's `run`, at the mounting of its router."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    name = operation.operation_id or operation.path

    @wraps(run)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            purpose = through(Door.API, declared(operation.openapi_extra), name)
        except PurposeViolation as refused:
            return operation.api.on_exception(request, refused)
        with acting_for(purpose):
            return run(request, **named)

    return guarded


class Purposes:
    """Middleware, the innermost: the pages' door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with alone():
            return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, positional: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        route = pattern(match.route) if match else ""
        if route.startswith(API) and route not in PAGES:
            return None  # operations know theirs
        purpose = of_page(route)
        try:
            act_for(through(Door.API, purpose, route))
        except PurposeViolation as refused:
            return problems.answer(refused)
        return None


def of_page(route: str) -> Purpose | None:
    """route: a pattern as the metrics name it."""
    found = [start for start in PAGES if route == start or (start != "/" and route.startswith(start))]
    return PAGES[max(found, key=len)] if found else None


def undeclared(operations: Iterable[Operation], patterns: Iterable[str], datamap: DataMap) -> Iterator[str]:
    """What has no purpose, or one for which nothing is kept; a sentence each."""
    kept_for = {purpose for _, _, leaf in datamap.personal() for purpose in leaf.purposes}
    looked = 0
    for operation in operations:
        looked += 1
        purpose = declared(operation.openapi_extra)
        at = f"operation {operation.operation_id or operation.path}"
        if purpose is None:
            yield f"{at}: no purpose is declared for it; write openapi_extra=purpose(…)."
        elif purpose not in kept_for:
            yield f"{at}: its purpose {purpose.name} is that of nothing in the data map."
    for route in patterns:
        if not route.startswith(API) and of_page(route) is None:
            yield f"page {route}: no purpose is declared for it in project/purposes.py."
    if not looked:
        yield "Not one operation was looked at: the check is blind."


def every_door(**_: Any) -> list[Error]:
    """System check, tag `privacy`. Errors of the kind privacy.E002, one for each problem."""
    from django.urls import get_resolver

    from .api import api
    from .datamap.rooms import the_map

    said = undeclared(operations_of(api), patterns_of(get_resolver().url_patterns), the_map())
    return [Error(one, id="privacy.E002") for one in said]


def operations_of(api: NinjaAPI) -> Iterator[Operation]:
    """Of all its routers, also those that are not in the description."""
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            yield from view.operations


def patterns_of(entries: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """The patterns of all addresses, as the metrics name them."""
    for entry in entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns_of(entry.url_patterns, route)
        else:
            yield pattern(route)
