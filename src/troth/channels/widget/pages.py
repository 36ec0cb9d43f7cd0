"""What the widget's addresses answer: /w/{key}.js, /w/{key}/panel, /w/assets/*, /chat/{key}.

The loader is public, small and kept five minutes; it holds the site's look, so that the launcher is drawn without
another request. The panel's frame may only be shown by the site's own domains. All headers are those tried against
strict host pages (docs/protocol.md).
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from troth.datamap import csp
from troth.kernel import config
from troth.kernel.errors import ChatEnded, NotFound
from troth.sites import queries
from troth.sites.access import site_by_key
from troth.sites.device import on_device
from troth.sites.domains import ancestors
from troth.sites.models import Site

from . import built

type View = Callable[..., HttpResponseBase]

SHARED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",  # public code, no credentials: lets hosts use integrity and crossorigin
    "Referrer-Policy": "no-referrer",
}
FRAME = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
NO_MORE = "// This chat has ended: its company closes its workspace.\n"
ENDED = {
    "en": "This chat has ended. The company takes no new conversations here.",
    "ar": "انتهت هذه المحادثة. لا تستقبل الشركة محادثات جديدة هنا.",
}
NOT_BUILT = "The widget is not built yet. Run `./dev run`, which builds it, or `npm run build` in the checkout."


def _public(view: View) -> View:
    """GET and HEAD only; a site that does not exist is 404, a checkout that was not built says so."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponseBase:
        try:
            return view(request, **named)
        except NotFound:
            raise Http404 from None
        except ChatEnded as error:
            return _ended(request, error)
        except built.NotBuilt:
            return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")

    return answer


@_public
def loader(request: HttpRequest, key: str) -> HttpResponseBase:
    """The one script of a website, with the site's look inside. It draws nothing once the chat has ended."""
    site = site_by_key(key, closing=True)
    if site.workspace.closes_at is not None:
        headers = {**SHARED, "Cache-Control": "public, max-age=300"}
        return HttpResponse(NO_MORE, content_type=built.TYPES[".js"], headers=headers)
    text = f"(()=>{{const __TROTH_SITE__={_json(_look(site))};\n{built.loader()}}})();\n"
    etag = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'
    headers = {
        **SHARED,
        "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers=headers)
    if not built.coding(request):
        return HttpResponse(text, content_type=built.TYPES[".js"], headers=headers)
    return HttpResponse(
        built.squeezed(text), content_type=built.TYPES[".js"], headers={**headers, "Content-Encoding": "gzip"}
    )


@_public
def panel(request: HttpRequest, key: str) -> HttpResponseBase:
    """The frame. Only the site's domains may show it."""
    site = site_by_key(key)
    response = _page(request, site)
    response["Content-Security-Policy"] = csp.policy(csp.PANEL, ancestors(site.domains, config.current().local))
    response.xframe_options_exempt = True  # the older header knows no list of domains
    return response


@_public
def hosted(request: HttpRequest, key: str) -> HttpResponseBase:
    """The same chat as a page of its own: for phones, for links in mails, for sites that refuse frames."""
    response = _page(request, site_by_key(key))
    response["Content-Security-Policy"] = csp.policy(csp.PANEL)
    return response


@_public
def asset(request: HttpRequest, name: str) -> HttpResponseBase:
    """A built file. Its name holds its hash, so it is kept for good."""
    coding = built.coding(request)
    found = built.asset(name, coding)
    if found is None:
        raise Http404
    headers = {**SHARED, "Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if coding:
        headers["Content-Encoding"] = coding
    return HttpResponse(found[0], content_type=found[1], headers=headers)


def _page(request: HttpRequest, site: Site) -> HttpResponse:
    known = queries.widget(site)
    entry = built.panel()
    language = _language(request, known.languages)
    page = render_to_string(
        "widget/panel.html",
        {
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
            "title": known.texts.get(language, {}).get("title") or known.name,
            "site": _json(known.model_dump(mode="json")),
            "script": entry.script,
            "styles": entry.styles,
        },
    )
    return HttpResponse(page, headers=FRAME)


def _ended(request: HttpRequest, error: ChatEnded) -> HttpResponse:
    language = _language(request, list(ENDED))
    context = {"language": language, "direction": "rtl" if language == "ar" else "ltr", "told": ENDED[language]}
    page = HttpResponse(render_to_string("widget/ended.html", context), status=error.status, headers=FRAME)
    page["Content-Security-Policy"] = csp.policy(csp.PANEL)
    page.xframe_options_exempt = True  # nothing of anybody is in it
    return page


def _look(site: Site) -> dict[str, Any]:
    look, device = queries.look(site), on_device(site)
    return {
        "key": site.key,
        "base": config.current().base_url,
        "languages": site.languages,
        "position": look.position,
        "launcher": look.launcher,
        "theme": look.theme,
        "light": {"fill": look.light.fill, "on_fill": look.light.on_fill},
        "dark": {"fill": look.dark.fill, "on_fill": look.dark.on_fill},
        "telemetry": site.telemetry,
        "signals": [name for name, rule in site.signals.items() if rule != "ignore"],
        "ask": site.consent == "ask",
        "days": device.days,
        "choices": device.choices,
    }


def _language(request: HttpRequest, spoken: list[str]) -> str:
    """The first language the browser wishes that the site speaks."""
    for wish in request.headers.get("Accept-Language", "").lower().split(","):
        base = wish.split(";")[0].strip().split("-")[0]
        if base in spoken:
            return base
    return spoken[0] if spoken else "en"


def _json(value: object) -> str:
    """JSON that may stand in a script element: nothing in it ends the element or the line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
