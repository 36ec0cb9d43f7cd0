"""Somebody at the portal of a site, in a browser without scripts: what it shows, and what its forms send."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.test import Client

import troth.log
from tests.cast import Guest
from troth.kernel import clock
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.post.letters import composer
from troth.post.models import Mail
from troth.privacy.portal.code_mail import KIND
from troth.sites.models import Site

COOKIE = "troth_my_data"


class Browser:
    """One profile, with a network address of its own."""

    def __init__(self, site: Site, language: str = "en") -> None:
        made = new_id().int
        self.site, self.root = site, f"/my-data/{site.key}"
        self.place = f"203.{made >> 16 & 255}.{made >> 8 & 255}.{made & 255}"
        self.client = Client(
            enforce_csrf_checks=True, SERVER_NAME="localhost", REMOTE_ADDR=self.place,
            headers={"Accept-Language": language},
        )  # fmt: skip
        self.last: Any = None

    def get(self, path: str = "", *, follow: bool = True) -> int:
        return self._took(self.client.get(path if path.startswith("/my-data") else self.root + path, follow=follow))

    def send(self, path: str, **fields: str) -> int:
        """A form, with the token that the page shown last has; the status of where it led."""
        return self.send_only(path, follow=True, **fields)

    def send_only(self, path: str, follow: bool = False, **fields: str) -> int:
        """The same, and no further."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.text)
        known = {"csrfmiddlewaretoken": token[1]} if token else {}
        return self._took(self.client.post(self.root + path, known | fields, follow=follow))

    def ask(self, address: str) -> int:
        self.get()
        return self.send("/address", address=address)

    def proves(self, address: str) -> int:
        self.ask(address)
        return self.send("/code", code=codes(address)[-1])

    def shows(self, code: str) -> int:
        """Types the code of a chat."""
        self.get()
        return self.send("/chat", code=code)

    def _took(self, response: Any) -> int:
        self.last = response
        return int(response.status_code)

    @property
    def text(self) -> str:
        return unescape(self.last.content.decode()) if self.last is not None else ""

    @property
    def place_now(self) -> str:
        """Where redirects led."""
        chain = getattr(self.last, "redirect_chain", [])
        return str(chain[-1][0]) if chain else str(self.last.request["PATH_INFO"])

    @property
    def token(self) -> str:
        found = self.client.cookies.get(COOKIE)
        return found.value if found else ""

    def at_their_rights(self) -> bool:
        """Whether they see them now."""
        return self.get("/rights") == 200 and self.place_now.startswith(f"{self.root}/rights")


class Later:
    """Moves the clock on."""

    def __call__(self, **more: float) -> None:
        at = now() + timedelta(**more)
        clock.set_clock(lambda: at)


def mails(address: str) -> list[Mail]:
    """The mails with a code to this address, in their order."""
    log = troth.log.current()
    return [
        mail
        for mail in Mail.objects.filter(kind=KIND).order_by("at", "id")
        if log.open(bytes(mail.to), mail.workspace, mail.stream, "mail") == address.encode()
    ]


def words(mail: Mail) -> str:
    """What it would say if it were sent now; empty when it would not."""
    known = composer(mail.kind)
    assert known is not None
    message = known.compose(mail)
    return "" if message is None else f"{message['Subject']}\n{message.get_content()}"


def codes(address: str) -> list[str]:
    found = [re.search(r"^(\d{6})$", words(mail), re.M) for mail in mails(address)]
    return [one[1] for one in found if one]


def chat_code(who: Guest) -> str:
    answer = who.api.post("/me/data-code")
    assert answer.status == 201, answer
    return str(answer["code"])


def wrong(code: str) -> str:
    """Another code than this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"
