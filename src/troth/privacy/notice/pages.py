"""The public pages of a site's notice. They set no cookie, run no script, and fetch nothing from elsewhere; whoever has
nothing of anybody's may read them."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from troth.datamap import csp
from troth.kernel.errors import NotFound
from troth.sites.access import site_by_key
from troth.sites.queries import look

from ..portal.page import version_of_style
from ..portal.speech import choose
from ..requests.controller import facts_of
from . import machine
from .content import fingerprint
from .draw import day
from .played import with_verdicts
from .queries import Standing, page_of, standing, version, versions
from .rows import Notice, NoticePage
from .speech import LANGUAGES, Speech

HEADERS = {
    "Content-Security-Policy": csp.policy({**csp.PORTAL, "form-action": (csp.NONE,)}, others=False),
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
}
_OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_P = NoticePage.Page
_S = Notice.State

type View = Callable[..., HttpResponse]


class Here:
    """One look at the notice of a site. chosen: the language that the address names."""

    def __init__(self, request: HttpRequest, key: str) -> None:
        self.request = request
        self.site = site_by_key(key, closing=True)
        self.chosen = request.GET.get("lang", "")

    def speech(self, spoken: Iterable[str]) -> Speech:
        return Speech(choose(self.chosen, self.request.headers.get("Accept-Language", ""), list(spoken)))

    @property
    def zone(self) -> str:
        return facts_of(self.site.workspace_id).time_zone


def of_site(view: View) -> View:
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, key: str, **named: Any) -> HttpResponse:
        try:
            return view(Here(request, key), **named)
        except NotFound:
            return _missing(request)

    return answer


@of_site
def notice(here: Here, page: str, number: int | None = None) -> HttpResponse:
    """number: None for the one in force."""
    now = standing(here.site)
    row = now.in_force if number is None else version(here.site, number)
    if row is None:
        raise NotFound
    speech = here.speech(row.languages)
    kept = page_of(row, speech.language, page)
    article = with_verdicts(bytes(kept.html).decode(), here.site.workspace_id, speech)
    mark = fingerprint(article.encode())[:16]
    etag = f'W/"{mark}.{row.state}.{now.announced.number if now.announced else 0}"'
    headers = {**HEADERS, "ETag": etag, "Last-Modified": http_date(row.in_force_at.timestamp()),
               "Cache-Control": "no-cache"}  # fmt: skip
    if here.request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers=headers)
    told = {
        "page": page, "sha256": row.sha256, "article": article,
        "whole": f"/privacy/{here.site.key}" + (f"/versions/{number}" if number else ""),
        "pdf": NoticePage.objects.filter(notice=row, language=speech.language, pdf__isnull=False).exists(),
        **_standing(row, now, here, speech),
    }  # fmt: skip
    return _made(here, "page", speech, row.languages, told, headers)


@of_site
def raw(here: Here, number: int, language: str, page: str) -> HttpResponse:
    """The very bytes of which the version holds the hash."""
    kept = page_of(version(here.site, number), language, page)
    headers = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(bytes(kept.html), content_type="text/html; charset=utf-8", headers=headers)


@of_site
def paper(here: Here, number: int | None = None) -> HttpResponse:
    row = standing(here.site).in_force if number is None else version(here.site, number)
    if row is None:
        raise NotFound
    language = here.speech(row.languages).language
    found = NoticePage.objects.filter(notice=row, language=language, page=_P.NOTICE, pdf__isnull=False).first()
    if found is None:
        raise NotFound
    response = HttpResponse(bytes(found.pdf or b""), content_type="application/pdf", headers=HEADERS)
    response["Content-Disposition"] = f'inline; filename="privacy-{row.number}-{language}.pdf"'
    return response


@of_site
def all_versions(here: Here) -> HttpResponse:
    rows = versions(here.site)
    if not rows:
        raise NotFound
    speech = here.speech(rows[0].languages)
    first = rows[-1].number
    told = [
        {
            "number": row.number, "since": day(row.in_force_at, here.zone, speech.language),
            "until": day(row.superseded_at, here.zone, speech.language) if row.superseded_at else "",
            "state": speech.say(f"state.{row.state}"),
            "mark": {"in_force": "done", "announced": "open"}.get(row.state, ""),
            "weight": speech.say("versions.first" if row.number == first else
                                 "versions.material" if row.material else "versions.minor"),
        }
        for row in rows
    ]  # fmt: skip
    headers = {**HEADERS, "Cache-Control": "no-cache"}
    return _made(here, "versions", speech, rows[0].languages, {"versions": told}, headers)


@of_site
def cookies_json(here: Here) -> HttpResponse:
    """What the site's pages and chat keep in a browser: name, purpose, lifetime, party, basis."""
    row = standing(here.site).in_force
    if row is None:
        raise NotFound
    whole = machine.as_json(row)
    return _data({"site": here.site.key, "version": row.number, "cookies": whole["content"]["stored"]})


@of_site
def as_data(here: Here, kind: str) -> HttpResponse:
    row = standing(here.site).in_force
    if row is None:
        raise NotFound
    if kind == "jsonld":
        return _data(machine.as_json_ld(row), "application/ld+json")
    return _data(machine.as_json(row))


def _data(told: Any, kind: str = "application/json") -> HttpResponse:
    headers = {**HEADERS, **_OPEN, "Cache-Control": "public, max-age=300"}
    return HttpResponse(msgspec.json.encode(told), content_type=kind, headers=headers)


def _standing(row: Notice, now: Standing, here: Here, speech: Speech) -> dict[str, Any]:
    """What is to be said above it."""
    soon, zone = now.announced, here.zone
    if row.state == _S.SUPERSEDED and row.superseded_at:
        return {"old": row.number, "until": day(row.superseded_at, zone, speech.language)}
    if row.state == _S.ANNOUNCED:
        return {"soon_this": day(row.in_force_at, zone, speech.language)}
    if soon is not None:
        return {"soon": day(soon.in_force_at, zone, speech.language), "soon_number": soon.number}
    return {}


def _made(
    here: Here, template: str, speech: Speech, spoken: list[str], told: dict[str, Any], headers: dict[str, str]
) -> HttpResponse:
    theme = look(here.site).theme
    path = here.request.path
    whole = {
        "site": here.site, "speech": speech, "theme": "" if theme == "auto" else theme, "logo": look(here.site).logo,
        "style": version_of_style(), "asked": f"?lang={here.chosen}" if here.chosen == speech.language else "",
        "languages": [{"code": one, "name": LANGUAGES[one], "link": f"{path}?lang={one}"}
                      for one in spoken if one in LANGUAGES and one != speech.language],
    }  # fmt: skip
    page = render_to_string(f"notice/{template}.html", {**whole, **told})
    return HttpResponse(page, headers={**headers, "Content-Language": speech.language})


def _missing(request: HttpRequest) -> HttpResponse:
    speech = Speech(choose("", request.headers.get("Accept-Language", ""), list(LANGUAGES)))
    page = render_to_string("notice/missing.html", {"speech": speech, "style": version_of_style()})
    return HttpResponse(page, status=404, headers={**HEADERS, "Cache-Control": "no-store"})
