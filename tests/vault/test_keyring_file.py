"""What only a keyring in a file promises: nobody else reads it, and a destroyed key leaves no byte on the disk."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.until import PATIENCE
from tests.vault.place import SECRET
from troth.kernel.config import Database
from troth.vault import Keyring, StillOnDisk, WrongKeyring, keyring_sqlite, open_keyring


def opened(path: Path, used: int = 0) -> Keyring:
    return open_keyring(Database(kind="sqlite", path=path), SECRET, used)


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keyring.sqlite3"
    opened(path).close()
    assert path.stat().st_mode & 0o077 == 0


def test_a_destroyed_key_leaves_no_byte_behind(tmp_path: Path) -> None:
    path = tmp_path / "keyring.sqlite3"
    ring = opened(path)
    key_id, _ = ring.take()
    with closing(sqlite3.connect(path)) as file:
        (wrapped,) = file.execute("SELECT wrapped FROM key WHERE id = ?", (key_id,)).fetchone()
    assert _holds(tmp_path, wrapped)
    ring.destroy([key_id])
    assert not _holds(tmp_path, wrapped)
    ring.close()


def _holds(folder: Path, wrapped: bytes) -> bool:
    return any(wrapped in file.read_bytes() for file in folder.iterdir())


def test_erasing_says_so_when_a_reader_keeps_the_bytes_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_sqlite, "WIPE_WITHIN", 0.0)
    path = tmp_path / "keyring.sqlite3"
    ring = opened(path)
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
    monkeypatch.setattr(keyring_sqlite, "WIPE_WITHIN", PATIENCE)
    assert ring.destroy([key_id]) == 0
    assert not _holds(tmp_path, wrapped)
    ring.close()


def test_an_older_copy_is_refused(tmp_path: Path) -> None:
    path, backup = tmp_path / "keyring.sqlite3", tmp_path / "backup"
    opened(path).close()
    shutil.copy(path, backup)
    ring = opened(path)
    used = [ring.take()[0] for _ in range(3)][-1]
    ring.close()
    for file in tmp_path.glob("keyring*"):
        file.unlink()
    shutil.copy(backup, path)
    with pytest.raises(WrongKeyring, match=f"an older copy of it: it made 1000 keys, .* number {used}"):
        opened(path, used)
