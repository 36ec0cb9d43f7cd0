"""The demo's websites: two small shops that carry the widget by one script line, as any website would.

They are meant to be opened at http://127.0.0.1:PORT while Troth is at http://localhost:PORT: to a browser these are
two sites, so the widget works across sites, as in life.
"""

import mimetypes
from os.path import isfile
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from .demo_people import HARBOUR, TEA

_ASSETS = Path(__file__).parent / "demo_assets"
PAGES = {
    "demo": (HARBOUR, "demo/harbour.html"),
    "demo/bikes": (HARBOUR, "demo/harbour_bikes.html"),
    "demo/2": (TEA, "demo/tea.html"),
    "demo/2/brewing": (TEA, "demo/tea_brewing.html"),
}


@require_safe
@csp_override({})
def shop(request: HttpRequest) -> HttpResponse:
    """A shop's page. Like most small websites it sends no policy of its own."""
    key, template = PAGES[request.path.strip("/")]
    return render(request, template, _context(request, key))


@require_safe
@csp_override({})
def strict(request: HttpRequest) -> HttpResponse:
    """The first shop under the strictest policy the widget promises to work with (docs/protocol.md)."""
    widget = f"{_troth(request)}/w/"
    response = render(request, "demo/harbour.html", _context(request, HARBOUR))
    response["Content-Security-Policy"] = (
        f"default-src 'none'; script-src {widget}; frame-src {widget}; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )
    response["Cross-Origin-Embedder-Policy"] = "require-corp"
    return response


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """A style sheet or a picture of the demo's pages."""
    file = _ASSETS / name
    if file.parent != _ASSETS or not isfile(file):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind == "image/svg+xml"
    return HttpResponse(file.read_bytes(), content_type=f"{kind}; charset=utf-8" if text else kind)


def _context(request: HttpRequest, key: str) -> dict[str, str]:
    return {"loader": f"{_troth(request)}/w/{key}.js", "path": request.path}


def _troth(request: HttpRequest) -> str:
    """Troth's address. On a machine of one's own it has the port of this request, whatever port was asked for."""
    base: str = settings.TROTH.base_url
    if urlsplit(base).hostname != "localhost":
        return base
    port = urlsplit(f"//{request.get_host()}").port
    return f"http://localhost:{port}" if port else "http://localhost"


urlpatterns = [
    *[path(address, shop) for address in PAGES],
    path("demo/strict", strict),
    path("demo/assets/<str:name>", asset),
]
