"""Whatever somebody left anywhere is in what they get of themselves, and nowhere once they are erased: not in rows,
files, mails, logs, nor in the raw bytes of databases. Somebody else's words are all still there."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from tests.journeys.mail import all_that_left
from tests.own_postgres import own_postgres
from tests.privacy.canaries import ASKED, SEALED, Person
from tests.process import Troth, troth
from tests.until import until
from troth.verify.scan import MARK, found, wrapped


class House(NamedTuple):
    """folders: all that is kept."""

    server: Troth
    folders: list[Path]
    postgres: str = ""  # the address of its database

    def flush(self) -> None:
        """What PostgreSQL has in memory is in its files, too."""
        if self.postgres:
            with psycopg.connect(self.postgres, autocommit=True) as server:
                server.execute("CHECKPOINT")

    def of_the_index(self) -> tuple[str, ...]:
        """Files of PostgreSQL's tables for the search, whose dead rows stay until the compaction."""
        if not self.postgres:
            return ()
        with psycopg.connect(self.postgres, autocommit=True) as server:
            found = server.execute(
                "SELECT pg_relation_filepath(c.oid) FROM pg_class c WHERE c.relname LIKE 'search\\_%' OR c.oid IN"
                " (SELECT reltoastrelid FROM pg_class WHERE relname LIKE 'search\\_%')"
            )
            return tuple(f"/{path}" for (path,) in found.fetchall() if path)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    if request.param == "sqlite":
        async with troth() as served:
            yield House(served, [served.var])
        return
    with own_postgres() as own:
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        with psycopg.connect(own.url) as server:
            (place,) = server.execute("SHOW data_directory").fetchone()  # type: ignore[misc]
        database = own.database()
        async with troth(DATABASE_URL=database) as served:
            yield House(served, [served.var, Path(place)], database)


def _agent(person: Person, served: Troth) -> dict[str, str]:
    email, password = served.person("ada")
    signed_in = person.ask("POST", "/_allauth/app/v1/auth/login", {"email": email, "password": password})
    return {"X-Session-Token": signed_in["meta"]["session_token"]}


def _events(person: Person, agent: dict[str, str]) -> list[Any]:
    return list(person.ask("GET", f"/api/v1/conversations/{person.talk}/events", **agent)["items"])


def _mailed(person: Person, served: Troth, what: str) -> None:
    """Wait for the mail that says it."""
    mails = served.var / "mail"
    until(
        lambda: any(person.planted[what] in path.read_text() for path in mails.glob("*.eml")),
        lambda: f"no mail has the canary of {what}: {person.planted[what]}\n{all_that_left(served)}",
        every=0.1,
    )


def _left(house: House, person: Person, *, clear: bool) -> dict[str, list[str]]:
    house.flush()
    canaries = {what: canary for what, canary in person.planted.items() if clear or what != "language"}
    held = found(canaries.values(), house.folders, without=("pg_wal",) if clear else house.of_the_index())
    return {what: held[canary] for what, canary in canaries.items() if canary in held}


def _kept(house: House, person: Person) -> dict[str, list[str]]:
    """The same, but for what moves by itself from a write-ahead log into its file."""
    held = _left(house, person, clear=True)
    return {what: [name for name in files if name.endswith(".eml")] for what, files in held.items()}


NEVER_KEPT = frozenset({"user agent"})


def _exported(house: House, person: Person, workspace: str, folder: Path) -> zipfile.ZipFile:
    """What they get of themselves, by the operator's command beside the server."""
    path = folder / f"{person.visitor}.zip"
    words = ("export-subject", f"visitor:{person.visitor}", str(path), "--workspace", workspace)
    house.server.command(*words)
    packed = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    path.unlink()  # else it were found as something that is left
    return packed


def _report(person: Person, before: dict[str, list[str]], exported: set[str], left: dict[str, list[str]]) -> str:
    """stores x planted x exported x left"""
    rows = [f"{'planted':<14} {'exported':<9} {'left':<5} stores"]
    for what in person.planted:
        given = "never kept" if what in NEVER_KEPT else "yes" if what in exported else "NO"
        stores = ", ".join(sorted(before.get(what, []))) or "sealed everywhere"
        rows.append(f"{what:<14} {given:<9} {len(left.get(what, [])):<5} {stores}")
    return "\n".join(rows)


@pytest.mark.parametrize("canary", ["k0123456789abcd", f"{MARK}0123456789abcd"])
def test_the_look_sees_what_is_wrapped(canary: str, tmp_path: Path) -> None:
    for number, data in enumerate(wrapped(canary)):
        (tmp_path / "copy").write_bytes(bytes(10_000) + data + bytes(10_000))
        assert found([canary], [tmp_path]) == {canary: ["copy"]}, number
    (tmp_path / "copy").write_bytes(f"of {canary[:-1]}e and more".encode())
    assert found([canary], [tmp_path]) == {}


@pytest.mark.slow
async def test_who_asks_gets_every_byte_and_who_is_erased_leaves_none(house: House, tmp_path: Path) -> None:
    served = house.server
    vi, otto = (Person(served.url, served.demo["site_key"]) for _ in range(2))
    agent = await asyncio.to_thread(_agent, vi, served)
    for person in (vi, otto):
        await asyncio.to_thread(person.talks, agent)
        await asyncio.to_thread(_mailed, person, served, "transcript")
        place = f"/api/v1/conversations/{person.talk}"
        workspace = (await asyncio.to_thread(person.ask, "GET", place, **agent))["workspace_id"]
        await asyncio.to_thread(person.asks, agent, workspace)
        await asyncio.to_thread(_mailed, person, served, "asked answer")
    assert {*SEALED, *ASKED} <= set(vi.planted)
    before = _left(house, vi, clear=True)
    assert {"language", "name", "words", "transcript", "asked from", "asked answer"} <= set(before), (
        "the look finds what is there"
    )
    kept = _kept(house, otto)

    packed = await asyncio.to_thread(_exported, house, vi, workspace, tmp_path)
    whole = [packed.read(name) for name in packed.namelist()]
    pages = [packed.read(name).decode() for name in ("your-data.html", "your-data.json")]
    exported = {what for what, canary in vi.planted.items() if any(canary.encode() in one for one in whole)}
    assert set(vi.planted) - exported == NEVER_KEPT
    for page in pages:
        assert {what for what in exported - {"content"} if vi.planted[what] not in page} == set()
    assert [what for what, canary in otto.planted.items() if any(canary.encode() in one for one in whole)] == []

    words = ("erase", f"visitor:{vi.visitor}", "--workspace", workspace)
    plan = json.loads(await asyncio.to_thread(served.command, *words, "--dry-run"))
    assert plan["blockers"] == []
    assert before.keys() <= _left(house, vi, clear=True).keys()  # what the search had not read yet may have come
    told = json.loads(await asyncio.to_thread(served.command, *words))
    assert told["level"] == 2
    assert told["next"]["level"] == 3
    assert _left(house, vi, clear=False) == {}, "what is sealed is gone at once"

    await asyncio.to_thread(served.command, "compact")
    left = _left(house, vi, clear=True)
    print(_report(vi, before, exported, left))
    assert left == {}
    assert kept.items() <= _kept(house, otto).items()
    events = await asyncio.to_thread(_events, vi, agent)
    assert {event["kind"] for event in events if event["body"] is not None} == {"erased"}
    assert len(events) == events[-1]["seq"]
    others = json.dumps(await asyncio.to_thread(_events, otto, agent))
    missing = [what for what in SEALED if what != "content" and otto.planted[what] not in others]
    assert missing == []
