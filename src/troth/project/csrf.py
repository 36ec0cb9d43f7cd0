"""What is answered to a form without its CSRF token, in place of Django's own page."""

from django.http import HttpRequest, HttpResponse

from troth.kernel.errors import Forbidden
from troth.privacy.portal.page import stale

from . import problems


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For people a page. The API's own operations look at their header themselves."""
    if request.path.startswith("/my-data/"):
        return stale(request)
    return problems.answer(Forbidden("The CSRF token is missing or does not match the cookie. Load the page anew."))
