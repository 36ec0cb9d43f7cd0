"""The console: files built from web/console, served under /console with a policy that allows nothing foreign.

Hashed assets never change and are kept by browsers for a year; every other address answers the one page, unkept, so
that a deep link works and a new version is met at the next load. Shared with nobody: no page may frame it.
"""

import mimetypes
from os.path import isfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.http import require_safe

from troth.channels.widget.built import coding
from troth.datamap import csp

ROOT = Path(__file__).resolve().parent.parent / "static" / "console"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}
TWINS = {"br": ".br", "gzip": ".gz"}
FOREVER = "public, max-age=31536000, immutable"
NOT_BUILT = "The console is not built yet. Run `./dev run`, which builds it, or `npm run build` in the checkout."


@require_safe
def console(request: HttpRequest, place: str = "") -> HttpResponse:
    """A file of the build, or the page itself for every other address below /console (404 for a missing asset)."""
    if "." in place.rsplit("/", 1)[-1] or place.startswith("assets/"):
        return _file(request, place)
    page = ROOT / "index.html"
    if not page.is_file():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8", headers=_headers())
    get_token(request)  # the page's first writing request needs the cookie that this sets; assets set none
    return _answer(request, page, "no-store")


def _headers() -> dict[str, str]:
    return {"Content-Security-Policy": csp.policy(csp.CONSOLE), **HEADERS}


def _file(request: HttpRequest, place: str) -> HttpResponse:
    if "\0" in place:
        raise Http404
    found = (ROOT / place).resolve()
    if not found.is_relative_to(ROOT.resolve()) or not isfile(found) or found.name == "index.html":
        raise Http404
    return _answer(request, found, FOREVER if place.startswith("assets/") else "public, max-age=3600")


def _answer(request: HttpRequest, found: Path, keep: str) -> HttpResponse:
    """The file, or the compressed twin that the build left beside it."""
    kind = TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    headers = {**_headers(), "Cache-Control": keep, "Vary": "Accept-Encoding"}
    taken = coding(request)
    twin = found.with_name(found.name + TWINS.get(taken, ""))
    if taken and twin.is_file():
        return HttpResponse(twin.read_bytes(), content_type=kind, headers={**headers, "Content-Encoding": taken})
    return HttpResponse(found.read_bytes(), content_type=kind, headers=headers)


urlpatterns = [path("console", console), path("console/", console), path("console/<path:place>", console)]
