"""The style sheets of the portal: one that was built with the web (web/widget/portal), and a site's own colours."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from troth.kernel.errors import NotFound
from troth.sites.access import site_by_key
from troth.sites.contrast import TEXT, readable
from troth.sites.queries import look

_BUILT = Path(__file__).parents[2] / "static" / "widget" / "portal" / "portal.css"
GROUND = "#faf8f7"  # of the pages in light: --surface-sunk, darker than the panel's; in dark it is darker still
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}


def sheet() -> bytes:
    """Empty in a checkout whose web was never built: the pages can be used without."""
    return _BUILT.read_bytes() if _BUILT.is_file() else b""


@require_safe
def style(request: HttpRequest, version: str) -> HttpResponse:
    """Its address holds a hash of it, so browsers keep it for good; whatever hash is asked for, this is today's."""
    headers = {**_HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(sheet(), content_type="text/css; charset=utf-8", headers=headers)


@require_safe
def colours(request: HttpRequest, key: str) -> HttpResponse:
    """The accent of a site, corrected so that it can be read in light and in dark."""
    try:
        own = look(site_by_key(key, closing=True))
    except NotFound:
        return HttpResponse(status=404)
    pairs = {
        "accent": (own.light.fill, own.dark.fill),
        "on-accent": (own.light.on_fill, own.dark.on_fill),
        "accent-text": (readable(own.light.text, GROUND, TEXT), own.dark.text),
    }
    words = "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in pairs.items())
    headers = {**_HEADERS, "Cache-Control": "public, max-age=300"}
    return HttpResponse(f":root{{{words}}}\n", content_type="text/css; charset=utf-8", headers=headers)
