"""How a page of the portal is made: a site's own look, no script, nothing from elsewhere, kept by no cache."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from troth.datamap import csp
from troth.kernel.errors import NotFound, TooMany
from troth.sites.access import site_by_key
from troth.sites.models import Site
from troth.sites.queries import look

from ..notice.public import in_force, path_of
from ..requests.controller import facts_of
from . import session as sessions
from .session import Session
from .speech import LANGUAGES, Speech, choose
from .style import sheet

HEADERS = {
    "Content-Security-Policy": csp.policy(csp.PORTAL, others=False),
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}

type View = Callable[..., HttpResponse]


class Here:
    """One request of somebody at the portal of a site."""

    def __init__(self, request: HttpRequest, key: str) -> None:
        self.request = request
        self.site: Site = site_by_key(key, closing=True)
        self.chosen = request.GET.get("lang", "")
        self.speech = Speech(choose(self.chosen, request.headers.get("Accept-Language", ""), self.site.languages))
        self.token = sessions.token_of(request)

    @property
    def place(self) -> str:
        """The network address, as limits count it: the door has read the forwarded headers."""
        return str(self.request.META["REMOTE_ADDR"])

    def session(self) -> Session | None:
        return sessions.session_of(self.token, self.site.id)

    def typed(self, name: str) -> str:
        """What a field holds, without what no row can keep."""
        return self.request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()

    def at(self, path: str = "", said: str = "") -> str:
        """A page of this portal, in the language that was chosen. said: a word that it is to say something about."""
        told = [said] if said else []
        if self.chosen == self.speech.language:
            told.append(f"lang={self.chosen}")
        return f"/my-data/{self.site.key}{path}" + (f"?{'&'.join(told)}" if told else "")

    @property
    def said(self) -> frozenset[str]:
        """The words that a redirect left in the address (`at`)."""
        return frozenset(self.request.GET)

    def to(self, path: str = "", said: str = "") -> HttpResponse:
        return HttpResponseRedirect(self.at(path, said), status=303, headers=HEADERS)

    def policy(self) -> str:
        """The site's own page, else the notice it published here; empty where there is neither."""
        own = self.site.privacy_url
        if own.startswith(("https://", "http://")):
            return own
        return path_of(self.site) if in_force(self.site.id) else ""

    def page(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        theme = look(self.site).theme
        told = {
            "here": self, "site": self.site, "speech": self.speech, "theme": "" if theme == "auto" else theme,
            "facts": facts_of(self.site.workspace_id), "company": self.site.workspace.name,
            "logo": look(self.site).logo,
            "policy": self.policy(),
            "style": version_of_style(), "languages": _others(self),
        }  # fmt: skip
        return _made(self.request, template, told | context, status)


def of_site(*methods: str) -> Callable[[View], View]:
    """A view of a site's portal: gets `Here` in the request's place. Other methods are refused; a site that is not
    there, and what somebody may not see, is a page that says so; a limit is one that says when to come again."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, key: str, **named: str) -> HttpResponse:
            if request.method not in methods:
                return HttpResponse(status=405, headers={"Allow": ", ".join(methods)} | HEADERS)
            try:
                here = Here(request, key)
            except NotFound:
                return missing(request)
            try:
                return view(here, **named)
            except NotFound:  # erased while they looked
                return here.to(said="ended")
            except TooMany as many:
                response = here.page("many", 429, minutes=max(1, -(-many.again // 60)))
                response["Retry-After"] = str(max(1, many.again))
                return response

        return answer

    return decorate


def proven(view: View) -> View:
    """Inside `of_site`: for who has proven who they are, and gets the session too; others begin."""

    @wraps(view)
    def answer(here: Here, **named: str) -> HttpResponse:
        own = here.session()
        if own is None:
            return here.to(said="ended" if here.token else "")
        return view(here, own, **named)

    return answer


def missing(request: HttpRequest) -> HttpResponse:
    """There is no such site."""
    return _alone(request, "missing", 404)


def stale(request: HttpRequest) -> HttpResponse:
    """A form without its CSRF token: the browser refuses cookies, or another website sent it."""
    return _alone(request, "stale", 403)


def _alone(request: HttpRequest, template: str, status: int) -> HttpResponse:
    speech = Speech(choose("", request.headers.get("Accept-Language", ""), list(LANGUAGES)))
    told = {"speech": speech, "style": version_of_style(), "back": request.path.rpartition("/")[0]}
    return _made(request, template, told, status)


def _made(request: HttpRequest, template: str, told: dict[str, Any], status: int) -> HttpResponse:
    page = render_to_string(f"my_data/{template}.html", told, request)
    return HttpResponse(page, status=status, headers=HEADERS)


def _others(here: Here) -> list[dict[str, str]]:
    """The languages that this site speaks besides."""
    spoken = [one for one in here.site.languages if one in LANGUAGES and one != here.speech.language]
    return [{"code": one, "name": LANGUAGES[one], "link": f"?lang={one}"} for one in spoken]


@cache
def version_of_style() -> str:
    """A hash of the style sheet, which its address holds."""
    return hashlib.sha256(sheet()).hexdigest()[:16]
