"""Those of egress."""

from dataclasses import replace
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

ELSEWHERE = "tracker.verify.invalid"


@saboteur("egress.widget_from_own_host", "the loader fetches a picture from elsewhere")
def a_pixel(patch: Patch) -> None:
    patch.around(
        "troth.channels.widget.built.loader",
        lambda real: lambda: f"new Image().src='https://{ELSEWHERE}/1.gif';{real()}",
    )


@saboteur("egress.no_third_party", "the policies of pages allow a tracker")
def allowed(patch: Patch) -> None:
    from troth.datamap import csp

    open_ = {**csp.CONSOLE, "script-src": ("'self'", f"https://{ELSEWHERE}")}
    patch("troth.datamap.csp.CONSOLE", open_)


@saboteur("egress.only_registered_origins", "what is announced is allowed already")
def too_early(patch: Patch) -> None:
    _browsers(patch, ("announced", "active"))


@saboteur("egress.only_registered_origins", "what was ended stays allowed")
def too_long(patch: Patch) -> None:
    _browsers(patch, ("active", "ended"))


@saboteur("egress.mail_fetches_nothing", "a transcript has a pixel that tells when it was opened")
def a_pixel_in_mails(patch: Patch) -> None:
    def more(real: Any) -> Any:
        def render(*of: Any, **named: Any) -> str:
            return f'{real(*of, **named)}<img src="https://{ELSEWHERE}/open.gif">'

        return render

    patch.around("troth.channels.email.letter.render_to_string", more)


@saboteur("egress.server_reaches_registered_alone", "the door out asks nobody")
def open_door(patch: Patch) -> None:
    patch("troth.datamap.egress.why_not", lambda host: "")


@saboteur("egress.providers_get_what_they_need", "files go into the store as they are")
def unsealed(patch: Patch) -> None:
    def put_too(real: Any) -> Any:
        def seal_upload(asker: Any, upload: Any, data: bytes) -> Any:
            return replace(real(asker, upload, data), box=data)

        return seal_upload

    patch.around("troth.conversations.files.seal_upload", put_too)


def _browsers(patch: Patch, states: tuple[str, ...]) -> None:
    def hosts() -> dict[str, list[str]]:
        from troth.privacy.models import Processor

        found: dict[str, list[str]] = {}
        for one in Processor.objects.filter(state__in=states):
            for directive in one.browser:
                found.setdefault(directive, []).extend(one.hosts)
        return found

    patch("troth.datamap.egress.browser_hosts", hosts)
