"""From an older version's tables to this one's, and back when something is wrong."""

from pathlib import Path

from tests.log.rig import Rig, said
from tests.upkeep.conftest import Make
from tests.upkeep.installation import Installation, good, is_newest, refused


def _spoken(shop: Installation) -> Rig:
    rig = shop.rig()
    head = rig.stream()
    for number in range(30):
        rig.log.append_sync(said(head, f"message {number}"))
    return rig


def test_an_older_database_is_upgraded_with_a_snapshot_beside(make: Make, tmp_path: Path) -> None:
    shop = make("shop")
    shop.make_older()
    rig = _spoken(shop)
    assert not is_newest(rig)
    rig.close()
    told = good(shop.troth("upgrade", tmp_path / "snapshot"))
    assert "A snapshot of" in told
    assert "30 events of the 1 newest streams are as they were written" in told
    rig = shop.rig()
    assert is_newest(rig)
    rig.close()
    again = good(shop.troth("upgrade"))
    assert "A snapshot" not in again

    other = make("other")  # the snapshot is a backup of the older version, and this one restores it
    told = good(
        other.troth("restore", tmp_path / "snapshot", "--tombstones", tmp_path / "snapshot" / "tombstones.troth")
    )
    assert "30 events in 1 streams: 0 of them erased, 0 altered." in told
    rig = other.rig()
    assert is_newest(rig)
    rig.close()


def test_an_upgrade_whose_test_fails_is_taken_back(make: Make, tmp_path: Path) -> None:
    shop = make("shop")
    shop.make_older()
    rig = _spoken(shop)
    payload = rig.sql("SELECT payload FROM log_event WHERE seq = 30")[0][0]
    rig.sql("UPDATE log_event SET payload = {} WHERE seq = 30", payload[:-1] + bytes([payload[-1] ^ 1]))
    rig.close()
    said = shop.troth("upgrade", tmp_path / "snapshot")
    assert said.code == 1
    assert "1 events are not as they were written" in said.err
    assert "The database is again as it was before" in said.err
    rig = shop.rig()
    assert not is_newest(rig)
    assert rig.sql("SELECT count(*) FROM log_event")[0][0] == 30
    rig.close()
    good(shop.troth("migrate"))  # whoever knows better goes on


def test_a_disk_that_is_full_during_the_upgrade_changes_nothing(make: Make, tmp_path: Path) -> None:
    shop = make("shop")
    if shop.url:
        return  # its files are the server's own
    shop.make_older()
    _spoken(shop).close()
    refused(shop.troth("upgrade", largest=100_000), "what was there before is as it was")
    rig = shop.rig()
    assert not is_newest(rig)
    rig.close()
    good(shop.troth("upgrade"))


def test_there_is_nothing_to_upgrade_in_an_empty_place(make: Make) -> None:
    refused(make("empty").troth("upgrade"), "nothing to upgrade")
