"""Every address that Django answers. Sockets, files and streams are the gateway's (project/serve.py)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path

from troth.accounts import choose_password, portrait_page
from troth.channels.widget import urls as widget
from troth.kernel.errors import NotFound
from troth.privacy import signals_page
from troth.privacy.notice import urls as notices
from troth.privacy.portal import urls as portal
from troth.proofs import key_page, log_page

from . import console, problems
from .api import api

handler404 = problems.page_not_found
handler500 = problems.server_error


# What allauth would offer and we do not: addresses are those of the invitations, and nobody changes theirs unproven.
NOT_OFFERED = ("account/email", "account/phone", "auth/email/verify", "auth/email/verify/resend", "auth/phone/verify")


def _not_offered(request: HttpRequest) -> HttpResponse:
    return problems.answer(NotFound("Troth does not offer this."))


def _home(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/console/")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", _home),
    path("api/v1/", api.urls),
    *(path(f"_allauth/{client}/v1/{place}", _not_offered) for client in ("app", "browser") for place in NOT_OFFERED),
    *choose_password.urlpatterns,  # before allauth's own
    path("_allauth/", include("allauth.headless.urls")),
    *console.urlpatterns,
    *portrait_page.urlpatterns,
    *widget.urlpatterns,
    *signals_page.urlpatterns,
    *key_page.urlpatterns,
    *log_page.urlpatterns,
    *portal.urlpatterns,
    *notices.urlpatterns,
]

if settings.TROTH.demo:
    from . import demo_pages, mail_page

    urlpatterns += demo_pages.urlpatterns
    if settings.TROTH.smtp is None:  # else nothing is captured, and what was is nobody's to read
        urlpatterns += mail_page.urlpatterns
