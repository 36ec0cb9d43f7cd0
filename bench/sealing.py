"""What sealing and the chain of commitments cost: the scribe's rate with them over its rate without.

No sockets: the log alone, in a process on the server's core, 200 senders with one message in flight each. Runs with
and without alternate. "Without" puts bytes that are not encrypted where the box goes, and a constant for the
commitment; nothing but this measurement can do so.
"""

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from uuid import UUID, uuid4

from .cluster import cluster
from .crowd import WORDS
from .figure import Figure
from .machine import SERVER_CORE, Steal, pin

SENDERS = 200
STREAMS = 2_000


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    """Median of the ratios of neighbouring runs."""
    seconds, rounds = (1.0, 1) if quick else (4.0, 5)
    if database_url is None:
        return [await _rounds("", "SQLite, synchronous=FULL", seconds, rounds)]
    with cluster(database_url) as (address, what):
        return [await _rounds(address, what, seconds, rounds)]


async def _rounds(address: str, what: str, seconds: float, rounds: int) -> Figure:
    steal, began = Steal(), time.monotonic()
    sealed, plain = [], []
    for _ in range(rounds):
        sealed.append(await _child("sealed", seconds, address))
        plain.append(await _child("plain", seconds, address))
    ratios = [a / b for a, b in zip(sealed, plain, strict=True)]
    context = {
        "database": what,
        "sealed_per_s": [round(rate) for rate in sealed],
        "unsealed_per_s": [round(rate) for rate in plain],
        "senders": SENDERS,
        "steal_cores": steal.cores(time.monotonic() - began),
    }
    return Figure("sealed_over_unsealed", round(statistics.median(ratios), 3), "ratio of messages/s", context)


async def _child(way: str, seconds: float, address: str) -> float:
    with own_database(address) as own:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.sealing", way, str(seconds), own,
            stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        out, _ = await child.communicate()
    if child.returncode:
        raise RuntimeError("the log's own process failed; its words are above")
    return float(json.loads(out)["per_s"])


@contextmanager
def own_database(address: str) -> Iterator[str]:
    """A keyring belongs to one database, so each process has both of its own. "" is SQLite."""
    if not address:
        yield ""
        return
    import psycopg

    name = f"sealing_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as pg:
        pg.execute(f"CREATE DATABASE {name}".encode())
        yield f"{address.rpartition('/')[0]}/{name}"
        pg.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


# --- in the child


class Everybody:
    def where(self, verb: str) -> str:
        return "1 = 1"

    def refusal(self, verb: str) -> str | None:
        return None


class NoUnits:
    """The measurement makes none."""

    def __init__(self, vendor: Literal["sqlite", "postgresql"]) -> None:
        self.vendor = vendor

    def atomic(self) -> AbstractContextManager[Any]:
        raise NotImplementedError

    def cursor(self) -> Any:
        raise NotImplementedError

    def refresh(self) -> None: ...
    def close(self) -> None: ...


def _plain() -> None:
    """Put the cheapest thing in the place of box and commitment."""
    from troth.log import folding, sealing

    def bare(key: object, body: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
        return b"\0" * 44 + body, b"\0" * 16

    vars(sealing)["seal_box"] = bare
    vars(folding)["commitment"] = lambda *parts: b"\0" * 32


def open_streams(config: Any, streams: list[UUID], workspace: UUID) -> None:
    """Rows of open streams, as units make them."""
    if config.database.kind == "sqlite":
        import sqlite3

        with sqlite3.connect(config.database.path) as db:
            rows = [(workspace.bytes, stream.bytes) for stream in streams]
            db.executemany("INSERT INTO log_head (workspace, stream, at) VALUES (?, ?, 0)", rows)
        return
    import psycopg

    with psycopg.connect(config.database.url) as pg:
        pg.cursor().executemany(
            "INSERT INTO log_head (workspace, stream, at) VALUES (%s, %s, 0)", [(workspace, s) for s in streams]
        )


async def _run(seconds: float, address: str, var: str) -> float:
    from troth.kernel import config as settings
    from troth.kernel.ids import new_id
    from troth.log import Draft, Written, migrate, open_log
    from troth.wire.events import Author, Said

    env = {"TROTH_VAR": var} | ({"DATABASE_URL": address} if address else {})
    config = settings.load(env)
    settings.use(config)
    workspace, streams = new_id(), [new_id() for _ in range(STREAMS)]
    authors = {stream: Author(kind="visitor", id=new_id()) for stream in streams}
    migrate(config)
    open_streams(config, streams, workspace)
    vendor: Literal["sqlite", "postgresql"] = "postgresql" if address else "sqlite"
    log = open_log(config, Everybody(), NoUnits(vendor), asyncio.get_running_loop())
    done = 0
    going = True

    def turns(first: int) -> Iterator[UUID]:
        place = first
        while True:
            yield streams[place % STREAMS]
            place += SENDERS

    def send(turn: Iterator[UUID]) -> None:
        stream = next(turn)
        author = authors[stream]
        body = Said(text=WORDS[done % len(WORDS)])
        draft = Draft(
            workspace=workspace, stream=stream, body=body, author=author, client_id=new_id(), subject=author.id,
            verb="say",
        )  # fmt: skip
        log.append_soon(draft, lambda outcome: kept(outcome, turn))

    def kept(outcome: object, turn: Iterator[UUID]) -> None:
        nonlocal done
        if not isinstance(outcome, Written):
            raise SystemExit(f"the log refused: {outcome!r}")
        done += 1
        if going:
            send(turn)

    for first in range(SENDERS):
        send(turns(first))
    await asyncio.sleep(min(1.0, seconds / 2))
    before, began = done, time.perf_counter()
    await asyncio.sleep(seconds)
    rate = (done - before) / (time.perf_counter() - began)
    going = False
    await asyncio.sleep(0.2)
    await asyncio.to_thread(log.close)
    return rate


def _main(way: str, seconds: str, address: str = "") -> None:
    import uvloop

    pin(SERVER_CORE)
    sys.path.insert(0, os.fspath(Path(__file__).parents[1] / "src"))
    if way == "plain":
        _plain()
    with TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as var:
        print(json.dumps({"per_s": uvloop.run(_run(float(seconds), address, var))}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
