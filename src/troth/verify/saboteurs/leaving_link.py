"""Those of leaving-link."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


def _rewritten(old: str, new: str) -> Any:
    def make(real: Any) -> Any:
        def render(*of: Any, **named: Any) -> str:
            return str(real(*of, **named)).replace(old, new)

        return render

    return make


@saboteur("leaving-link.external_links_marked", "links of the portal take the address along")
def with_referrer(patch: Patch) -> None:
    patch.around("troth.privacy.portal.page.render_to_string", _rewritten(" noreferrer", ""))


@saboteur("leaving-link.external_links_marked", "nothing tells that a link leads away")
def unmarked(patch: Patch) -> None:
    patch.around("troth.privacy.portal.page.render_to_string", _rewritten('"external ', '"'))


@saboteur("leaving-link.no_referrer_leaks", "the chat's page lets addresses go along")
def unsafe(patch: Patch) -> None:
    from troth.channels.widget import pages

    patch("troth.channels.widget.pages.FRAME", {**pages.FRAME, "Referrer-Policy": "unsafe-url"})
