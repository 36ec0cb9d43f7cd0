"""The keyring: keys are minted ahead, wrapped, bound later, and gone for good when destroyed."""

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from troth.kernel.ids import new_id
from troth.vault import Keyring, StillOnDisk, WrongKeyring, WrongSecret, commit, keyring, open_box, seal_box

SECRET = b"s" * 32


def test_a_box_opens_only_with_its_key_and_its_binding(tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "keyring.sqlite3", SECRET)
    (_, key), (_, other) = ring.take(), ring.take()
    box, salt = seal_box(key, b"body", b"bound")
    assert open_box(key, box, b"bound") == (b"body", salt)
    for wrong_key, wrong_box, bound in (
        (other, box, b"bound"),
        (key, box, b"elsewhere"),
        (key, box[:-1] + bytes([box[-1] ^ 1]), b"bound"),
    ):
        with pytest.raises(InvalidTag):
            open_box(wrong_key, wrong_box, bound)
    assert seal_box(key, b"body", b"bound")[0] != box
    assert commit(salt, b"body") != commit(salt, b"bodz")
    ring.close()


def test_keys_survive_a_restart_and_are_never_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "keyring.sqlite3"
    ring = Keyring(path, SECRET)
    key_id, key = ring.take()
    box, _ = seal_box(key, b"body", b"")
    ring.close()
    ring = Keyring(path, SECRET)
    found = ring.key(key_id)
    assert found is not None
    assert open_box(found, box, b"")[0] == b"body"
    taken = [ring.take()[0] for _ in range(2500)]  # past what is minted at once
    assert len({key_id, *taken}) == 2501
    ring.close()


def test_threads_never_get_the_same_key(tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "keyring.sqlite3", SECRET)
    taken: list[int] = []

    def take_many() -> None:
        for _ in range(600):
            taken.append(ring.take()[0])

    threads = [threading.Thread(target=take_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(taken)) == 2400
    ring.close()


def test_another_secret_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "keyring.sqlite3"
    Keyring(path, SECRET).close()
    with pytest.raises(WrongSecret, match="TROTH_SECRET_KEY"):
        Keyring(path, b"t" * 32)


def test_no_key_lies_open_in_the_file_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keyring.sqlite3"
    ring = Keyring(path, SECRET)
    assert path.stat().st_mode & 0o077 == 0
    ring.close()
    with sqlite3.connect(path) as connection:
        wrapped = connection.execute("SELECT wrapped FROM key LIMIT 10").fetchall()
    connection.close()
    assert {len(row[0]) for row in wrapped} == {12 + 32 + 16}  # nonce, key, tag: never the bare 32 bytes
    assert len({row[0] for row in wrapped}) == 10


def test_a_destroyed_key_leaves_no_byte_behind(tmp_path: Path) -> None:
    path = tmp_path / "keyring.sqlite3"
    ring = Keyring(path, SECRET)
    key_id, _ = ring.take()
    kept_id, _ = ring.take()
    with sqlite3.connect(path) as connection:
        (wrapped,) = connection.execute("SELECT wrapped FROM key WHERE id = ?", (key_id,)).fetchone()
    connection.close()
    assert _holds(tmp_path, wrapped)
    assert ring.destroy([key_id, 10**9]) == 1
    assert ring.destroy([key_id]) == 0
    assert ring.key(key_id) is None
    assert ring.key(kept_id) is not None
    assert not _holds(tmp_path, wrapped)
    ring.close()
    ring = Keyring(path, SECRET)
    assert ring.key(key_id) is None
    ring.close()


def _holds(folder: Path, wrapped: bytes) -> bool:
    return any(wrapped in file.read_bytes() for file in folder.iterdir())


def test_binding_is_told_once_and_stays(tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "keyring.sqlite3", SECRET)
    key_id, _ = ring.take()
    owner = (new_id(), new_id(), new_id())
    assert ring.owner(key_id) is None
    ring.bind([(key_id, *owner)], 7)
    ring.bind([(key_id, new_id(), new_id(), new_id())], 3)  # a step that is repeated, or late
    assert ring.owner(key_id) == owner
    assert ring.bound_to == 7
    ring.close()


def test_a_key_destroyed_while_it_is_taken_out_of_memory_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = Keyring(tmp_path / "keyring.sqlite3", SECRET)
    key_id, _ = ring.take()
    ring._warm.clear()  # as after four thousand others
    destroyer = threading.Thread(target=ring.destroy, args=([key_id],))

    def erased_right_then(raw: bytes) -> AESGCM:
        destroyer.start()
        destroyer.join(0.3)  # it may be made to wait, but it may not be forgotten
        return AESGCM(raw)

    monkeypatch.setattr(keyring, "AESGCM", erased_right_then)
    ring.key(key_id)
    monkeypatch.undo()
    destroyer.join()
    assert ring.key(key_id) is None
    ring.close()


def test_other_processes_let_go_of_a_destroyed_key(tmp_path: Path) -> None:
    path = tmp_path / "keyring.sqlite3"
    one, other = Keyring(path, SECRET), Keyring(path, SECRET)
    told: list[int] = []
    other.on_destroyed(told.extend)
    ids = [one.take()[0] for _ in range(3)]
    assert other.keys(ids).keys() == set(ids)
    assert one.destroy(ids[:2]) == 2
    assert other.keys(ids).keys() == {ids[2]}
    assert told == ids[:2]
    # nobody asks, and still it is gone within a moment
    one.destroy(ids[2:])
    while ids[2] in other._raw or ids[2] in other._warm:
        pass
    one.close()
    other.close()


def test_erasing_says_so_when_a_reader_keeps_the_bytes_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "WIPE_WITHIN", 0.0)
    path = tmp_path / "keyring.sqlite3"
    ring = Keyring(path, SECRET)
    key_id, _ = ring.take()
    with closing(sqlite3.connect(path, isolation_level=None)) as backup:
        (wrapped,) = backup.execute("SELECT wrapped FROM key WHERE id = ?", (key_id,)).fetchone()
        backup.execute("BEGIN")
        backup.execute("SELECT count(*) FROM key").fetchone()
        with pytest.raises(StillOnDisk, match="Repeat this"):
            ring.destroy([key_id])
        assert ring.key(key_id) is None
        assert ring.take()[0] > key_id, "others are not held up"
        backup.execute("COMMIT")
    assert ring.destroy([key_id]) == 0
    assert not _holds(tmp_path, wrapped)
    ring.close()


def test_a_keyring_that_never_made_a_used_key_is_refused_also_the_second_time(tmp_path: Path) -> None:
    path, backup = tmp_path / "keyring.sqlite3", tmp_path / "backup"
    Keyring(path, SECRET).close()
    shutil.copy(path, backup)
    ring = Keyring(path, SECRET)
    used = [ring.take()[0] for _ in range(3)]
    ring.close()
    Keyring(path, SECRET, used=used[-1]).close()
    for file in tmp_path.glob("keyring*"):
        file.unlink()
    shutil.copy(backup, path)
    for _ in range(2):
        with pytest.raises(WrongKeyring, match=f"an older copy of it: it made 1000 keys, .* number {used[-1]}"):
            Keyring(path, SECRET, used=used[-1])
