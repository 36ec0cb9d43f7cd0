"""What allauth asks us: nobody signs up by themselves, addresses are lower case, no answer tells who has a login."""

import logging
import threading
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest

_log = logging.getLogger(__name__)
SENDING = "sign-in mail"  # the name of the threads


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META["REMOTE_ADDR"])  # the door has read the forwarded headers already

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In a thread: a mail server that is slow or down must not tell whether an address is known here."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        threading.Thread(target=_send, args=(message,), name=SENDING).start()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:  # whatever the mail server does; its words may hold the address
        _log.error("a code to choose a password could not be mailed: %s", type(error).__name__)
