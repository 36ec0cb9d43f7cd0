"""Two visitors who leave unique words in every field and store that takes any."""

import http.client
import json
import secrets
from typing import Any
from urllib.parse import quote, urlsplit

from tests.until import PATIENCE
from troth.kernel.ids import new_id
from troth.verify.scan import canary

SEALED = (
    "name", "mailbox", "first words", "words", "long words", "agent words", "note", "file name", "content",
    "comment", "transcript",
)  # fmt: skip
ASKED = ("asked", "asked about", "asked from", "asked note", "asked answer")  # sealed too, and in no talk


class Person:
    """One of them, at a served demo. `planted`: what a canary was, and the canary."""

    def __init__(self, url: str, site: str) -> None:
        self.port, self.site = urlsplit(url).port or 0, site
        self.planted: dict[str, str] = {}
        self.visitor, self.talk = "", str(new_id())
        self._pass: dict[str, str] = {}

    def plant(self, what: str) -> str:
        return self.planted.setdefault(what, canary())

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        raw = body if isinstance(body, bytes | None) else json.dumps(body, default=str).encode()
        more = {"Content-Type": "application/json", "User-Agent": f"Browser {self.plant('user agent')}", **headers}
        connection = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, raw, {name.replace("_", "-"): value for name, value in more.items()})
            answer = connection.getresponse()
            data = answer.read()
            assert answer.status < 300, (path, answer.status, data)
            return json.loads(data) if "json" in answer.headers.get("Content-Type", "") else data
        finally:
            connection.close()

    def talks(self, agent: dict[str, str]) -> None:
        """From the first word to the rating, with an agent who answers and notes."""
        self.planted["language"] = secrets.token_hex(4)  # longer ones are no language
        language = f"en-{self.planted['language']}"
        begun = self.ask("POST", f"/api/v1/sites/{self.site}/visitors", {"language": "en"})
        self.visitor, self._pass = begun["visitor_id"], {"Authorization": f"Bearer {begun['pass']}"}
        email = f"{self.plant('mailbox')}@example.test"
        form = {"about": "Repair", "name": self.plant("name"), "email": email}
        opening = {"id": self.talk, "client_id": new_id(), "text": self.plant("first words"), "fields": form}
        self.ask("POST", "/api/v1/conversations", {**opening, "language": language}, **self._pass)
        place = f"/api/v1/conversations/{self.talk}"
        for text in (self.plant("words"), f"{self.plant('long words')} " * 150):
            self.ask("POST", f"{place}/messages", {"client_id": new_id(), "text": text}, **self._pass)
        name = quote(self.plant("file name"))
        file = self.ask(
            "POST", f"{place}/files?name={name}.txt", f"{self.plant('content')}\n".encode(),
            Content_Type="text/plain", **self._pass,
        )  # fmt: skip
        said = {"client_id": new_id(), "text": "", "files": [file["id"]]}
        self.ask("POST", f"{place}/messages", said, **self._pass)
        self.ask("POST", f"{place}/participation", {"client_id": new_id()}, **agent)
        self.ask("POST", f"{place}/messages", {"client_id": new_id(), "text": self.plant("agent words")}, **agent)
        self.ask("POST", f"{place}/notes", {"client_id": new_id(), "text": self.plant("note")}, **agent)
        asked = {"client_id": new_id(), "address": f"{self.plant('transcript')}@example.test"}
        self.ask("POST", f"{place}/transcripts", asked, **self._pass)
        self.ask("POST", f"{place}/closure", {"client_id": new_id()}, **agent)
        rating = {"client_id": new_id(), "score": 2, "comment": self.plant("comment")}
        self.ask("POST", f"{place}/rating", rating, **self._pass)

    def asks(self, officer: dict[str, str], workspace: str) -> None:
        """What an officer files and answers for them."""
        place = f"/api/v1/workspaces/{workspace}/privacy/requests"
        body = {
            "right": "complaint", "subject": {"kind": "visitor", "id": self.visitor}, "words": self.plant("asked"),
            "about": {"since": self.plant("asked about")}, "reply_to": f"{self.plant('asked from')}@example.test",
        }  # fmt: skip
        made = self.ask("POST", place, body, **officer)
        self.ask("POST", f"{place}/{made['id']}/note", {"text": self.plant("asked note")}, **officer)
        self.ask("POST", f"{place}/{made['id']}/done", {"text": self.plant("asked answer")}, **officer)
