"""The example of deploy/ on this machine: two gateways, two webs, a worker, PostgreSQL with its two databases, nginx
with TLS in front, each a process of its own; its settings those of the example, its secrets files."""

import asyncio
import json
import re
import secrets
import shlex
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from http.client import HTTPMessage, HTTPSConnection
from pathlib import Path

import pytest

from tests.deploy.authority import Authority
from tests.deploy.nginx import Nginx, found
from tests.own_postgres import OwnPostgres, own_postgres
from tests.post.mail_server import Trouble, mail_server
from tests.process import ROOT, Troth
from tests.until import PATIENCE

ROLES = ("gateway", "gateway", "web", "web", "worker")
OWNER = "eve@acme.example"
# One machine plays everybody, and as fast as it can.
GENEROUS = {
    "TROTH_LIMIT_VISITOR_BURST": "100000",
    "TROTH_LIMIT_VISITOR_RATE": "10000",
    "TROTH_LIMIT_VISITOR_FILES": "100000",
    "TROTH_LIMIT_ADDRESS_BURST": "100000",
    "TROTH_LIMIT_ADDRESS_VISITORS": "100000",
}


class Deployment:
    def __init__(self, folder: Path, own: OwnPostgres, port: int, post: Trouble) -> None:
        self.folder, self.postgres, self.post = folder, own, post
        self.authority = Authority(folder, "localhost", "127.0.0.1", "shop.example")
        self.nginx = Nginx(folder / "nginx", self.authority)
        self._trust = ssl.create_default_context(cafile=self.authority.ca)
        self.url = f"https://localhost:{self.nginx.port}"
        self.metrics = secrets.token_urlsafe(24)
        self.hidden = {
            "DATABASE_URL": own.database(),
            "TROTH_KEYRING_URL": own.database(),
            "TROTH_SECRET_KEY": secrets.token_urlsafe(48),
            "TROTH_METRICS_TOKEN": self.metrics,
            "TROTH_SMTP_URL": f"smtp://127.0.0.1:{port}",
        }
        self.settings = {**example(), **GENEROUS, **self._files(), "TROTH_BASE_URL": self.url, "TROTH_DEMO": "0"}
        self.servers = [Troth(folder, self.settings, role=role, installed=True) for role in ROLES]
        self.gateways, self.webs, self.worker = self.servers[:2], self.servers[2:4], self.servers[4]
        self.nginx.behind([one.port for one in self.gateways], [one.port for one in self.webs])
        self.site = self.password = ""

    async def begin(self) -> None:
        """Everything at once, and a first workspace, as an operator would."""
        await asyncio.gather(self.nginx.start(), *(one.start() for one in self.servers))
        told = await asyncio.to_thread(self.servers[0].command, "workspace", "Acme Shoes", "--owner", OWNER)
        self.site, self.password = (_word(told, one) for one in (r"/w/(\S+)\.js", r"password +(\S+)"))

    async def stop(self) -> None:
        await asyncio.gather(self.nginx.stop(), *(one.stop() for one in self.servers))

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, HTTPMessage, bytes]:
        """(status, headers, body) of one request through nginx, on a connection of its own. Raises OSError and
        HTTPException."""
        line = HTTPSConnection("localhost", self.nginx.port, timeout=PATIENCE, context=self._trust)
        try:
            line.request(method, path, body, dict(headers or {}))
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, HTTPMessage, bytes]:
        return await asyncio.to_thread(self.ask, "GET", path, headers)

    def line(self, id_: str, hello: dict[str, object]) -> bytes:
        """What an event stream through nginx brings first; its line stays open until it came."""
        line = HTTPSConnection("localhost", self.nginx.port, timeout=PATIENCE, context=self._trust)
        try:
            line.request("POST", "/api/v1/line", json.dumps([hello]), {"Troth-Line": id_})
            answer, heard = line.getresponse(), b""
            while b"data:" not in heard or not heard.endswith(b"\n\n"):
                heard += answer.read1()
            return heard
        finally:
            line.close()

    def mails(self, to: str) -> int:
        """How many came to an address."""
        return sum(to in one.rcpt_tos for one in self.post.mails)

    def _files(self) -> dict[str, str]:
        kept = self.folder / "credentials"
        kept.mkdir(mode=0o700)
        for name, value in self.hidden.items():
            (kept / name).write_text(value + "\n")
        return {f"{name}_FILE": str(kept / name) for name in self.hidden}


def example() -> dict[str, str]:
    """The settings of the example, as systemd reads them."""
    lines = (ROOT / "deploy" / "systemd" / "troth.env").read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: "".join(shlex.split(value)) for name, _, value in pairs}


def _word(told: str, pattern: str) -> str:
    match = re.search(pattern, told)
    assert match, told
    return match[1]


@asynccontextmanager
async def deployment(folder: Path) -> AsyncIterator[Deployment]:
    """Running. Skips where this machine lacks a part."""
    if found() is None:
        pytest.skip("no nginx: apt-get install nginx")
    async with AsyncExitStack() as ending:
        own = ending.enter_context(own_postgres())
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        made = Deployment(folder, own, *ending.enter_context(mail_server()))
        ending.push_async_callback(made.stop)
        await made.begin()
        yield made
