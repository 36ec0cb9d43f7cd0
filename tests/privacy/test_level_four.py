"""Level 4 is said when it is so: once no backup of before is left, by the operator's word; and a backup of before that
is restored in time holds nothing of who was erased, and begins to count anew."""

import asyncio
import json
import os
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import forked
from tests.log.rig import Rig
from tests.privacy.canaries import SEALED, Person
from tests.privacy.test_restore import Places, places
from tests.process import Troth
from tests.upkeep.installation import Installation, good

__all__ = ["places"]

KEPT = 30  # days, as the operator says


def some_days_later(words: Sequence[str]) -> int:
    """The command, where the clock is so many days on."""
    _pass_the_days()
    return forked.troth(words)


def hourly(_: Sequence[str]) -> int:
    """What the server does once an hour, for certificates."""
    _pass_the_days()
    from troth.kernel import config
    from troth.project import prepare

    settings = config.load(os.environ)
    config.use(settings)
    prepare.django_ready(settings)
    from troth.privacy.compact import end_backups

    print(end_backups())
    return 0


def _pass_the_days() -> None:
    from troth.kernel import clock

    days = timedelta(days=int(os.environ["DAYS_LATER"]))
    clock.set_clock(lambda: datetime.now(UTC) + days)


def _later(place: Installation, day: int, *words: object, act: forked.Act = some_days_later) -> forked.Said:
    return place.troth(*words, act=act, DAYS_LATER=str(day), TROTH_BACKUP_DAYS=str(KEPT))


async def _risen(place: Installation, day: int) -> int:
    return int(good(await asyncio.to_thread(_later, place, day, act=hourly)))


def _certificate(rig: Rig) -> dict[str, Any]:
    with closing(rig):
        ((told,),) = rig.sql("SELECT certificate FROM privacy_erasure")
    whole: dict[str, Any] = json.loads(told) if isinstance(told, str) else told
    return whole


def _day(when: str) -> int:
    """Since today."""
    return round((datetime.fromisoformat(when) - datetime.now(UTC)) / timedelta(days=1))


async def _agent(person: Person, server: Troth, who: tuple[str, str]) -> dict[str, str]:
    person.port = server.port
    given = {"email": who[0], "password": who[1]}
    signed_in = await asyncio.to_thread(person.ask, "POST", "/_allauth/app/v1/auth/login", given)
    return {"X-Session-Token": signed_in["meta"]["session_token"]}


async def _said(person: Person, agent: dict[str, str]) -> str:
    return json.dumps(
        await asyncio.to_thread(person.ask, "GET", f"/api/v1/conversations/{person.talk}/events", **agent)
    )


@pytest.mark.slow
async def test_a_backup_of_before_brings_nobody_back_and_the_certificates_tell_how_far_each_place_is(
    places: Places, tmp_path: Path
) -> None:
    served = places.served
    who = served.person("ada")
    vi, otto = (Person(served.url, served.demo["site_key"]) for _ in range(2))
    agent = await _agent(vi, served, who)
    for person in (vi, otto):
        await asyncio.to_thread(person.talks, agent)
    workspace = (await asyncio.to_thread(vi.ask, "GET", f"/api/v1/conversations/{vi.talk}", **agent))["workspace_id"]
    monday, friday = tmp_path / "monday", tmp_path / "friday"
    for words in (("backup", str(monday)), ("erase", f"visitor:{vi.visitor}", "--workspace", workspace),
                  ("compact",), ("backup", str(friday))):  # fmt: skip
        await asyncio.to_thread(served.command, *words)
    await served.stop()

    first = Installation(served.var, places.own)
    assert await _risen(first, KEPT - 1) == 0
    told = _certificate(first.rig())
    assert (told["level"], told["next"]["due"]) == (3, None), "nobody had said for how long backups are kept"

    # on the last day on which there may be one, the backup of before is put into an empty place
    fresh = Installation(tmp_path / "fresh", places.empty.get("DATABASE_URL", ""))
    newest = friday / "tombstones.troth"
    restored = await asyncio.to_thread(_later, fresh, KEPT - 1, "restore", monday, "--tombstones", newest)
    assert "1 erasures that the backup does not know" in good(restored)
    assert "days old" not in restored.err
    days = {"DAYS_LATER": str(KEPT - 1), "TROTH_BACKUP_DAYS": str(KEPT)}
    again = Troth(fresh.var, {**fresh.own(), **days, "TROTH_DEMO": "0"}, act=some_days_later)
    await again.start()
    try:
        otto.port = again.port
        agent = await _agent(vi, again, who)
        others = await _said(otto, agent)
        assert [what for what in SEALED if what != "content" and otto.planted[what] not in others] == []
        assert [what for what, canary in vi.planted.items() if canary in await _said(vi, agent)] == []
        search = f"/api/v1/search?q={vi.planted['words']}"
        assert vi.planted["words"] not in json.dumps(await asyncio.to_thread(vi.ask, "GET", search, **agent))
        await asyncio.to_thread(again.command, "compact")
    finally:
        await again.stop()
    assert places.look(vi.planted.values(), fresh.var) == {}
    assert otto.planted["language"] in places.look(otto.planted.values(), fresh.var), "the look finds what is there"

    told = _certificate(fresh.rig())
    assert (told["level"], _day(told["done"]), _day(told["next"]["due"])) == (3, KEPT - 1, 2 * KEPT - 1)

    # two days on the last backup of before is deleted: of the first place, not of the one that was filled from it
    assert [await _risen(first, KEPT + 1), await _risen(fresh, KEPT + 1)] == [1, 0]
    assert [_certificate(one.rig())["level"] for one in (first, fresh)] == [4, 3]
    assert [await _risen(fresh, day) for day in (2 * KEPT - 2, 2 * KEPT)] == [0, 1]
    told = _certificate(fresh.rig())
    assert (told["level"], told["next"]) == (4, None)
    assert told["backups"] == {"deleted_after_days": KEPT, "said_by": "TROTH_BACKUP_DAYS"}


def test_a_backup_that_should_not_be_there_any_more_is_called_so(tmp_path: Path) -> None:
    here = Installation(tmp_path / "here")
    good(here.troth("migrate"))
    good(here.troth("backup", tmp_path / "old"))
    for day, word in ((KEPT - 1, False), (KEPT + 10, True)):
        there = Installation(tmp_path / f"day-{day}")
        newest = tmp_path / "old" / "tombstones.troth"
        told = _later(there, day, "restore", tmp_path / "old", "--tombstones", newest)
        good(told)
        assert (f"{day} days old" in told.err) is word, told.err
