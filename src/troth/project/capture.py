"""Django's mail (sign-in codes) through the mailer's door, like all other: by the mail server, or into the folder of
captured mail where none is set."""

from collections.abc import Sequence
from email.policy import SMTP
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from troth.datamap import egress
from troth.datamap.doors import Door, in_force, through
from troth.kernel.ids import new_id
from troth.post import transport


class Capture(BaseEmailBackend):
    """Option `folder`: where the .eml files go."""

    def __init__(self, *, folder: str, **rest: Any) -> None:
        super().__init__(**rest)
        self._out = transport.Capture(Path(folder))

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        through(Door.MAILER, in_force(), "mail of Django")
        for message in email_messages:
            content = message.message().as_bytes(policy=SMTP)
            for to in message.recipients():
                letter = transport.Letter(id=new_id(), sender=message.from_email, to=to, content=content)
                self._out.send(letter, lambda: None)
        return len(email_messages)


class Send(EmailBackend):
    """Django's own, asked for like every way out."""

    def open(self) -> bool | None:
        through(Door.MAILER, in_force(), "mail of Django")
        egress.out_to(self.host, "mail")
        return super().open()
