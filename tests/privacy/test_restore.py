"""Who was erased after a backup is erased again when it is restored, before anything is served."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from tests.own_postgres import own_postgres
from tests.privacy.canaries import Person
from tests.process import Troth, troth
from tests.upkeep.installation import SECRET, Installation, good
from troth.verify.scan import found


class Places(NamedTuple):
    """A server, and the settings of an empty place on the same kind of database. own: the server's database; cluster:
    of PostgreSQL, with the folder of its data."""

    served: Troth
    empty: dict[str, str]
    own: str = ""
    cluster: str = ""
    data: Path | None = None

    def look(self, canaries: Iterable[str], place: Path) -> dict[str, list[str]]:
        """Which are in the bytes of a place, or of the databases."""
        if self.data is None:
            return found(canaries, [place])
        with psycopg.connect(self.cluster, autocommit=True) as server:
            server.execute("CHECKPOINT")  # what PostgreSQL has in memory is in its files, too
        return found(canaries, [place, self.data], without=("pg_wal",))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def places(request: pytest.FixtureRequest) -> AsyncIterator[Places]:
    if request.param == "sqlite":
        async with troth(TROTH_SECRET_KEY=SECRET) as served:
            yield Places(served, {})
        return
    with own_postgres() as own:
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        with psycopg.connect(own.url) as server:
            (data,) = server.execute("SHOW data_directory").fetchone()  # type: ignore[misc]
        database = own.database()
        async with troth(TROTH_SECRET_KEY=SECRET, DATABASE_URL=database) as served:
            yield Places(served, {"DATABASE_URL": own.database()}, database, own.url, Path(data))


@pytest.mark.slow
async def test_a_restored_backup_erases_again_before_it_serves(places: Places, tmp_path: Path) -> None:
    served = places.served
    vi, otto = (Person(served.url, served.demo["site_key"]) for _ in range(2))
    email, password = served.person("ada")
    signed_in = await asyncio.to_thread(
        vi.ask, "POST", "/_allauth/app/v1/auth/login", {"email": email, "password": password}
    )
    agent = {"X-Session-Token": signed_in["meta"]["session_token"]}
    for person in (vi, otto):
        await asyncio.to_thread(person.talks, agent)
    shown = await asyncio.to_thread(vi.ask, "GET", f"/api/v1/conversations/{vi.talk}", **agent)
    await asyncio.to_thread(served.command, "backup", str(tmp_path / "monday"))
    await asyncio.to_thread(served.command, "erase", f"visitor:{vi.visitor}", "--workspace", shown["workspace_id"])
    await asyncio.to_thread(served.command, "backup", str(tmp_path / "friday"))
    await served.stop()

    fresh = Installation(tmp_path / "fresh", places.empty.get("DATABASE_URL", ""))
    newest = tmp_path / "friday" / "tombstones.troth"
    told = good(await asyncio.to_thread(fresh.troth, "restore", tmp_path / "monday", "--tombstones", newest))
    assert "1 erasures that the backup does not know" in told
    again = Troth(fresh.var, {**fresh.own(), "TROTH_DEMO": "0"})
    await again.start()
    try:
        vi.port = otto.port = again.port
        signed_in = await asyncio.to_thread(
            vi.ask, "POST", "/_allauth/app/v1/auth/login", {"email": email, "password": password}
        )
        agent = {"X-Session-Token": signed_in["meta"]["session_token"]}
        events = (await asyncio.to_thread(vi.ask, "GET", f"/api/v1/conversations/{vi.talk}/events", **agent))["items"]
        assert [event["kind"] for event in events if event["body"] is not None] == ["erased"]
        row = await asyncio.to_thread(vi.ask, "GET", f"/api/v1/conversations/{vi.talk}", **agent)
        assert (row["visitor"]["name"], row["visitor"]["language"], row["rating"]) == (None, "", None)
        others = json.dumps(
            await asyncio.to_thread(otto.ask, "GET", f"/api/v1/conversations/{otto.talk}/events", **agent)
        )
        assert otto.planted["words"] in others
        await asyncio.to_thread(again.command, "compact")
    finally:
        await again.stop()
    canaries = list(vi.planted.values())
    assert found(canaries, [fresh.var]) == {}
    rig = fresh.rig()
    with closing(rig):
        assert rig.sql("SELECT state FROM privacy_erasure WHERE state <> 'done'") == []
