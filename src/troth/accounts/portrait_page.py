"""/pictures/{token}/{version}: a member's picture, for visitors. Public, under an address that nobody guesses."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from .portrait import portrait

# Whatever a file claims to be besides a picture, nothing in it runs, loads or is guessed.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",  # the panel's frame, the hosted chat and the console are ours
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=3600",  # a removed face is gone within the hour
    "Content-Disposition": "inline",
}


@require_safe
def picture(request: HttpRequest, token: str, version: int) -> HttpResponse:
    """The picture of today, whatever version is asked for: the version only makes a new address for caches."""
    found = portrait(token)
    if found is None:
        raise Http404
    data = bytes(found.data)
    headers = {**HEADERS, "ETag": f'"{hashlib.sha256(data).hexdigest()[:24]}"'}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(data, content_type=found.kind, headers=headers)


urlpatterns: list[URLPattern] = [path("pictures/<str:token>/<int:version>", picture)]
