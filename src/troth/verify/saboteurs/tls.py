"""Those of tls."""

from collections.abc import Callable
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

STAYS = b"strict-transport-security"
SETTINGS = "django.conf.settings"
SESSION = "troth.privacy.portal.session"
HTTP = "http://shop.example/privacy"


def _said(patch: Patch, change: Callable[[Any, bytes], bytes]) -> None:
    """change: gets the scope of a request and what its answer would say of TLS; nothing is said where it gives b""."""

    def make(real: Any) -> Any:
        async def send(self: Any, message: Any) -> None:
            told = [(name, change(self.scope, of) if name == STAYS else of) for name, of in self.default_headers]
            self.default_headers = [(name, of) for name, of in told if of]
            await real(self, message)

        return send

    patch.around("uvicorn.protocols.http.httptools_impl.RequestResponseCycle.send", make)


@saboteur("tls.asks_for_tls", "no answer speaks of TLS")
def silent(patch: Patch) -> None:
    _said(patch, lambda scope, value: b"")


@saboteur("tls.asks_for_tls", "what the API answers does not speak of TLS")
def silent_in_the_api(patch: Patch) -> None:
    _said(patch, lambda scope, value: b"" if scope["path"].startswith("/api/") else value)


@saboteur("tls.asks_for_tls", "who is refused a socket does not hear of TLS")
def silent_at_the_socket(patch: Patch) -> None:
    def make(real: Any) -> Any:
        class Silent:
            @staticmethod
            def create_error_response(status: Any, body: bytes, extra_headers: object = None) -> Any:
                return real.create_error_response(status, body)

        return Silent

    patch.around("troth.gateway.door.WSUpgradeResponse", make)


@saboteur("tls.asks_for_tls", "browsers are told to stay with TLS for a day")
def for_a_day(patch: Patch) -> None:
    _said(patch, lambda scope, value: b"max-age=86400")


@saboteur("tls.cookies_bound", "the cookie of a sign-in goes without TLS too")
def not_secure(patch: Patch) -> None:
    patch(f"{SETTINGS}.SESSION_COOKIE_SECURE", False)


@saboteur("tls.cookies_bound", "a cookie goes with what other sites ask")
def for_other_sites(patch: Patch) -> None:
    patch(f"{SETTINGS}.CSRF_COOKIE_SAMESITE", "None")


@saboteur("tls.cookies_bound", "scripts can read the cookie of a sign-in")
def read_by_scripts(patch: Patch) -> None:
    patch(f"{SETTINGS}.SESSION_COOKIE_HTTPONLY", False)


@saboteur("tls.cookies_bound", "the name of the cookie of a sign-in binds it to no host")
def unbound(patch: Patch) -> None:
    patch(f"{SETTINGS}.SESSION_COOKIE_NAME", "troth_session")


@saboteur("tls.cookies_bound", "a cookie is good for every host of the domain")
def for_the_domain(patch: Patch) -> None:
    patch(f"{SETTINGS}.SESSION_COOKIE_DOMAIN", "localhost")


@saboteur("tls.cookies_bound", "the name of the portal's cookie binds it to no host")
def unbound_at_the_portal(patch: Patch) -> None:
    for place in (SESSION, "troth.privacy.access.fetch"):
        patch.around(f"{place}.cookie_name", lambda real: lambda: real().replace("__Host-", "__Secure-"))


@saboteur("tls.cookies_bound", "the portal's cookie is for a part of the host, so that no browser takes it")
def for_a_part(patch: Patch) -> None:
    patch(f"{SESSION}.cookie_path", lambda: "/my-data")


@saboteur("tls.cookies_bound", "what comes under a name that binds nothing opens the portal as well")
def taken_unbound(patch: Patch) -> None:
    patch.around(
        f"{SESSION}.token_of",
        lambda real: lambda request: real(request) or request.COOKIES.get("troth_my_data", ""),
    )


@saboteur("tls.nothing_mixed", "the loader fetches the chat without TLS")
def loader_without(patch: Patch) -> None:
    patch.around(
        "troth.channels.widget.pages._look",
        lambda real: lambda site: (lambda look: {**look, "base": look["base"].replace("https", "http")})(real(site)),
    )


@saboteur("tls.nothing_mixed", "the chat names a policy that is without TLS")
def policy_without(patch: Patch) -> None:
    patch.around(
        "troth.sites.queries.widget", lambda real: lambda site: real(site).model_copy(update={"privacy_url": HTTP})
    )


@saboteur("tls.nothing_mixed", "an owner may set an address without TLS, and pages show it")
def takes_what_is_without(patch: Patch) -> None:
    from troth.sites import change

    patch("troth.sites.change._by_tls", change._web_address)


@saboteur("tls.nothing_mixed", "a mailed transcript leads to the console without TLS")
def mail_without(patch: Patch) -> None:
    patch.around(
        "troth.channels.email.letter._in_console",
        lambda real: lambda row: str(real(row)).replace("https", "http"),
    )


@saboteur("tls.nothing_mixed", "the notice has no content policy")
def no_policy(patch: Patch) -> None:
    patch.around("troth.privacy.notice.pages.HEADERS", lambda real: {**real, "Content-Security-Policy": ""})


@saboteur("tls.nothing_mixed", "the console may show pictures that come without TLS")
def pictures_without(patch: Patch) -> None:
    patch.around("troth.datamap.csp.CONSOLE", lambda real: {**real, "img-src": ("'self'", "http:")})


@saboteur("tls.nothing_mixed", "the chat opens its socket without TLS")
def socket_without(patch: Patch) -> None:
    patch("troth.channels.widget.built.coding", lambda request: "")

    def make(real: Any) -> Any:
        def asset(name: str, coding: str) -> Any:
            found = real(name, coding)
            return (found[0].replace(b"(/^http/,`ws`)", b"(/^https?/,`ws`)"), found[1]) if found else found

        return asset

    patch.around("troth.channels.widget.built.asset", make)


@saboteur("tls.nothing_mixed", "the console opens its socket without TLS")
def console_socket_without(patch: Patch) -> None:
    patch("troth.project.console.coding", lambda request: "")

    def make(real: Any) -> Any:
        def answer(request: Any, found: Any, keep: str) -> Any:
            made = real(request, found, keep)
            if found.suffix == ".js":
                made.content = made.content.replace(b"(/^http/,`ws`)", b"(/^https?/,`ws`)")
            return made

        return answer

    patch.around("troth.project.console._answer", make)
