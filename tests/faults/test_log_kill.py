"""Killed between any two statements of append, unit, a reader and the keyring's follower: what was acknowledged is
there, once; rows and events are there together or not at all; every key opens what it sealed and knows its owner."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.mortal import MESSAGES, catch_up, draft_of, head_of
from tests.log.rig import Rig
from tests.postgres import fresh_database
from tests.until import PATIENCE, until
from troth.log import ERASED

POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", POSTGRES])
@pytest.mark.parametrize(("act", "fewest"), [("append", 6), ("unit", 8), ("read", 8)])
def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, database: str, act: str, fewest: int) -> None:
    _tried(tmp_path, database, act, fewest)


def test_the_keyring_is_told_whose_keys_they_are(tmp_path: Path) -> None:
    _tried(tmp_path, "sqlite", "bind", 4)  # the keyring is the same beside PostgreSQL


def _tried(tmp_path: Path, database: str, act: str, fewest: int) -> None:
    with ExitStack() as stack:
        url = stack.enter_context(fresh_database()) if database == "postgres" else ""
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.mortal", act, str(tmp_path), url],
            capture_output=True, text=True, timeout=5 * PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        steps = int(done.stdout.split()[-1])
        assert steps > fewest  # there were that many gaps to die in
        rig = Rig(tmp_path, url)
        stack.callback(rig.close)
        acknowledged = {tuple(map(int, line.split())) for line in (tmp_path / "acknowledged").read_text().splitlines()}
        assert (steps, 0) in acknowledged
        for step in range(1, steps + 1):
            _whole(rig, act, step, {n for of, n in acknowledged if of == step})
        if act == "read":
            _noted_once(rig, steps)


def _whole(rig: Rig, act: str, step: int, acknowledged: set[int]) -> None:
    head = head_of(step)
    before = rig.log.read(head.workspace, head.stream)
    assert [event.seq for event in before] == list(range(1, len(before) + 1))
    assert ERASED not in [event.body for event in before]
    kept = {event.client_id for event in before}
    assert {draft_of(step, n).client_id for n in acknowledged} <= kept
    if act == "unit":
        [(rows,)] = rig.sql("SELECT count(*) FROM row_of_a_verb WHERE step = {}", step)
        assert len(before) == rows * MESSAGES
    # whoever was not answered sends again, and nobody doubles
    for n in range(MESSAGES):
        again = rig.log.append_sync(draft_of(step, n))
        assert again.duplicate == (again.event.client_id in kept)
    after = rig.log.read(head.workspace, head.stream)
    assert [event.seq for event in after] == list(range(1, MESSAGES + 1))
    assert len({event.client_id for event in after}) == MESSAGES
    while rig.log._owners.bind_some():
        pass
    subject = draft_of(step, 0).subject
    assert {rig.log.keyring.owner(event.key_id) for event in before} <= {(head.workspace, head.stream, subject)}


def _noted_once(rig: Rig, steps: int) -> None:
    """The reader goes on from its bookmark and has noted everything exactly once."""
    until(lambda: len(rig.log.follow("test", 0, 10**6)) >= steps * MESSAGES)  # positions come a moment later
    catch_up(rig)
    noted = [tuple(row) for row in rig.sql("SELECT stream, seq FROM noted")]
    assert len(noted) == len(set(noted)) == steps * MESSAGES
