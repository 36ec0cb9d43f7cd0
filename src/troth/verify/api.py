"""The public API over HTTP, as somebody: what a scenario asks of the server."""

import ssl
from collections.abc import Callable, Mapping
from typing import Any, Self

import httpx2
import msgspec

from .checks import Unplayable

WAIT = 30.0  # s for an answer
_FIXED = {"Accept": "application/json"}

type Credential = Callable[[bool], Mapping[str, str]]  # fresh: the one before was refused


class Gone(Unplayable):
    """The server does not answer any more."""


class Answer(msgspec.Struct, frozen=True):
    """`body` is its JSON, None where it is none; `text` what came, `data` its bytes; `cookies`: Set-Cookie lines."""

    status: int
    body: Any
    text: str
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    data: bytes = b""

    def __getitem__(self, key: str) -> Any:
        """A field of the JSON. Raises Unplayable where the answer is something else."""
        if not isinstance(self.body, dict) or key not in self.body:
            raise Unplayable(f"an answer without {key!r}: {self.told}")
        return self.body[key]

    @property
    def code(self) -> str:
        """The code of a problem, else ""."""
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""

    @property
    def told(self) -> str:
        return f"{self.status} {self.code or self.text[:120]}".strip()


class Api:
    """`credential` gives the headers that say who asks. Paths begin after /api/v1; `at` takes any other of the
    server's."""

    def __init__(
        self, url: str, credential: Credential | None = None, headers: Mapping[str, str] | None = None,
        source: str = "", trust: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        """source: the address of this machine to ask from. trust: what it believes a server's certificate by, where
        that is not what all do."""
        self.url, self._credential, self._headers = url, credential, dict(headers or {})
        way = httpx2.HTTPTransport(local_address=source) if source else None
        self._client = httpx2.Client(
            timeout=WAIT, trust_env=False, follow_redirects=False, transport=way, verify=trust or True
        )

    def get(self, path: str, **query: Any) -> Answer:
        return self.send("GET", path, query=query)

    def post(self, path: str, **body: Any) -> Answer:
        return self.send("POST", path, body)

    def put(self, path: str, **body: Any) -> Answer:
        return self.send("PUT", path, body)

    def patch(self, path: str, **body: Any) -> Answer:
        return self.send("PATCH", path, body)

    def delete(self, path: str, **body: Any) -> Answer:
        return self.send("DELETE", path, body or None)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """An operation of the API. body: bytes go as they are."""
        return self.at(method, f"/api/v1{path}", body, query=query, headers=headers)

    def at(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Any address of the server. Raises Gone."""
        answer = self._once(method, path, body, query, headers or {}, fresh=False)
        if answer.status == 401 and answer.code in ("pass_expired", "sign_in") and self._credential:
            answer = self._once(method, path, body, query, headers or {}, fresh=True)
        return answer

    def must(self, method: str, path: str, **body: Any) -> Any:
        """The JSON of an answer that has to be a good one: what prepares a check. Raises Unplayable."""
        answer = self.send(method, path, None if method in ("GET", "DELETE") and not body else body)
        if answer.status >= 300:
            raise Unplayable(f"{method} {path} was answered {answer.told}")
        return answer.body

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _once(
        self,
        method: str,
        path: str,
        body: Any,
        query: Mapping[str, Any] | None,
        more: Mapping[str, str],
        *,
        fresh: bool,
    ) -> Answer:
        raw = body if isinstance(body, bytes | None) else msgspec.json.encode(body, enc_hook=str)
        kind = {"Content-Type": "application/json"} if raw is not None else {}
        who = self._credential(fresh) if self._credential else {}
        try:
            got = self._client.request(
                method, self.url + path, content=raw, params=dict(query or {}) or None,
                headers={**_FIXED, **self._headers, **kind, **who, **more},
            )  # fmt: skip
        except httpx2.RequestError as lost:
            raise Gone(f"the server does not answer ({type(lost).__name__})") from lost
        is_json = "json" in got.headers.get("Content-Type", "")
        return Answer(
            got.status_code, msgspec.json.decode(got.content) if is_json and got.content else None, got.text,
            got.headers, tuple(got.headers.get_list("Set-Cookie")), got.content,
        )  # fmt: skip
