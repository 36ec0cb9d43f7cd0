"""Leases of workers and bookmarks on PostgreSQL, statement by statement."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.log.rig import Rig
from tests.postgres import fresh_database
from troth.kernel.ids import new_id
from troth.log import leases
from troth.log.leases import WorkerRow

pytestmark = pytest.mark.postgres
READER = "notebook"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with fresh_database() as url:
        rig = Rig(tmp_path, url)
        with rig.transactions.atomic():
            rig.log.bookmarks.open(rig.transactions.cursor(), READER)
        yield rig
        rig.close()


def worker(rig: Rig, name: str) -> WorkerRow:
    """One that has its name."""
    made = WorkerRow(name, new_id(), "here")
    assert leases.keep(rig.transactions.cursor(), made)
    return made


def take(rig: Rig, one: WorkerRow) -> bool:
    return leases.take(rig.transactions.cursor(), READER, one) is not None


def claims(rig: Rig, one: WorkerRow) -> bool:
    with rig.transactions.atomic():
        return rig.log.bookmarks.claim(rig.transactions.cursor(), READER, one.token) is not None


def ends(rig: Rig, one: WorkerRow, when: str) -> None:
    """Its lease, so far from the database's now."""
    rig.sql("UPDATE log_worker SET until = clock_timestamp() + {}::interval WHERE token = {}", when, one.token)


def test_a_bookmark_is_held_by_one_who_lives(rig: Rig) -> None:
    one, other = worker(rig, "one"), worker(rig, "other")
    assert (claims(rig, one), take(rig, one), claims(rig, one)) == (False, True, True)
    assert (take(rig, other), claims(rig, other)) == (False, False)
    assert leases.holder(rig.transactions.cursor(), READER) == (0, "one", one.token)
    leases.give_up(rig.transactions.cursor(), READER, other)  # is not its own
    assert take(rig, other) is False
    leases.give_up(rig.transactions.cursor(), READER, one)
    assert leases.holder(rig.transactions.cursor(), READER) == (0, "", None)
    assert take(rig, other)


@pytest.mark.parametrize("when", ["-1 ms", "1 hour"])
def test_who_slept_through_its_lease_or_the_put_back_clock_can_not_write(rig: Rig, when: str) -> None:
    one, other = worker(rig, "one"), worker(rig, "other")
    take(rig, one)
    ends(rig, one, when)
    assert claims(rig, one), "nobody took it: it may go on"
    assert take(rig, other)
    assert not claims(rig, one)
    assert leases.keep(rig.transactions.cursor(), one)
    assert (claims(rig, one), take(rig, one)) == (False, False)
    assert claims(rig, other)


def test_who_has_no_lease_takes_nothing(rig: Rig) -> None:
    one = worker(rig, "one")
    ends(rig, one, "-1 ms")
    assert not take(rig, one)


def test_a_name_is_free_when_its_lease_is_over(rig: Rig) -> None:
    one = worker(rig, "one")
    again = WorkerRow("one", new_id(), "there")
    cursor: Any = rig.transactions.cursor()
    assert not leases.keep(cursor, again)
    assert leases.keep(cursor, one)
    ends(rig, one, "-1 ms")
    assert leases.keep(cursor, again)
    assert not leases.keep(cursor, one)
    leases.leave(cursor, one)  # no more its own
    found = leases.who(cursor, "one")
    assert found is not None
    assert found[0] == "there"
    leases.leave(cursor, again)
    assert leases.who(cursor, "one") is None
