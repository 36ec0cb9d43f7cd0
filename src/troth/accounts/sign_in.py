"""What allauth asks us: nobody signs up by themselves, addresses are lower case, no answer tells who has a login."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils import translation

from . import code_mail

_ANYWHERE = {"app": "allauth.account", "action": "login_failed_anywhere"}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META["REMOTE_ADDR"])  # the door has read the forwarded headers already

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted for the login together with the network address, so that nobody keeps a person
        out of it from elsewhere; and far more of them for the login alone."""
        super().pre_authenticate(request, **credentials)
        self._anywhere = ratelimit.consume(request, key=_login(credentials), **_ANYWHERE)
        if not self._anywhere:
            self._rollback_login_failed_rl_usage()
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{_login(credentials)} {self.get_client_ip(request)}"

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        if anywhere := getattr(self, "_anywhere", None):
            anywhere.rollback()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        super()._delete_login_attempts_cached_email(request, **credentials)
        ratelimit.clear(request, key=_login(credentials), **_ANYWHERE)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Elsewhere and later, the writing of it too: only a known address has a mail, and the time must not tell."""
        language = translation.get_language()

        def send() -> None:
            with translation.override(language):
                self.render_mail(template_prefix, email, {"email": email, **context}).send()

        code_mail.hand_over(send)


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()
