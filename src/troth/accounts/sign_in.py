"""What allauth asks us: nobody signs up by themselves, addresses are lower case, no answer tells who has a login."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from . import code_mail


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META["REMOTE_ADDR"])  # the door has read the forwarded headers already

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Elsewhere and later, the writing of it too: only a known address has a mail, and the time must not tell."""
        language = translation.get_language()

        def send() -> None:
            with translation.override(language):
                self.render_mail(template_prefix, email, {"email": email, **context}).send()

        code_mail.hand_over(send)
