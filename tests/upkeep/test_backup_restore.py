"""A backup taken while people talk, and what an empty place becomes by it."""

import os
import threading
from pathlib import Path

import pytest

from tests.log.rig import Rig, noted, said
from tests.upkeep.conftest import POSTGRES, SQLITE, TWO_DATABASES, Make
from tests.upkeep.installation import good, refused
from troth.kernel.ids import new_id
from troth.log import ERASED, Head, verify
from troth.wire.events import Audience, Author

pytestmark = pytest.mark.parametrize("make", [SQLITE, POSTGRES, TWO_DATABASES], indirect=True)


def _bodies(rig: Rig, head: Head) -> list[bytes]:
    return [event.body for event in rig.log.read(head.workspace, head.stream, audience=Audience.TEAM)]


def _text(body: str) -> bytes:
    return b'{"text":"%b"}' % body.encode()


def test_what_was_acknowledged_before_the_backup_began_is_there_after_a_restore(make: Make, tmp_path: Path) -> None:
    shop = make("shop")
    good(shop.troth("migrate"))
    rig = shop.rig()
    heads = [rig.stream() for _ in range(5)]
    for number in range(40):
        rig.log.append_sync(said(heads[number % 5], f"before {number}"))
    rig.log.append_sync(noted(heads[0]))
    erased, vi = rig.stream(), Author(kind="visitor", id=new_id())
    rig.log.append_sync(said(erased, "personal", author=vi))
    rig.log.erase(erased.workspace, vi.id)
    sealed = shop.var / "files" / "ab" / ("0" * 30 + "ab")
    sealed.parent.mkdir(parents=True)
    sealed.write_bytes(os.urandom(700_000))
    before = {head.stream: _bodies(rig, head) for head in heads}
    blob = "BLOB" if shop.url == "" else "bytea"
    rig.sql(
        "INSERT INTO proofs_tree (workspace, address, size, edge, tombstones, erased, restored, signed)"
        f" VALUES ('{'a' * 32}', 'somewhere', 0, CAST('' AS {blob}), 0, 0, '', 0)"
    )

    over, talking = threading.Event(), threading.Event()

    def talk() -> None:
        number = 0
        while not over.is_set():
            rig.log.append_sync(said(heads[number % 5], f"meanwhile {number}"))
            number += 1
            talking.set()

    talker = threading.Thread(target=talk)
    talker.start()
    talking.wait()
    folder = tmp_path / "backup"
    told = good(shop.troth("backup", folder))
    over.set()
    talker.join()
    assert "1 files" in told
    assert {path.name for path in folder.iterdir()} == {"main.troth", "keys.troth", "tombstones.troth"}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert good(shop.troth("backup", "--check", folder)).count("good: ") == 3
    used = rig.sql("SELECT max(id) FROM log_key")[0][0]
    rig.close()

    other = make("other")
    told = good(other.troth("restore", folder, "--tombstones", folder / "tombstones.troth"))
    assert "1 of them erased, 0 altered" in told
    assert "Troth's: may." in told  # the rig's own table is nobody's here
    assert (other.var / "files" / "ab" / sealed.name).read_bytes() == sealed.read_bytes()
    rig = other.rig()
    assert [_bodies(rig, head)[: len(before[head.stream])] for head in heads] == [before[h.stream] for h in heads]
    assert _bodies(rig, erased) == [ERASED]
    assert [tuple(row) for row in rig.sql("SELECT size, restored FROM proofs_tree")] == [(1, "0")]  # it says so
    found = verify(rig.config, rig.log.keyring)
    assert (found.faults, found.named) == (0, [])
    new = rig.log.append_sync(said(heads[0], "after it")).event
    assert new.seq == len(_bodies(rig, heads[0]))
    assert new.key_id > used  # no number is given twice
    rig.close()
    good(other.troth("workspace", "Shop", "--owner", "ada@shop.example"))


def test_what_was_erased_after_the_backup_is_erased_again(make: Make, tmp_path: Path) -> None:
    """Main and keys of Monday, tombstones of Friday."""
    shop = make("shop")
    good(shop.troth("migrate"))
    rig = shop.rig()
    head, vi, ada = rig.stream(), Author(kind="visitor", id=new_id()), Author(kind="agent", id=new_id())
    for author in (vi, ada):
        rig.log.append_sync(said(head, "said on Monday", author=author))
    good(shop.troth("backup", tmp_path / "monday"))
    rig.log.append_sync(said(head, "said on Friday"))
    rig.log.erase(head.workspace, vi.id)
    good(shop.troth("backup", tmp_path / "friday"))
    rig.close()

    other = make("other")
    kept = other.troth("restore", tmp_path / "monday")
    assert kept.code == 1
    assert "It is not served yet" in kept.err
    assert "without the newest tombstones" in other.troth("workspace", "X", "--owner", "x@shop.example").err
    assert "nothing to back up yet" in other.troth("backup", tmp_path / "never").err
    told = good(other.troth("restore", "--tombstones", tmp_path / "friday" / "tombstones.troth"))
    assert "1 keys were destroyed again" in told
    rig = other.rig()
    assert _bodies(rig, head) == [ERASED, _text("said on Monday")]
    rig.close()


def test_a_lost_keyring_comes_back_from_a_backup_also_when_a_server_was_started_without_it(
    make: Make, tmp_path: Path
) -> None:
    """A supervisor starts it again and again; what that leaves behind holds no key, and is in nobody's way."""
    shop = make("shop")
    good(shop.troth("migrate"))
    rig = shop.rig()
    head = rig.stream()
    rig.log.append_sync(said(head, "before the loss"))
    rig.close()
    good(shop.troth("backup", tmp_path / "backup"))
    stones = tmp_path / "backup" / "tombstones.troth"
    words = ["restore", tmp_path / "backup", "--only", "keys", "--tombstones", stones]
    refused(shop.troth(*words), "There is a keyring already", "move it away")
    shop.lose_keyring()
    refused(shop.troth("serve", PORT="0"), "is not the one this database was written with")
    good(shop.troth(*words))
    rig = shop.rig()
    assert _bodies(rig, head) == [_text("before the loss")]
    rig.close()


def test_older_keys_than_the_database_lose_what_is_newer_and_nothing_else(make: Make, tmp_path: Path) -> None:
    """The keyring is lost, the database is not: its keys come from a backup, and what they lack reads as erased."""
    shop = make("shop")
    good(shop.troth("migrate"))
    rig = shop.rig()
    head = rig.stream()
    rig.log.append_sync(said(head, "before the backup"))
    good(shop.troth("backup", tmp_path / "backup", "--keys", tmp_path / "keys"))
    rig.close()
    count = 0
    while count < 1100:  # more keys than were minted ahead
        rig = shop.rig()
        for _ in range(550):
            rig.log.append_sync(said(head, "after it"))
            count += 1
        rig.close()
    shop.lose_keyring()
    stones = tmp_path / "backup" / "tombstones.troth"
    told = good(
        shop.troth(
            "restore",
            tmp_path / "backup",
            "--only",
            "keys",
            "--keys",
            tmp_path / "keys" / "keys.troth",
            "--tombstones",
            stones,
        )
    )
    assert "keys that the database has used are not in the keys' backup" in told
    rig = shop.rig()
    bodies = [event.body for event in rig.log.read(head.workspace, head.stream, limit=200)]
    assert bodies[0] == _text("before the backup")
    lost = rig.log.read(head.workspace, head.stream, after=1050, limit=51)
    assert {event.body for event in lost} == {ERASED}
    vi = new_id()
    event = rig.log.append_sync(said(head, "new", subject=vi)).event
    assert event.key_id > max(one.key_id for one in lost)
    assert rig.log.erase(head.workspace, vi) == 1
    assert _bodies(rig, head)[0] == _text("before the backup")
    rig.close()
