"""Those of notice-link."""

import re
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

PUBLIC = "troth.privacy.notice.public"
PAGES = "troth.channels.widget.pages"
_KEEPS_AT_IT = "\n;new MutationObserver(() => {%s}).observe(document, {childList: true, subtree: true});\n"


def _panel(patch: Patch, change: Any) -> None:
    """Of every script of the panel's."""
    patch("troth.channels.widget.built.coding", lambda request: "")

    def make(real: Any) -> Any:
        def asset(name: str, coding: str) -> Any:
            found = real(name, coding)
            return (change(found[0]), found[1]) if found and name.endswith(".js") else found

        return asset

    patch.around("troth.channels.widget.built.asset", make)


def _always(patch: Patch, act: str) -> None:
    """act: JavaScript that is done whenever something was drawn."""
    _panel(patch, lambda code: code + (_KEEPS_AT_IT % act).encode())


@saboteur("notice-link.before_first_input", "the chat knows of no notice")
def knows_of_none(patch: Patch) -> None:
    patch("troth.sites.queries.notice_of", lambda site: None)


@saboteur("notice-link.before_first_input", "the link stands below the form")
def below_the_form(patch: Patch) -> None:
    _always(
        patch,
        "const line = document.querySelector('form .privacy');"
        "if (line && line.nextElementSibling) line.parentElement.append(line);",
    )


@saboteur("notice-link.before_first_input", "the link is there and nobody sees it")
def unseen(patch: Patch) -> None:
    _always(patch, "document.querySelectorAll('.privacy').forEach((one) => one.style.opacity = 0);")


@saboteur("notice-link.before_first_input", "keys pass the link by")
def passed_by(patch: Patch) -> None:
    _always(patch, "document.querySelectorAll('.privacy a').forEach((one) => one.tabIndex = -1);")


@saboteur("notice-link.before_first_input", "the link leads to a notice in the browser's language, not in the page's")
def in_another_language(patch: Patch) -> None:
    _panel(patch, lambda code: code.replace(b"?lang=", b"?language="))


@saboteur("notice-link.before_first_input", "what stands on the link is English everywhere")
def english_for_all(patch: Patch) -> None:
    _panel(patch, lambda code: code.replace("سياسة الخصوصية".encode(), b"Privacy policy"))


@saboteur("notice-link.in_every_channel", "the chat's own page has no link")
def none_on_its_own_page(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def page(request: Any, site: Any) -> Any:
            made = real(request, site)
            if request.path.startswith("/chat/"):
                made.content = re.sub(rb'"notice":\{[^}]*\}', b'"notice":null', made.content)
            return made

        return page

    patch.around(f"{PAGES}._page", make)


@saboteur("notice-link.in_every_channel", "who finds nobody there is shown no link")
def none_without_the_team(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def widget(site: Any) -> Any:
            told = real(site)
            return told if told.available else told.model_copy(update={"notice": None})

        return widget

    patch.around("troth.sites.queries.widget", make)


@saboteur("notice-link.in_every_channel", "who is asked for consent is shown no link")
def none_beside_the_question(patch: Patch) -> None:
    _always(patch, "document.querySelectorAll('.asked .privacy a').forEach((one) => one.remove());")


@saboteur("notice-link.in_every_channel", "who begins another talk is shown no link")
def none_the_second_time(patch: Patch) -> None:
    _always(
        patch,
        "if (document.querySelector('.ended')) window.talked = true;"
        "if (window.talked) document.querySelectorAll('.privacy a').forEach((one) => one.remove());",
    )


@saboteur("notice-link.in_every_channel", "the link leads to the first notice, whichever is in force")
def to_the_first(patch: Patch) -> None:
    patch.around(f"{PUBLIC}.path_of", lambda real: lambda site: f"{real(site)}/versions/1")


@saboteur("notice-link.each_site_has_notice", "every chat leads to the notice that was published first")
def one_for_all(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def path_of(_: Any) -> Any:
            from troth.privacy.notice.rows import Notice

            first = Notice.objects.select_related("site").order_by("published_at").first()
            return real(first.site if first else _)

        return path_of

    patch.around(f"{PUBLIC}.path_of", make)


@saboteur("notice-link.each_site_has_notice", "a site without a notice is given one that nobody published")
def given_one(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def shown_of(site: Any) -> Any:
            from troth.sites.notices import Shown

            return real(site) or Shown(1, "0" * 64, f"/privacy/{site.key}")

        return shown_of

    patch.around("troth.sites.notices._tell", make)


@saboteur("notice-link.each_site_has_notice", "a site's notice does not name the site")
def of_nobody(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def page_of(row: Any, language: str, page: str) -> Any:
            found = real(row, language, page)
            found.html = bytes(found.html).replace(row.site.name.encode(), b"a site")
            return found

        return page_of

    patch.around("troth.privacy.notice.pages.page_of", make)
