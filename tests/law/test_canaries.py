"""What the server says of itself holds nothing of the people it serves, whatever they send and whatever breaks."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest

from tests.law.canaries import Walker
from tests.own_postgres import own_postgres
from tests.post.mail_server import Trouble, mail_server
from tests.process import Troth, troth
from tests.project.scrape import ask
from tests.until import PATIENCE, until

TOKEN = "who-looks-at-the-metrics"
BROKEN = "sqlitewordsofavisitor"  # a message of SQLite's
type Breaks = Callable[[], None]


class Gossip(Trouble):
    """A mail server that names in its refusal whom it refuses."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        return f"550 5.1.1 <{address}> is not known here, ask {address}"


@contextmanager
def _gossip() -> Iterator[int]:
    with mail_server() as (port, trouble):
        trouble.__class__ = Gossip
        yield port


def _break_sqlite(server: Troth) -> None:
    with closing(sqlite3.connect(server.var / "troth.sqlite3", timeout=PATIENCE, isolation_level=None)) as rows:
        for table in _broken([name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]):
            rows.execute(
                f"CREATE TRIGGER break_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{BROKEN}'); END"
            )


def _break_postgres(url: str) -> None:
    """Each row that is written is quoted in the error: `Failing row contains (...)`."""
    with psycopg.connect(url, autocommit=True) as rows:
        names = rows.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for table in _broken([name for (name,) in names]):
            rows.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT broken CHECK (false) NOT VALID')


def _broken(tables: list[str]) -> list[str]:
    ours = ("accounts_", "contacts_", "conversations_", "post_", "visitors_", "email_", "log_event")
    found = [table for table in tables if table.startswith(ours)]
    assert "post_mail" in found
    assert "log_event" in found
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Troth, Breaks]]:
    settings = {
        "TROTH_LOG": "json",
        "TROTH_LOG_LEVEL": "debug",
        "TROTH_TRUSTED_PROXIES": "127.0.0.0/8,::1",
        "TROTH_METRICS_TOKEN": TOKEN,
        "TROTH_DRAIN": "0",
    }
    with _gossip() as port:
        settings["TROTH_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        if request.param == "sqlite":
            async with troth(**settings) as served:
                yield served, lambda: _break_sqlite(served)
            return
        with own_postgres() as own:
            if own is None:
                pytest.skip("no PostgreSQL is installed")
            url = own.database()
            async with troth(**settings, DATABASE_URL=url) as served:
                yield served, lambda: _break_postgres(url)


@pytest.mark.slow
async def test_no_canary_sings(server: tuple[Troth, Breaks]) -> None:
    served, break_ = server
    walker = Walker(served.url, served.demo["site_key"], served.person("ada"))
    await asyncio.to_thread(walker.walk)
    assert walker.statuses.count(201) >= 5, walker.statuses
    assert 500 not in walker.statuses
    await asyncio.to_thread(_until, served, "troth_mail_attempts_total", 'state="failed"')
    await asyncio.to_thread(break_)
    await asyncio.to_thread(walker.walk)
    assert walker.statuses.count(500) >= 3, walker.statuses
    metrics = _metrics(served)
    await served.stop()
    said = served.said.read_text()
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert {line["level"] for line in lines} >= {"info", "error"}
    assert any("Traceback" in line.get("trace", "") for line in lines)
    assert any(line.get("request") for line in lines)
    assert all("\n" not in line["event"] for line in lines)
    heard = {what: canary for what, canary in {**walker.planted, "words": BROKEN}.items() if canary in said + metrics}
    assert not heard, [line for line in (said + metrics).splitlines() if any(one in line for one in heard.values())][:5]


def _metrics(server: Troth) -> str:
    status, text, _ = ask(server.port, Authorization=f"Bearer {TOKEN}")
    assert status == 200
    return text


def _until(server: Troth, *words: str) -> None:
    """Wait until a line of the metrics has all these words."""
    until(
        lambda: any(all(word in line for word in words) for line in _metrics(server).splitlines()),
        server.tail,
        every=0.1,
    )
