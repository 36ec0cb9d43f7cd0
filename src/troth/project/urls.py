"""Every address that Django answers. Sockets, files and streams are the gateway's (project/serve.py)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path

from troth.channels.widget import urls as widget

from . import console, problems
from .api import api

handler404 = problems.page_not_found
handler500 = problems.server_error


def _home(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/console/")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", _home),
    path("api/v1/", api.urls),
    path("_allauth/", include("allauth.headless.urls")),
    *console.urlpatterns,
    *widget.urlpatterns,
]

if settings.TROTH.demo:
    from . import demo_pages, mail_page

    urlpatterns += [*demo_pages.urlpatterns, *mail_page.urlpatterns]
