"""A healthy installation of every part, for the doctor to look at while something in it is broken."""

import asyncio
import contextlib
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from tests import forked
from tests.post.mail_server import mail_server
from tests.process import ROOT, Troth, free_port
from tests.until import PATIENCE
from tests.upkeep.tls_front import HERE, Authority, Front
from troth.kernel import config
from troth.kernel.config import Config, Smtp
from troth.project import desk
from troth.upkeep.doctor import asked, beside, rows, spoken, work
from troth.upkeep.doctor import examine as examining
from troth.upkeep.doctor.checks import CHECKS
from troth.upkeep.doctor.examine import Row, examine
from troth.upkeep.doctor.installation import Bars, Installation, Machine

CALM: dict[str, Any] = {"clock_warning": 25.0}  # s: an answer that takes its time looks like a clock that is behind
READERS = tuple(reader.name for reader in desk.readers())
REDIRECT = (
    b"HTTP/1.1 301 Moved\r\nLocation: https://%s/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % HERE.encode()
)


def named(found: list[Row]) -> set[str]:
    """The checks that have something to say."""
    return {row.name for row in found if row.found.state in ("broken", "warning")}


def told(found: list[Row]) -> str:
    return "\n".join(f"{row.name}: {row.found.state}: {row.found.says}" for row in found)


class House:
    """One server behind a proxy with TLS, a mail server, a site. `examine`: the doctor looks, something is changed."""

    def __init__(self, settings: Config, front: Front, plain: Front, authority: Authority, server: Troth) -> None:
        self.settings, self.front, self.plain, self.authority = settings, front, plain, authority
        self._env, self._folder = server._env, settings.var.parent

    def command(self, *words: str) -> forked.Said:
        """`troth`, with the server's settings."""
        return forked.run(forked.troth, words, self._env, ROOT)

    def examine(
        self, *, bars: dict[str, Any] | None = None, machine: Machine | None = None, **changes: Any
    ) -> list[Row]:
        """changes: of the settings, `limits` a dict of its fields."""
        if limits := changes.pop("limits", None):
            changes["limits"] = msgspec.structs.replace(self.settings.limits, **limits)
        here = Installation(
            msgspec.structs.replace(self.settings, **changes), "", READERS,
            bars=Bars(**(CALM | (bars or {}))), machine=machine, plain_port=self.plain.port,
        )  # fmt: skip
        return examine(here, CHECKS)

    @contextmanager
    def stopped(self) -> Iterator["Stopped"]:
        """A copy of what it keeps, beside which no server runs."""
        folder = self._folder / f"copy-{free_port()}"
        folder.mkdir(mode=0o700)
        var = self.settings.var
        for name in ("troth.sqlite3", "keyring.sqlite3"):
            with closing(sqlite3.connect(var / name)) as source, closing(sqlite3.connect(folder / name)) as target:
                target.execute("PRAGMA journal_mode = WAL")
                source.backup(target)
            (folder / name).chmod(0o600)
        shutil.copy(var / "secret", folder / "secret")
        yield Stopped(folder)
        shutil.rmtree(folder)


class Stopped:
    def __init__(self, var: Path) -> None:
        self.var, self.main, self.keys = var, var / "troth.sqlite3", var / "keyring.sqlite3"

    def settings(self) -> dict[str, Any]:
        """What differs from the server's."""
        return {
            "var": self.var,
            "database": config.Database(kind="sqlite", path=self.main),
            "keyring": config.Database(kind="sqlite", path=self.keys),
            "files": config.FilesAt(kind="folder", folder=self.var / "files"),
            "port": free_port(),
        }

    def main_sql(self, sql: str, *params: Any) -> None:
        _run(self.main, sql, params)

    def keys_sql(self, sql: str, *params: Any) -> None:
        _run(self.keys, sql, params)


def _run(path: Path, sql: str, params: tuple[Any, ...]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute(sql, params).rowcount


@contextmanager
def waiting(seconds: float) -> Iterator[None]:
    """The doctor waits so long for everything: for ever, so to say, where a busy machine must not look broken, and
    hardly where nothing will come."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (asked, beside, rows, spoken, work):
            patch.setattr(module, "PATIENCE", seconds)
        patch.setattr(work, "HEARD_WITHIN", seconds)
        patch.setattr(examining, "WITHIN", PATIENCE + 20)
        yield


@contextmanager
def refusing_mail_server(authority: Authority) -> Iterator[Smtp]:
    """With TLS from the first byte, and nobody's password is right."""

    def talk() -> SMTP:
        wrong = AuthResult(success=False, handled=False)
        return SMTP(object(), authenticator=lambda *_: wrong, auth_require_tls=False, loop=loop)

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    listening = loop.create_server(talk, HERE, 0, ssl=authority.context())
    server = asyncio.run_coroutine_threadsafe(listening, loop).result()
    try:
        port = server.sockets[0].getsockname()[1]
        yield Smtp(host=HERE, port=port, user="eve", password="a password of Eve's", tls="implicit")
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    talks = asyncio.all_tasks() - {asyncio.current_task()}
    for one in talks:
        one.cancel()
    await asyncio.gather(*talks, return_exceptions=True)


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """Started once for many tests."""
    var, out = folder / "var", folder / "certificates"
    var.mkdir(mode=0o700)
    out.mkdir()
    authority = Authority(out)
    with contextlib.ExitStack() as ending:
        ending.enter_context(waiting(int(PATIENCE)))
        mail, _ = ending.enter_context(mail_server())
        front = ending.enter_context(Front(0, authority.context()).running())
        plain = ending.enter_context(Front(0, None).running())
        plain.says = REDIRECT
        ending.enter_context(pytest.MonkeyPatch.context()).setenv("SSL_CERT_FILE", str(authority.path))
        given = {
            "TROTH_BASE_URL": front.url, "TROTH_DEMO": "0", "TROTH_TRUSTED_PROXIES": "127.0.0.1",
            "TROTH_SMTP_URL": f"smtp://127.0.0.1:{mail}", "TROTH_MAIL_FROM": "Acme <chat@acme-shoes.net>",
        }  # fmt: skip
        server = Troth(var, {**given, "SSL_CERT_FILE": str(authority.path)})
        env = {**given, "TROTH_VAR": str(var), "PORT": str(server.port)}
        settings = config.load(env)
        began = ["workspace", "Acme Shoes", "--owner", "eve@acme-shoes.net", "--domain", "127.0.0.1"]
        server.command(*began)
        loop = ending.enter_context(asyncio.Runner())
        loop.run(server.start())
        ending.callback(lambda: loop.run(server.stop()))
        front.behind = server.port
        server.command("backup", str(folder / "backup"))
        yield House(settings, front, plain, authority, server)
