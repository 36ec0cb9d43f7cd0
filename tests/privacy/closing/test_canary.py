"""Whatever was left anywhere in a workspace is in what its owner takes along, and nowhere once it is closed: not in
rows, files, mails, logs, nor in the raw bytes of databases. Another workspace's words are all still there. And a backup
of before brings nothing of it back."""

import asyncio
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.privacy.canaries import SEALED, Person
from tests.privacy.test_canary import House, _agent, _events, _kept, _left, _mailed, house
from tests.privacy.test_restore import Places, places
from tests.process import Troth
from tests.until import until
from tests.upkeep.installation import Installation, good
from troth.verify.scan import found

__all__ = ["house", "places"]

OF_THE_SHOP = ("shop", "member", "member mailbox", "site")  # in clear in rows


class Shop:
    """A workspace of Ada's beside those of the demo, with canaries in its name and its team. By `vi`, who visits it."""

    def __init__(self, served: Troth) -> None:
        self.served = served
        self.vi = Person(served.url, "")
        email, _ = served.person("ada")
        told = served.command("workspace", f"{self.vi.plant('shop')} shop", "--owner", email)
        key = re.search(r"/w/(\w+)\.js", told)
        assert key, told
        self.vi.site = key[1]
        self.agent = _agent(self.vi, served)
        mine = [row for row in self._get("/workspaces") if self.vi.planted["shop"] in row["name"]]
        self.id, self.slug = str(mine[0]["id"]), str(mine[0]["slug"])

    def lives(self) -> None:
        """Talks, a request, a colleague, a setting."""
        who = {"email": f"{self.vi.plant('member mailbox')}@example.test", "name": self.vi.plant("member")}
        self._post("/members", {**who, "role": "agent"})
        (site,) = self._get(f"/workspaces/{self.id}/sites")
        place = f"/api/v1/workspaces/{self.id}/sites/{site['id']}"
        self.vi.ask("PATCH", place, {"texts": {"en": {"title": self.vi.plant("site")}}}, **self.agent)
        self.vi.talks(self.agent)
        self.vi.asks(self.agent, self.id)
        _mailed(self.vi, self.served, "transcript")
        _mailed(self.vi, self.served, "asked answer")

    def taken_along(self) -> zipfile.ZipFile:
        ordered = self._post("/closing/exports", {})
        place = f"/workspaces/{self.id}/closing/exports/{ordered['id']}"
        until(lambda: self._get(place)["state"] != "making", lambda: (self._get(place), self.served.tail()), every=0.2)
        ticket = self._post(f"/closing/exports/{ordered['id']}/ticket", {})
        return zipfile.ZipFile(io.BytesIO(self.vi.ask("GET", f"/api/v1{ticket['url'].partition('/api/v1')[2]}")))

    def close(self) -> Any:
        """By the operator, beside the server."""
        return json.loads(self.served.command("close-workspace", self.slug, "--now", "--confirm", self.slug))

    def _get(self, path: str) -> Any:
        told = self.vi.ask("GET", f"/api/v1{path}", **self.agent)
        return told.get("items", told)

    def _post(self, path: str, body: Any) -> Any:
        return self.vi.ask("POST", f"/api/v1/workspaces/{self.id}{path}", body, **self.agent)


@pytest.mark.slow
async def test_nothing_of_a_closed_workspace_is_left_anywhere(house: House) -> None:
    served = house.server
    shop = await asyncio.to_thread(Shop, served)
    vi, otto = shop.vi, Person(served.url, served.demo["site_key"])
    await asyncio.to_thread(otto.talks, shop.agent)
    await asyncio.to_thread(_mailed, otto, served, "transcript")
    await asyncio.to_thread(shop.lives)
    before = _left(house, vi, clear=True)
    assert {"transcript", "language", *OF_THE_SHOP} <= set(before), "the look finds what is there"
    kept = _kept(house, otto)

    packed = await asyncio.to_thread(shop.taken_along)
    whole = b"\n".join(packed.read(name) for name in packed.namelist())
    assert [what for what in (*SEALED, *OF_THE_SHOP) if vi.planted[what].encode() not in whole] == []
    assert [what for what, canary in otto.planted.items() if canary.encode() in whole] == []

    told = await asyncio.to_thread(shop.close)
    assert (told["level"], told["next"]["level"]) == (2, 3)
    # somebody who reads for long, a reader of the log on a slow machine say, puts it off, and the certificate says so
    await asyncio.to_thread(until, lambda: _compacted(shop), lambda: "the certificate did not rise")
    left = _left(house, vi, clear=True)
    assert left.pop("shop", []) in ([], _mails(served, vi)), "the certificate's own mail may name it"
    assert left == {}
    assert kept.items() <= _kept(house, otto).items()
    others = json.dumps(await asyncio.to_thread(_events, otto, shop.agent))
    assert [what for what in SEALED if what != "content" and otto.planted[what] not in others] == []
    again = json.loads(await asyncio.to_thread(served.command, "close-workspace", shop.slug, "--certificate"))
    assert (again["id"], again["level"]) == (told["id"], 3)


def _compacted(shop: Shop) -> bool:
    shop.served.command("compact")
    return bool(json.loads(shop.served.command("close-workspace", shop.slug, "--certificate"))["level"] == 3)


def _mails(served: Troth, vi: Person) -> list[str]:
    return list(found([vi.planted["shop"]], [served.var / "mail"]).get(vi.planted["shop"], []))


@pytest.mark.slow
async def test_a_restored_backup_closes_it_again_before_it_serves(places: Places, tmp_path: Path) -> None:
    served = places.served
    shop = await asyncio.to_thread(Shop, served)
    await asyncio.to_thread(shop.lives)
    await asyncio.to_thread(served.command, "backup", str(tmp_path / "monday"))
    await asyncio.to_thread(shop.close)
    await asyncio.to_thread(served.command, "backup", str(tmp_path / "friday"))
    await served.stop()

    fresh = Installation(tmp_path / "fresh", places.empty.get("DATABASE_URL", ""))
    newest = tmp_path / "friday" / "tombstones.troth"
    good(await asyncio.to_thread(fresh.troth, "restore", tmp_path / "monday", "--tombstones", newest))
    again = Troth(fresh.var, {**fresh.own(), "TROTH_DEMO": "0"})
    await again.start()
    try:
        shop.vi.port = again.port
        agent = await asyncio.to_thread(_agent, shop.vi, served)
        workspaces = (await asyncio.to_thread(shop.vi.ask, "GET", "/api/v1/workspaces", **agent))["items"]
        assert len(workspaces) == 2, "those of the demo"
        assert shop.id not in {row["id"] for row in workspaces}
        await asyncio.to_thread(again.command, "compact")
    finally:
        await again.stop()
    assert found(shop.vi.planted.values(), [fresh.var]) == {}
