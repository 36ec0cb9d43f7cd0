"""Somebody at the page of their data (`/my-data/KEY`), in a browser without scripts."""

import re
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from .api import Answer, Api
from .checks import Unplayable

if TYPE_CHECKING:
    from .world import World

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_DIGITS = re.compile(r"^(\d{6})\s*$", re.M)
_WORD = re.compile(r'name="token" value="([\w-]+)"')
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


class Portal:
    """At one site. `last`: what was shown last. `path`: where redirects led."""

    def __init__(self, world: "World", site: Mapping[str, str] | None = None, api: Api | None = None) -> None:
        """api: their browser, where it is not an ordinary one."""
        self._world, self._api = world, api or world.closing(Api(world.url))
        self.root = f"/my-data/{(site or world.site)['key']}"
        self.path, self.last = self.root, Answer(0, None, "", {}, ())

    @property
    def text(self) -> str:
        return unescape(self.last.text)

    def get(self, path: str = "") -> Answer:
        """A page of it, path after the site's key."""
        return self._followed(self._api.at("GET", self._at(path), headers={"Accept": "text/html"}))

    def send(self, path: str, **fields: str) -> Answer:
        """A form, with the token of the page that was shown last; where it led."""
        token = _TOKEN.search(self.text)
        known = {"csrfmiddlewaretoken": token[1]} if token else {}
        body = urlencode(known | fields).encode()
        self.path = self._at(path)
        return self._followed(self._api.at("POST", self.path, body, headers=_FORM))

    def ask(self, address: str) -> Answer:
        """Have a code sent there."""
        self.get()
        return self.send("/address", address=address)

    def prove(self, address: str) -> None:
        """That it is theirs, by the code in the mail. Needs "mail". Raises Unplayable."""
        before = len(self._world.mails(address))
        self.ask(address)
        came = self._world.until(
            lambda: self._world.mails(address)[before:], f"no code was mailed ({self.last.told})"
        )  # fmt: skip
        code = _DIGITS.search(came[-1].text)
        if code is None:
            raise Unplayable(f"a mail without a code: {came[-1].subject}")
        self.send("/code", code=code[1])
        if not self.path.startswith(f"{self.root}/rights"):
            raise Unplayable(f"the code led to {self.path}: {self.last.status}")

    def shows(self, code: str) -> None:
        """That the chat is theirs, by the code that it shows (`POST /me/data-code`). Raises Unplayable."""
        self.get()
        self.send("/chat", code=code)
        if not self.path.startswith(f"{self.root}/rights"):
            raise Unplayable(f"the code of the chat led to {self.path}: {self.last.status}")

    def fetch(self, which: str) -> bytes:
        """The ZIP of a copy: "/copy" or "/take-along", ordered, waited for, fetched. Raises Unplayable."""
        self.get(which)
        self.send(which)
        self._world.until(lambda: self.get(which).status == 200 and _WORD.search(self.text), "it was not made")
        word = _WORD.search(self.text)
        assert word is not None
        got = self._api.at("POST", "/my-data/download", urlencode({"token": word[1]}).encode(), headers=_FORM)
        if got.status != 200:
            raise Unplayable(f"the copy could not be fetched: {got.status}")
        return got.data

    def _at(self, path: str) -> str:
        return path if path.startswith("/my-data/") else self.root + path

    def _followed(self, answer: Answer) -> Answer:
        while answer.status in (302, 303):
            self.path = answer.headers["Location"]
            answer = self._api.at("GET", self.path, headers={"Accept": "text/html"})
        self.path = urlsplit(self.path).path
        self.last = answer
        return answer
