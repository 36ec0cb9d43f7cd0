"""docs/promises.csv has a row for each promise of the founding policies, each row names checks that are described, and
what a promise needs is changed by who says why."""

import re
from dataclasses import replace

from tests.law.files import document
from tests.law.promises import MACHINE, ORGANISATIONAL, ROOM, SEEDS, checks, lock, locked, page, rooms, rows

KINDS = {"collects", "uses", "shares", "protects", "retains", "right", "notifies", "cookie", "consent", "limits"}
EACH = {"deskmoz": 84, "saleschat": 52, "deskpro": 54, "jivochat": 62, "zopim": 36}
DECISION = "decisions/0022-what-a-promise-needs.md"


def test_each_promise_has_one_row() -> None:
    ids = [row.id for row in rows()]
    assert len(ids) == len(set(ids)) == 288
    assert {seed: sum(row.seed == seed for row in rows()) for seed in SEEDS} == EACH
    assert all(re.fullmatch(r"[A-Z]{2}-\d+(\.\d+)*[a-d]?", one) for one in ids)
    assert {row.kind for row in rows()} == KINDS


def test_each_says_who_can_tell() -> None:
    for row in rows():
        assert row.needs in (MACHINE, ORGANISATIONAL) or row.needs.removeprefix(ROOM) in rooms(), row.id
        assert (row.needs == ORGANISATIONAL) is bool(row.control), row.id
        assert row.checks or row.needs != MACHINE, f"{row.id}: nothing would be looked at"
    assert set(rooms()) == {row.needs.removeprefix(ROOM) for row in rows() if row.way == "room"}


def test_each_check_is_described_and_promised() -> None:
    assert {check for row in rows() for check in row.checks} == set(checks())
    assert all(re.fullmatch(r"[a-z][a-z-]*\.[a-z][a-z_]*", one) for one in checks())
    assert {need for one in checks().values() for need in one.needs} <= {
        "http", "browser", "store", "clock", "mail", "inside",
    }  # fmt: skip
    assert {one.level for one in checks().values()} <= set(range(5))
    deep = [one for one in checks().values() if one.level > 2 and one.scenario != "transcript-proof"]
    assert all("store" in one.needs for one in deep)


def test_who_changes_what_a_promise_needs_says_why() -> None:
    said = locked(document(DECISION))
    assert said[-1:] == [lock(rows())], (
        f"docs/{DECISION} gives another digest: add a line with `{lock(rows())}`, what changed, and why"
    )
    easier = [replace(row, needs=ORGANISATIONAL) if row.id == "DM-12.1" else row for row in rows()]
    assert lock(easier) != said[-1]
    assert lock(rows()[1:]) != said[-1]


def test_the_page_is_that_of_the_table() -> None:
    assert document("promises.md") == page(), "docs/promises.md is old: ./dev docs makes it anew"
