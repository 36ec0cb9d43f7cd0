"""An erasure that is killed after every store it clears goes on each time, and ends as one that was never killed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from tests.faults import mortal_erasure
from tests.own_postgres import own_postgres
from tests.privacy.canaries import Person
from tests.process import Troth, troth
from tests.upkeep.installation import Installation, good
from troth.verify.scan import found


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def place(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Troth, str, list[Path]]]:
    """(the server, the address of its database, where everything lies)."""
    if request.param == "sqlite":
        async with troth(TROTH_SECRET_KEY="k" * 40) as served:
            yield served, "", [served.var]
        return
    with own_postgres() as own:
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        with psycopg.connect(own.url) as server:
            (data,) = server.execute("SHOW data_directory").fetchone()  # type: ignore[misc]
        url = own.database()
        async with troth(DATABASE_URL=url, TROTH_SECRET_KEY="k" * 40) as served:
            yield served, url, [served.var, Path(data)]


@pytest.mark.slow
async def test_killed_after_each_store_it_goes_on(place: tuple[Troth, str, list[Path]]) -> None:
    served, url, folders = place
    vi, otto = (Person(served.url, served.demo["site_key"]) for _ in range(2))
    email, password = served.person("ada")
    signed_in = await asyncio.to_thread(
        vi.ask, "POST", "/_allauth/app/v1/auth/login", {"email": email, "password": password}
    )
    agent = {"X-Session-Token": signed_in["meta"]["session_token"]}
    for person in (vi, otto):
        await asyncio.to_thread(person.talks, agent)
    shown = await asyncio.to_thread(vi.ask, "GET", f"/api/v1/conversations/{vi.talk}", **agent)
    await served.stop()
    shop = Installation(served.var, url)
    children = good(
        await asyncio.to_thread(shop.act, mortal_erasure.main, f"visitor:{vi.visitor}", shown["workspace_id"])
    )
    assert int(children.split()[-1]) >= 8, "each store has killed one"
    good(await asyncio.to_thread(shop.troth, "compact"))  # dead rows of the search index stay until then
    rig = shop.rig()
    try:
        assert rig.sql("SELECT state, plan IS NULL FROM privacy_erasure") == [("done", True)]
        assert rig.sql("SELECT count(*) FROM conversations_file")[0][0] == 1, "otto's"
        told = rig.log.read(rig.log.where_sync(UUID(vi.talk)), UUID(vi.talk), audience=1)  # type: ignore[arg-type]
        assert [event.kind_name for event in told if event.body != b"null"] == ["erased"]
    finally:
        rig.close()
    sealed = [canary for what, canary in vi.planted.items() if what != "language"]
    assert found(sealed, folders) == {}
    assert found([otto.planted["name"]], [served.var / "mail"]) != {}
