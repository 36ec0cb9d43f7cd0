"""A notice as a PDF, drawn once from the very HTML that is shown, once it is published: nobody waits for it. What
failed then, or was cut by a stop, is tried again for a day. Where the machine lacks Pango there is none, and no link to
one."""

import logging
import threading
from datetime import timedelta
from uuid import UUID

from django.db import connections
from django.template.loader import render_to_string

from troth.kernel import config
from troth.kernel.clock import now
from troth.sites.models import Site

from ..access.pdf import pdf
from .rows import Notice, NoticePage
from .speech import Speech

_log = logging.getLogger("troth.privacy")
AGAIN = timedelta(days=1)  # after that no try changes anything: Pango is missing, or it is too long
_one = threading.Lock()  # at a time: each takes a processor for a second or two


def draw_soon(notice: UUID) -> None:
    """In a thread of its own, which is gone when that is done."""
    threading.Thread(target=_apart, args=(notice,), name="notice-paper", daemon=True).start()


def draw_missing() -> None:
    """Of all that were published within a day."""
    lacking = NoticePage.objects.filter(page=NoticePage.Page.NOTICE, pdf=None, notice__published_at__gt=now() - AGAIN)
    these = lacking.exclude(notice__state=Notice.State.WITHDRAWN).values_list("notice", flat=True)
    for notice in sorted(set(these)):
        draw(notice)


def draw(notice: UUID) -> None:
    """What of it has no PDF yet. Holds no transaction meanwhile."""
    with _one:
        _draw_pages(notice)


def _draw_pages(notice: UUID) -> None:
    pages = NoticePage.objects.select_related("notice__site").filter(notice=notice, page="notice", pdf=None)
    for page in pages.order_by("language"):
        drawn = _printed(bytes(page.html).decode(), page.language, page.notice.site)
        if drawn is not None:
            NoticePage.objects.filter(id=page.id).update(pdf=drawn)


def _apart(notice: UUID) -> None:
    try:
        draw(notice)
    except Exception:  # a thread of its own: nobody waits for it, and the page is there without it
        _log.exception("the PDF of a notice could not be kept")
    finally:
        connections.close_all()


def _printed(article: str, language: str, site: Site) -> bytes | None:
    """Its links lead to this server."""
    whole = article.replace('href="/', f'href="{config.current().base_url}/')
    return pdf(render_to_string("notice/paper.html", {"article": whole, "speech": Speech(language), "site": site}))
