"""The keyring: keys are minted ahead, wrapped, bound later, and gone for good when destroyed."""

import sqlite3
import threading
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from troth.kernel.ids import new_id
from troth.vault import Keyring, WrongSecret, commit, open_box, seal_box

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
