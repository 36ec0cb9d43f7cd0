"""A keyring on a server of its own: when an erasure is answered, no process on any machine opens with the key any
more; also not one that was killed, slept, or was cut off. The server may go away and come back."""

import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import psycopg
import pytest

from tests.own_postgres import OwnPostgres, own_postgres
from tests.until import PATIENCE, until
from tests.vault.machine import Machine, machine
from tests.vault.place import Place, place
from troth.kernel.config import Database
from troth.kernel.outages import is_outage
from troth.vault import Keyring, KeyringAway, StillOnDisk, WrongKeyring, keyring_postgres, lease

pytestmark = pytest.mark.postgres


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Place]:
    with place("postgres", tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as own:
        if own is None:
            pytest.skip("no PostgreSQL is installed")
        yield own


def test_who_uses_a_key_all_the_time_has_let_go_of_it_when_the_erasure_is_answered(kept: Place) -> None:
    ring = kept.open()
    with machine(kept.database.url) as one, machine(kept.database.url) as other:
        for turn in range(5):
            key_id = int((one, other)[turn % 2].ask("take"))
            for user in (one, other):
                assert user.ask("key", key_id) == "opens"
                user.ask("use", key_id)
                until(partial(_last, user))
            assert ring.destroy([key_id]) == 1
            answered = time.monotonic()
            for user in (one, other):
                assert user.ask("key", key_id) == "gone"
                assert float(user.ask("last")) <= answered


def _last(user: Machine) -> float:
    return float(user.ask("last"))


@pytest.mark.slow
def test_a_process_that_sleeps_opens_nothing_when_it_wakes(kept: Place) -> None:
    ring = kept.open()
    with machine(kept.database.url) as one:
        key_id = int(one.ask("take"))
        assert one.ask("key", key_id) == "opens"
        one.process.send_signal(signal.SIGSTOP)
        one.tell("key", key_id)
        assert ring.destroy([key_id]) == 1  # waits until its lease has run out
        one.process.send_signal(signal.SIGCONT)
        assert one.answer() in ("away", "gone")
        until(lambda: one.ask("key", key_id) != "away")
        assert one.ask("key", key_id) == "gone"
        assert one.ask("key", one.ask("take")) == "opens"  # and goes on as before


@pytest.mark.slow
def test_a_process_that_was_killed_is_waited_for_once(kept: Place) -> None:
    ring = kept.open()
    with machine(kept.database.url) as one:
        key_ids = [int(one.ask("take")) for _ in range(2)]
        one.process.kill()
        one.process.wait()
    assert kept.sql("SELECT count(*) FROM holder") == [(2,)]
    assert ring.destroy(key_ids[:1]) == 1
    assert kept.sql("SELECT count(*) FROM holder") == [(1,)]
    assert ring.destroy(key_ids[1:]) == 1


def test_a_process_that_ends_is_waited_for_by_nobody(kept: Place) -> None:
    kept.close(kept.open())
    assert kept.sql("SELECT count(*) FROM holder") == [(0,)]


@pytest.mark.slow
def test_the_server_goes_away_and_comes_back(server: OwnPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "GOOD_FOR", 15.0)  # s: it may take a while to stop a server
    made = Place(Database(kind="postgres", url=server.database(), name="keyring", host="the server"))
    ring = made.open()
    forgotten: list[list[int]] = []
    ring.on_destroyed(forgotten.append)
    key_id, _ = ring.take()
    server.stop("immediate")
    try:
        assert ring.keys([key_id])  # a short restart is noticed by nobody
        assert ring.take()[0] > key_id
        with pytest.raises(KeyringAway) as refused:
            _ask_on(ring, key_id)
        assert is_outage(refused.value)
        until(lambda: not ring.has_at_hand([key_id]))
        assert forgotten[0] == []  # what was opened before is forgotten too
        for act in (ring.beat, lambda: ring.destroy([key_id]), lambda: ring.owner(key_id)):
            with pytest.raises(KeyringAway):
                act()
    finally:
        server.start()
    _until_it_answers(ring)  # by itself
    assert ring.keys([key_id])
    assert ring.destroy([key_id]) == 1
    made.close_all()


@pytest.mark.slow
def test_a_server_that_fell_back_behind_its_own_keys_is_not_believed(kept: Place) -> None:
    """As a replica that took over before it had everything: it would give the same numbers to other keys."""
    ring = kept.open()
    key_id, _ = ring.take()
    kept.sql("UPDATE fact SET number = 1 WHERE name = 'next_id'")
    with pytest.raises(KeyringAway):
        _ask_on(ring, key_id)
    with pytest.raises(WrongKeyring, match="fell back"):
        ring._listen()
    kept.sql("UPDATE fact SET number = 1001 WHERE name = 'next_id'")
    _until_it_answers(ring)
    assert ring.keys([key_id])


def _ask_on(ring: Keyring, key_id: int) -> None:
    until(lambda: not ring.keys([key_id]))


def _until_it_answers(ring: Keyring) -> None:
    def answers() -> bool:
        with suppress(KeyringAway):
            ring.beat()
            return True
        return False

    until(answers)


def test_erasing_says_so_while_a_backup_reads_the_keyring(kept: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_postgres, "WIPE_WITHIN", 0.0)
    ring = kept.open()
    key_id, _ = ring.take()
    with psycopg.connect(kept.database.url) as backup:
        backup.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        backup.execute("SELECT count(*) FROM key")
        with pytest.raises(StillOnDisk, match="Repeat this"):
            ring.destroy([key_id])
        assert ring.key(key_id) is None
        backup.rollback()
    monkeypatch.setattr(keyring_postgres, "WIPE_WITHIN", PATIENCE)  # others, autovacuum perhaps, look too
    assert ring.destroy([key_id]) == 0


def test_a_destroyed_key_leaves_no_byte_in_the_servers_tables(server: OwnPostgres) -> None:
    made = Place(Database(kind="postgres", url=server.database(), name="keyring", host="the server"))
    ring = made.open()
    ids = [ring.take()[0] for _ in range(60)][::7]
    wrapped = {key_id: bytes(bytes_) for key_id, bytes_ in made.sql("SELECT id, wrapped FROM key")}
    [(folder,)] = made.sql("SHOW data_directory")
    assert _lying_in(made, folder, [wrapped[key_id] for key_id in ids]) == len(ids)
    assert ring.destroy(ids) == len(ids)
    assert _lying_in(made, folder, [wrapped[key_id] for key_id in ids]) == 0
    assert _lying_in(made, folder, [wrapped[key_id] for key_id in [*ids[:1], 2, 3]]) == 2
    made.close_all()


def _lying_in(made: Place, folder: str, wanted: list[bytes]) -> int:
    made.sql("CHECKPOINT")
    tables = b"".join(file.read_bytes() for file in Path(folder, "base").rglob("*") if file.is_file())
    return sum(one in tables for one in wanted)
