"""A disk that is full while the rows are PostgreSQL's and the backup is a folder of this machine. SQLite's is in
test_bad_input.py. A bound on the size of files stands for the disk: the system refuses a write in the same place."""

import os
from pathlib import Path

import pytest

from tests.log.rig import said
from tests.upkeep.conftest import POSTGRES, TWO_DATABASES, Make
from tests.upkeep.installation import good, refused

pytestmark = pytest.mark.parametrize("make", [POSTGRES, TWO_DATABASES], indirect=True)
FULL = 2_000_000  # bytes of a file


def test_a_full_disk_stops_a_backup_and_a_restore_and_leaves_nothing(make: Make, tmp_path: Path) -> None:
    shop, target, backup = make("shop"), tmp_path / "target", tmp_path / "backup"
    good(shop.troth("migrate"))
    rig = shop.rig()
    head = rig.stream()
    rig.log.append_sync(said(head, "kept"))
    rig.close()
    sealed = shop.var / "files" / "00" / ("0" * 32)
    sealed.parent.mkdir(parents=True)
    sealed.write_bytes(os.urandom(3_000_000))
    for largest in (1_000, FULL):  # at the first byte (with a keyring in a file before it), in the files
        answer = shop.troth("backup", target, largest=largest)
        refused(answer, "The backup failed", "what was there before is as it was")
        assert not target.exists() or list(target.iterdir()) == []
    good(shop.troth("backup", backup))
    other = make("other")
    words = "restore", backup, "--tombstones", backup / "tombstones.troth"
    refused(other.troth(*words, largest=FULL), "The restore failed")
    assert not [one for one in other.var.rglob("*") if one.is_file() and not one.name.endswith(".lock")]
    assert "1 events in 1 streams" in good(other.troth(*words))
