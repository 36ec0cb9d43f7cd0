"""What is wrong with a backup, or with the place it is to go to: one sentence each, and nothing lost."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.log.rig import said
from tests.postgres import fresh_database
from tests.upkeep.installation import Installation, good, refused
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.upkeep.check import check
from troth.upkeep.refused import Refused
from troth.wire.events import Author

BACKUP_KEY = "b" * 32
CHUNK = 1024 * 1024 + 16  # as it lies in the file


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """With three megabytes of something, and one erased person."""
    made = Installation(tmp_path_factory.mktemp("shop") / "var")
    good(made.troth("migrate"))
    rig = made.rig()
    head, vi = rig.stream(), Author(kind="visitor", id=new_id())
    rig.log.append_sync(said(head, "personal", author=vi))
    rig.log.append_sync(said(head, "kept"))
    sealed = made.var / "files" / "00" / ("0" * 32)
    sealed.parent.mkdir(parents=True)
    sealed.write_bytes(bytes(3_000_000))
    good(made.troth("backup", made.var.parent / "older"))
    rig.log.erase(head.workspace, vi.id)
    rig.close()
    good(made.troth("backup", made.var.parent / "backup"))
    return made


@pytest.fixture
def backup(shop: Installation, tmp_path: Path) -> Path:
    """A copy, to be spoilt."""
    return Path(shutil.copytree(shop.var.parent / "backup", tmp_path / "backup"))


def _cut(length: Callable[[int], int]) -> Callable[[bytes], bytes]:
    return lambda data: data[: length(len(data))]


def _flip(place: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _first_chunk(data: bytes) -> int:
    return data.index(b"\n", data.index(b"\n") + 1) + 1


def _swapped(data: bytes) -> bytes:
    at = _first_chunk(data)
    return data[:at] + data[at + CHUNK : at + 2 * CHUNK] + data[at : at + CHUNK] + data[at + 2 * CHUNK :]


SPOILT: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "cut in the middle": ("main", _cut(lambda length: length // 2), "damaged or cut off"),
    "cut between two chunks": ("main", lambda data: data[: _first_chunk(data) + 2 * CHUNK], "damaged or cut off"),
    "cut to its header": ("main", lambda data: data[: _first_chunk(data)], "damaged or cut off"),
    "empty": ("main", lambda _: b"", "is no backup of Troth"),
    "longer": ("main", lambda data: data + b"\0" * 2 * CHUNK, "damaged or cut off"),
    "a bit of a row": ("main", _flip(2_000), "damaged or cut off"),
    "a bit near the end": ("main", _flip(-100), "damaged or cut off"),
    "a bit of the header": ("main", lambda data: data.replace(b'"troth":"0', b'"troth":"1', 1), "damaged or cut off"),
    "chunks in another order": ("main", _swapped, "damaged or cut off"),
    "a header that is none": ("main", lambda data: data.replace(b'{"kind"', b'{"king"', 1), "damaged at its beginning"),
    "a mark that a terminal would obey": (
        "main",
        lambda data: data.replace(b'"secret":"', b'"secret":"\\u001b]0;', 1),
        "damaged at its beginning",
    ),
    "something else": ("main", lambda _: b"PK\3\4" * 1000, "is no backup of Troth"),
    "of a newer version": (
        "main", lambda data: data.replace(b"troth backup 1", b"troth backup 2", 1), "was made by a newer Troth"),
    "keys that are cut": ("keys", _cut(lambda length: length - 1), "damaged or cut off"),
    "keys with another bit": ("keys", _flip(20_000), "damaged or cut off"),
    "tombstones with another bit": ("tombstones", _flip(-1), "damaged or cut off"),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_a_file_that_is_not_what_was_written_is_refused(how: str, shop: Installation, backup: Path) -> None:
    kind, spoil, sentence = SPOILT[how]
    path = backup / f"{kind}.troth"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Refused, match=sentence) as told:
        list(check(config.load(shop.own()), backup, None))
    assert str(path) in str(told.value)


@pytest.mark.parametrize("how", ["cut between two chunks", "keys with another bit", "tombstones with another bit"])
def test_a_restore_of_it_leaves_the_place_empty(how: str, backup: Path, tmp_path: Path) -> None:
    kind, spoil, sentence = SPOILT[how]
    path, whole = backup / f"{kind}.troth", (backup / f"{kind}.troth").read_bytes()
    path.write_bytes(spoil(whole))
    other = Installation(tmp_path / "other")
    words = "restore", backup, "--tombstones", backup / "tombstones.troth"
    refused(other.troth(*words), str(path), sentence)
    assert {one.name for one in other.var.iterdir()} <= {"troth.sqlite3.lock"}
    path.write_bytes(whole)
    good(other.troth(*words))


def test_files_in_each_others_place_are_told_apart(backup: Path, tmp_path: Path) -> None:
    shutil.copy(backup / "keys.troth", backup / "main.troth")
    refused(Installation(tmp_path / "other").troth("restore", backup), "holds keys, where main are expected")


def test_what_does_not_belong_together_is_refused(shop: Installation, backup: Path, tmp_path: Path) -> None:
    other = Installation(tmp_path / "other")
    refused(other.troth("restore", backup, TROTH_SECRET_KEY="x" * 40), "another TROTH_SECRET_KEY")
    refused(other.troth("restore", backup, TROTH_BACKUP_KEY=BACKUP_KEY), "another TROTH_BACKUP_KEY")
    refused(other.troth("restore", backup / "nowhere"), "can't be read")
    stale = shop.var.parent / "older" / "tombstones.troth"
    refused(other.troth("restore", backup, "--tombstones", stale), "names 0 destroyed keys", "there were 1")
    refused(other.troth("restore"), "troth restore DIR")
    assert not (other.var / "keyring.sqlite3").exists()
    kept = other.troth("restore", backup)
    assert kept.code == 1
    refused(other.troth("restore", "--tombstones", stale), "Give the newest tombstones")
    good(other.troth("restore", "--tombstones", backup / "tombstones.troth"))


def test_a_key_of_its_own_seals_the_backup(shop: Installation, tmp_path: Path) -> None:
    good(shop.troth("backup", tmp_path / "own", TROTH_BACKUP_KEY=BACKUP_KEY))
    refused(shop.troth("backup", "--check", tmp_path / "own"), "another TROTH_BACKUP_KEY")
    assert good(shop.troth("backup", "--check", tmp_path / "own", TROTH_BACKUP_KEY=BACKUP_KEY)).count("good: ") == 3


def test_a_place_that_is_not_empty_stays_as_it_is(shop: Installation, backup: Path, tmp_path: Path) -> None:
    kept = [shop.var / "troth.sqlite3", shop.var / "keyring.sqlite3"]
    before = [path.read_bytes() for path in kept]
    refused(shop.troth("restore", backup), "There is a keyring already")
    (shop.var / "keyring.sqlite3").rename(tmp_path / "aside")
    refused(shop.troth("restore", backup), "There is something in this database already")
    (tmp_path / "aside").rename(shop.var / "keyring.sqlite3")
    assert [path.read_bytes() for path in kept] == before
    other = Installation(tmp_path / "other")
    (other.var / "files" / "ab").mkdir(parents=True)
    (other.var / "files" / "ab" / ("a" * 32)).write_text("mine")
    refused(other.troth("restore", backup), "There are files in")
    assert (other.var / "files" / "ab" / ("a" * 32)).read_text() == "mine"
    refused(shop.troth("backup", backup), "holds a backup already")


def test_nothing_is_backed_up_where_there_is_nothing(tmp_path: Path) -> None:
    empty = Installation(tmp_path / "empty")
    refused(empty.troth("backup", tmp_path / "backup"), "There is no keyring to back up")
    assert not (tmp_path / "backup").exists()


def test_a_running_server_s_place_is_not_restored_into(shop: Installation, backup: Path) -> None:
    rig = shop.rig()
    refused(shop.troth("restore", backup), "Another Troth server already uses")
    refused(shop.troth("upgrade"), "Another Troth server already uses")
    rig.close()


def test_a_full_disk_stops_a_backup_and_a_restore_and_leaves_nothing(
    shop: Installation, backup: Path, tmp_path: Path
) -> None:
    """A bound on the size of files stands for the disk: the system refuses a write in the same place."""
    target = tmp_path / "target"
    refused(shop.troth("backup", target, largest=2_000_000), "The backup failed", "what was there before is as it was")
    assert list(target.iterdir()) == []
    other = Installation(tmp_path / "other")
    words = "restore", backup, "--tombstones", backup / "tombstones.troth"
    for largest in (10_000, 150_000, 2_000_000):  # in the keys, the rows, the files
        refused(other.troth(*words, largest=largest), "The restore failed")
        assert {one.name for one in other.var.iterdir()} <= {"troth.sqlite3.lock"}
    good(other.troth(*words))


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_made(shop: Installation, tmp_path: Path) -> None:
    newer = Installation(tmp_path / "newer")
    good(newer.troth("migrate"))
    rig = newer.rig()
    rig.sql("INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_next', '2030-01-01')")
    rig.close()
    good(newer.troth("backup", tmp_path / "newer-backup"))
    other = Installation(tmp_path / "other")
    refused(other.troth("restore", tmp_path / "newer-backup"), "newer than this one")
    assert {one.name for one in other.var.iterdir()} <= {"troth.sqlite3.lock"}
    refused(newer.troth("migrate"), "made by a newer Troth")
    refused(newer.troth("serve", PORT="0"), "made by a newer Troth")
    refused(newer.troth("upgrade"), "newer than this one")


@pytest.mark.postgres
def test_a_backup_goes_back_into_the_kind_of_database_it_came_from(backup: Path, tmp_path: Path) -> None:
    with fresh_database() as url:
        other = Installation(tmp_path / "other", url)
        refused(other.troth("restore", backup), "This backup is of SQLite", "DATABASE_URL names PostgreSQL")
