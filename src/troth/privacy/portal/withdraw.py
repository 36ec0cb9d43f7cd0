"""Withdraw: consent that somebody gave in any of their browsers ends, and the request for it is on record."""

from troth.datamap.erasing import Scope
from troth.kernel.errors import Conflict
from troth.sites.models import Site

from ..requests.file import file
from ..requests.rows import Request
from ..take_back import given, take_back
from .session import Session


def withdraw(scope: Scope, own: Session, site: Site, language: str) -> None:
    """At once, and twice is as once."""
    if not given(scope):
        return
    try:
        file(
            own.workspace, Request.Right.WITHDRAWAL, site=site, subject=own.whom, reply_to=own.address or None,
            language=language, channel="portal",
        )  # fmt: skip
    except Conflict:  # too many others wait; this one needs nobody's answer
        take_back(scope)
