"""The token of a visitor's browser: opens nothing but new passes."""

from django.http import HttpRequest
from ninja.security.base import AuthBase

from troth.accounts.asker import Asker, VisitorAsker
from troth.accounts.credentials import bearer
from troth.kernel.errors import SignInNeeded

from .access import visitor_by_token


class VisitorToken(AuthBase):
    """`Authorization: Bearer <visitor token>`"""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Asker | None:
        token = bearer(request)
        if token is None:
            return None
        visitor = visitor_by_token(token)
        if visitor is None:
            raise SignInNeeded("This visitor's token is not known. Begin as a new visitor.")
        return VisitorAsker(visitor.id, visitor.workspace_id, visitor.site_id)
