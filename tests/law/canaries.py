"""One of each kind of personal data and secret, through every public door, also where it is refused or fails. Who walks
keeps all that was planted; what the server wrote meanwhile must hold none of it."""

import contextlib
import http.client
import json
import re
import secrets
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tests.gateway.raw import BINARY, Raw, frame
from tests.until import PATIENCE
from troth.kernel.ids import new_id

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")


class Walker:
    """A visitor and an agent at a served demo. `planted`: what a canary was, and the canary."""

    def __init__(self, url: str, site: str, agent: tuple[str, str]) -> None:
        self.host, self.port = "localhost", urlsplit(url).port or 0
        self.site, self.agent = site, agent
        self.planted: dict[str, str] = {}
        self.statuses: list[int] = []
        self._before: dict[str, str] = {}  # the first visitor; when nobody can come any more, they go on
        self._open = ""  # a talk of theirs that was not closed

    def plant(self, what: str, text: str = "") -> str:
        canary = text or f"{what.replace(' ', '')}{secrets.token_hex(6)}"
        self.planted[f"{what} {len(self.planted)}"] = canary
        return canary

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The body of the answer, None where there is none or it is no JSON."""
        raw = body if isinstance(body, bytes | None) else json.dumps(body, default=str).encode()
        more = {
            "Content-Type": "application/json",
            "User-Agent": self.plant("user agent"),
            "Referer": f"https://shop.example/{self.plant('page')}",
            "Cookie": f"troth_session={self.plant('cookie')}",
            "X-Forwarded-For": self.plant("forged address", "198.51.100.41")
            + ", "
            + self.plant("address", "203.0.113.77"),
            "X-Request-ID": self.plant("request id"),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, raw, more)
            answer = connection.getresponse()
            self.statuses.append(answer.status)
            return json.loads(answer.read())
        except (ValueError, OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def walk(self) -> None:
        """Through all doors, whatever is answered."""
        visitor = self._visitor()
        talk = self._talk(visitor)
        self._sockets(visitor, talk)
        self._files(visitor, talk)
        self._agents(talk)
        self._close(visitor, talk)
        self._nonsense(visitor)
        self._portal(visitor)
        self._leave(visitor)

    def _visitor(self) -> dict[str, str]:
        self.ask("POST", f"/api/v1/sites/{self.site}/visitors", {"language": self.plant("language")})
        begun = self.ask("POST", f"/api/v1/sites/{self.site}/visitors", {"language": "en"}) or {}
        token, pass_ = begun.get("token", self.plant("token")), begun.get("pass", self.plant("pass"))
        self.plant("token", token)
        self.plant("pass", pass_)
        self.ask("POST", "/api/v1/passes", {"visitor_token": token})
        self.ask("POST", "/api/v1/passes", {"visitor_token": self.plant("wrong token")})
        if "pass" in begun:
            self._before = self._before or {"Authorization": f"Bearer {pass_}"}
            return {"Authorization": f"Bearer {pass_}"}
        return self._before

    def _leave(self, visitor: dict[str, str]) -> None:
        """An answer to what the site may ask, also one that is none; then the first visitor departs, and is nobody."""
        place = f"/api/v1/sites/{self.site}/consents"
        shown = self.ask("GET", f"/api/v1/sites/{self.site}/widget") or {}
        answer = {"answer": "given", "language": "en", "sha256": (shown.get("consent") or {}).get("en", "0" * 64)}
        for more in ({}, {"language": self.plant("language")}, {"sha256": self.plant("hash")}):
            begun = self.ask("POST", place, answer | more, Sec_GPC="1", DNT=self.plant("signal")) or {}
            if "pass" in begun:
                visitor = {"Authorization": f"Bearer {self.plant('pass', begun['pass'])}"}
                self.plant("token", begun["token"])
                self.ask("POST", "/api/v1/me/departure", {}, **visitor)
                self.ask("GET", "/api/v1/me", **visitor)

    def _talk(self, visitor: dict[str, str]) -> str:
        talk = str(new_id())
        fields = {"about": "Repair", "name": self.plant("name"), "email": self._mail(), "phone": self.plant("phone")}
        opening = {"id": talk, "client_id": new_id(), "text": self.plant("first words"), "fields": fields}
        self.ask(
            "POST", "/api/v1/conversations", opening | {"fields": {"about": self.plant("wrong answer")}}, **visitor
        )
        if self.ask("POST", "/api/v1/conversations", opening, **visitor) is None or self.statuses[-1] >= 300:
            talk = self._open
        elif not self._open:
            self._open = str(new_id())
            other = opening | {"id": self._open, "client_id": new_id()}
            self.ask("POST", "/api/v1/conversations", other, **visitor)
        for text in (self.plant("words"), self.plant("long words") * 4_000, "\ud800" + self.plant("no text")):
            body = {"client_id": new_id(), "text": text}
            self.ask("POST", f"/api/v1/conversations/{talk}/messages", body, **visitor)
        self.ask("GET", f"/api/v1/conversations?cursor={self.plant('cursor')}", **visitor)
        self.ask("GET", f"/api/v1/conversations/{self.plant('odd id')}", **visitor)
        for more in ("", f"&cursor={self.plant('cursor')}", f"&by={self.plant('odd id')}"):
            self.ask("GET", f"/api/v1/search?q={self.plant('sought')}{more}", **visitor)
        return talk

    def _sockets(self, visitor: dict[str, str], talk: str) -> None:
        for hello in (visitor["Authorization"].split()[1], self.plant("wrong pass")):
            with contextlib.suppress(OSError, ValueError, AssertionError), Raw.open(self.port) as raw:
                raw.say(op="hello", v=1, **{"pass": hello})
                raw.say(op="subscribe", ref=1, stream=talk)
                raw.say(
                    op="here", page={"url": f"https://shop.example/{self.plant('url')}", "title": self.plant("title")}
                )
                raw.say(op="say", stream=talk, client_id=str(new_id()), text=self.plant("said"))
                raw.say(op="say", stream=talk, client_id=self.plant("client id"), text=self.plant("said"))
                raw.say(op=self.plant("op"))
                raw.socket.sendall(frame(b'{"op": "say", "text": "' + self.plant("cut off").encode()))
                raw.hear("error")
                raw.socket.sendall(frame(self.plant("bytes").encode(), BINARY))
                raw.closed()
        for path, headers in (
            (f"/ws?pass={self.plant('query')}", ""),
            (f"/ws/{self.plant('path')}", ""),
            ("/ws", f"Cookie: {self.plant('cookie')}\r\nOrigin: https://{self.plant('origin')}.example\r\n"),
        ):
            with contextlib.suppress(OSError, ValueError, IndexError):
                Raw.open(self.port, path, headers=headers).cut()

    def _files(self, visitor: dict[str, str], talk: str) -> None:
        place = f"/api/v1/conversations/{talk}/files"
        name = self.plant("file name")
        sent = {**visitor, "Content_Type": "text/plain"}
        file = self.ask("POST", f"{place}?name={name}.txt", self.plant("content").encode(), **sent)
        self.ask("POST", f"{place}?name={self.plant('file name')}.png", PNG + self.plant("content").encode(), **sent)
        self.ask("POST", f"{place}?name=%ff{self.plant('file name')}", b"x", **sent)
        self.ask("POST", f"{place}?nom={self.plant('query')}", b"x", **sent)
        ticket = self.ask("POST", f"/api/v1/files/{(file or {}).get('id', new_id())}/tickets", {}, **visitor) or {}
        path = ticket.get("path") or f"/api/v1/files/{self.plant('ticket')}"
        self.plant("ticket", path.rpartition("/")[2])
        for _ in range(2):
            self.ask("GET", path)

    def _agents(self, talk: str) -> None:
        email, password = self.agent
        place = "/_allauth/app/v1/auth"
        self.ask("POST", f"{place}/login", {"email": self._mail(), "password": self.plant("password")})
        self.ask("POST", f"{place}/login", {"email": email, "password": self.plant("password")})
        self.ask("POST", f"{place}/password/request", {"email": email})
        self.ask("POST", f"{place}/password/request", {"email": self._mail()})
        self.ask("POST", f"{place}/password/reset", {"key": self.plant("code"), "password": self.plant("password")})
        self.ask("POST", f"{place}/login", self.plant("no body").encode())
        signed_in = self.ask("POST", f"{place}/login", {"email": email, "password": password}) or {}
        session = signed_in.get("meta", {}).get("session_token") or self.plant("session")
        self.plant("session", session)
        agent = {"X_Session_Token": session}
        me = self.ask("GET", "/api/v1/me", **agent) or {}
        workspace = next((place["workspace"]["id"] for place in me.get("memberships", ())), str(new_id()))
        self.ask("PATCH", "/api/v1/me/person", {"name": self.plant("agent name")}, **agent)
        member = {"id": new_id(), "email": self._mail(), "name": self.plant("member name"), "role": "agent"}
        self.ask("POST", f"/api/v1/workspaces/{workspace}/members", member, **agent)
        self.ask("POST", f"/api/v1/workspaces/{workspace}/members", member | {"role": self.plant("role")}, **agent)
        self.ask("POST", f"/api/v1/conversations/{talk}/participation", {"client_id": new_id()}, **agent)
        body = {"client_id": new_id(), "text": self.plant("note")}
        self.ask("POST", f"/api/v1/conversations/{talk}/notes", body, **agent)
        body = {"client_id": new_id(), "text": self.plant("agent words")}
        self.ask("POST", f"/api/v1/conversations/{talk}/messages", body, **agent)

    def _close(self, visitor: dict[str, str], talk: str) -> None:
        rating = {"client_id": new_id(), "score": 2, "comment": self.plant("comment")}
        self.ask("POST", f"/api/v1/conversations/{talk}/rating", rating, **visitor)
        for to in (self._mail(), self.plant("odd mail")):
            body = {"client_id": new_id(), "email": to}
            self.ask("POST", f"/api/v1/conversations/{talk}/transcripts", body, **visitor)
        self.ask("POST", f"/api/v1/conversations/{talk}/closure", {"client_id": new_id()}, **visitor)

    def _portal(self, visitor: dict[str, str]) -> None:
        """Codes for my data: asked for, shown, and tried."""
        shown = self.ask("POST", "/api/v1/me/data-code", {}, **visitor) or {}
        root = f"/my-data/{self.site}"
        token, cookie = self._form(root)
        for path, fields in (
            ("address", {"address": self._mail()}), ("address", {"address": self.plant("odd mail")}),
            ("code", {"code": self.plant("code")}), ("chat", {"code": self.plant("letters")}),
            ("chat", {"code": self.plant("letters", shown.get("code", ""))}),
            ("complain", {"words": self.plant("complaint")}),
        ):  # fmt: skip
            body = urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
            place = f"{root}/{path}?lang={self.plant('lang')}"
            own = f"{cookie}; troth_my_data={self.plant('session')}"
            self.ask("POST", place, body, Content_Type="application/x-www-form-urlencoded", Cookie=own)

    def _form(self, place: str) -> tuple[str, str]:
        """The token of the forms there, and its cookie."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", place)
            answer = connection.getresponse()
            found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
            return (found[1] if found else ""), str(answer.headers["Set-Cookie"]).partition(";")[0]
        finally:
            connection.close()

    def _nonsense(self, visitor: dict[str, str]) -> None:
        self.ask("GET", f"/{self.plant('path')}/{quote('vi@' + self.plant('path'))}?q={self.plant('query')}")
        self.ask("GET", f"/api/v1/{self.plant('operation')}", **visitor)
        self.ask("GET", f"/w/{self.plant('key')}.js")
        self.ask("GET", "/api/v1/me", Host=f"{self.plant('host')}.example")
        self.ask("GET", "/metrics", Authorization=f"Bearer {self.plant('metrics token')}")
        self.ask("GET", "/api/v1/me", Authorization=f"Bearer {self.plant('forged pass')}")
        self.ask(self.plant("METHOD").upper(), "/api/v1/me")
        self.ask("POST", "/api/v1/conversations", b'{"text": "' + self.plant("no json").encode(), **visitor)
        with contextlib.suppress(OSError), Raw(self.port) as raw:
            raw.socket.sendall(f"{self.plant('no request')}\r\n\r\n".encode())
            raw.file.read()

    def _mail(self) -> str:
        return f"{self.plant('mailbox')}@{self.plant('domain')}.example"
