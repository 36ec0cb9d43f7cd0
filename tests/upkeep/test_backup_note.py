"""A good backup is known of on every machine of the installation, and nothing else counts as one."""

import json
from pathlib import Path

from tests.upkeep.conftest import Make
from tests.upkeep.installation import SECRET, Installation, good, refused
from troth.kernel.ids import new_id


def _told(installation: Installation) -> tuple[str, str]:
    """(state, sentence) of the doctor's look at backups."""
    said = json.loads(installation.troth("doctor", "--json", TROTH_DEMO="0").out)
    return next((row["state"], row["says"]) for row in said["checks"] if row["name"] == "backup")


def test_the_last_good_one_is_known_wherever_the_database_is(make: Make, tmp_path: Path) -> None:
    shop = make("shop")
    good(shop.troth("migrate"))
    other = Installation(tmp_path / "another machine", shop.url) if shop.url else shop
    assert _told(other) == ("warning", "There is no backup: with this disk everything is lost.")
    good(shop.troth("backup", tmp_path / "monday"))
    state, says = _told(other)
    assert (state, says.endswith(f":{tmp_path}/monday).")) == ("ok", True), says
    good(shop.troth("backup", tmp_path / "tuesday"))
    assert f":{tmp_path}/tuesday)." in _told(other)[1]
    refused(shop.troth("backup", tmp_path / "monday"), "holds a backup already")
    assert f":{tmp_path}/tuesday)." in _told(other)[1]
    assert SECRET not in _told(other)[1]


def test_one_of_older_tables_is_as_good_and_the_snapshot_of_an_upgrade_is_none(make: Make, tmp_path: Path) -> None:
    shop = make("shop")
    shop.make_older()
    said = shop.troth("backup", tmp_path / "before")
    assert (said.code, said.err) == (0, "")
    assert _told(shop)[0] == "skipped"
    good(shop.troth("upgrade", tmp_path / "snapshot"))
    assert _told(shop)[0] == "warning"


def test_a_backup_is_good_though_the_note_of_it_can_not_be_left(make: Make, tmp_path: Path) -> None:
    shop = make("shop")
    good(shop.troth("migrate"))
    rig = shop.rig()
    what = "log_backup RENAME COLUMN place TO elsewhere"
    rig.sql(f"ALTER TABLE {what}")
    rig.close()
    folder = tmp_path / str(new_id())
    said = shop.troth("backup", folder)
    assert said.code == 0
    assert said.err.startswith("troth: The backup is good, but no note of it could be left in the database")
    assert good(shop.troth("backup", "--check", folder)).count("good: ") == 3
