"""SIGKILL in the middle of a backup, a restore, an upgrade: what is left neither serves as if it were whole nor keeps
the command from being run again, and then all of it is there."""

from pathlib import Path

import pytest

from tests.faults import mortal_upkeep
from tests.log.rig import said
from tests.upkeep.conftest import Make, make  # noqa: F401 - a fixture
from tests.upkeep.installation import Installation, good, is_newest, refused

MESSAGES = 25


def _killed(shop: Installation, kept: Path, every: int, *words: object) -> None:
    """Run the command until it survives; it must have died often before."""
    done = shop.act(mortal_upkeep.main, kept, every, *words)
    if "holds a backup already" not in done.err:  # the one before died after the last step
        assert done.code == 0, done.err
    assert int(done.out.split()[-1]) > 5, done.out


def _fill(shop: Installation) -> None:
    rig = shop.rig()
    head = rig.stream()
    for number in range(MESSAGES):
        rig.log.append_sync(said(head, f"message {number}"))
    rig.close()
    sealed = shop.var / "files" / "ab" / ("0" * 32)
    sealed.parent.mkdir(parents=True)
    sealed.write_bytes(b"sealed")


@pytest.mark.slow
def test_a_backup_and_a_restore_that_are_killed_are_run_again(make: Make, tmp_path: Path) -> None:  # noqa: F811
    shop = make("shop")
    good(shop.troth("migrate"))
    _fill(shop)
    folder = tmp_path / "backup"
    _killed(shop, folder, 1, "backup", folder)
    assert good(shop.troth("backup", "--check", folder)).count("good: ") == 3
    assert len(list(folder.iterdir())) == 3

    other = make("other")
    stones = folder / "tombstones.troth"
    _killed(other, other.var, 3, "restore", folder, "--tombstones", stones)
    rig = other.rig()
    assert rig.sql("SELECT count(*) FROM log_event")[0][0] == MESSAGES
    rig.close()
    assert (other.var / "files" / "ab" / ("0" * 32)).read_bytes() == b"sealed"
    assert not list(other.var.rglob("*.part"))
    refused(other.troth("restore", folder), "There is a keyring already")
    good(other.troth("workspace", "Shop", "--owner", "ada@shop.example"))


@pytest.mark.slow
def test_an_upgrade_that_is_killed_goes_on(make: Make, tmp_path: Path) -> None:  # noqa: F811
    shop = make("shop")
    shop.make_older()
    _fill(shop)
    _killed(shop, shop.var, 4, "upgrade")
    rig = shop.rig()
    assert is_newest(rig)
    assert rig.sql("SELECT count(*) FROM log_event")[0][0] == MESSAGES
    rig.close()
    assert not (shop.var / "upgrade.json").exists()
    good(shop.troth("workspace", "Shop", "--owner", "ada@shop.example"))
