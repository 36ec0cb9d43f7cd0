"""Those of visitor-consent."""

from typing import Any

from troth.verify import scripts
from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

_STORES = "localStorage.setItem('spy','1');"


@saboteur("visitor-consent.off_by_default", "a new site asks for consent")
def asks_by_itself(patch: Patch) -> None:
    patch.around("troth.project.beginning.add", lambda real: lambda *args, **more: real(*args, **more, consent="ask"))


@saboteur("visitor-consent.nothing_before_start", "the loader stores something at once")
def loader_stores(patch: Patch) -> None:
    scripts.loader(patch, _STORES)


@saboteur("visitor-consent.browsing_records_nothing", "whoever looks is said to have agreed")
def looking_is_agreeing(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def site_by_key(key: str, **more: Any) -> Any:
            from troth.privacy.consent import answered, text_shown
            from troth.sites.consent import fingerprint, shown
            from troth.visitors.begin import begin

            site = real(key, **more)
            answered(begin(site)[0], text_shown(site, "en", fingerprint(shown(site, "en"))), "given")
            return site

        return site_by_key

    patch.around("troth.channels.widget.pages.site_by_key", make)


@saboteur("visitor-consent.start_is_an_event", "the start of a chat is not shown")
def hides_the_start(patch: Patch) -> None:
    patch.around(
        "troth.conversations.api.history",
        lambda real: (
            lambda *args: (lambda items, more: ([one for one in items if one.kind != "opened"], more))(*real(*args))
        ),
    )


@saboteur("visitor-consent.refused_before_answer", "a visitor is made although the site asks first")
def does_not_wait(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def site_by_key(key: str, **more: Any) -> Any:
            site = real(key, **more)
            site.consent = "off"
            return site

        return site_by_key

    patch.around("troth.visitors.api.site_by_key", make)


@saboteur("visitor-consent.refusing_stores_nothing", "the panel stores something whatever is answered")
def panel_stores(patch: Patch) -> None:
    scripts.panel(patch, _STORES)


@saboteur("visitor-consent.record_has_hash", "the record has the hash of something else")
def another_hash(patch: Patch) -> None:
    patch.around(
        "troth.privacy.consent._record",
        lambda real: (
            lambda visitor, language, version, sha256, state: real(visitor, language, version, "0" * 64, state)
        ),
    )
