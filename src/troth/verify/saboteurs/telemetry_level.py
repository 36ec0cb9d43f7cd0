"""Those of telemetry-level."""

import logging
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("telemetry-level.visit_leaves_nothing", "whoever fetches the loader becomes a visitor")
def counts_looks(patch: Patch) -> None:
    from troth.visitors.begin import begin

    def make(real: Any) -> Any:
        def site_by_key(key: str, **more: Any) -> Any:
            site = real(key, **more)
            begin(site)
            return site

        return site_by_key

    patch.around("troth.channels.widget.pages.site_by_key", make)


@saboteur("telemetry-level.off_stores_nothing", "off is taken for basic")
def off_is_basic(patch: Patch) -> None:
    _level(patch, {"off": "basic"})


@saboteur("telemetry-level.each_level_shows_its_own", "basic is taken for full")
def basic_is_full(patch: Patch) -> None:
    _level(patch, {"basic": "full"})


def _level(patch: Patch, instead: dict[str, str]) -> None:
    """Loader, panel, socket and board look: all are told another level."""

    def looked(real: Any) -> Any:
        return lambda level, page: real(instead.get(level, level), page)

    def profile(real: Any) -> Any:
        return lambda telemetry, signals: real(telemetry=instead.get(telemetry, telemetry), signals=signals)

    def look(real: Any) -> Any:
        return lambda site: {**real(site), "telemetry": instead.get(site.telemetry, site.telemetry)}

    patch.around("troth.channels.widget.pages._look", look)
    patch.around("troth.gateway.presence.seen_by", looked)
    patch.around("troth.visitors.board.seen_by", looked)
    patch.around("troth.sites.queries.Profile", profile)


@saboteur("telemetry-level.browser_family_alone", "the log of requests has the browser's name")
def logs_the_browser(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def new_visitor(request: Any, *rest: Any) -> Any:
            logging.getLogger("troth").warning("a browser: %s", request.headers.get("User-Agent"))
            return real(request, *rest)

        return new_visitor

    patch.around("troth.visitors.api.new_visitor", make)


@saboteur("telemetry-level.no_whole_address", "the address of a visitor is kept in its row")
def keeps_the_address(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def new_visitor(request: Any, site: Any, language: str) -> Any:
            visitor, told = real(request, site, language)
            visitor.language = request.META["REMOTE_ADDR"]
            visitor.save(update_fields=["language"])
            return visitor, told

        return new_visitor

    patch.around("troth.visitors.api.new_visitor", make)


@saboteur("telemetry-level.no_place", "pages say nothing of the browser's location")
def says_nothing_of_places(patch: Patch) -> None:
    patch.around(
        "troth.channels.widget.pages.FRAME",
        lambda real: {name: value for name, value in real.items() if name != "Permissions-Policy"},
    )
