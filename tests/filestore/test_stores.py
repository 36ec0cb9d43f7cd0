"""A folder and an S3 store do the same: whole or not at all, there after a crash, and a failure has its kind."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from tests.own_s3 import OwnS3
from tests.until import until
from troth.filestore import FileStore, Missing, Passing, Permanent, open_store
from troth.kernel.config import FilesAt, load
from troth.kernel.ids import new_id

PLACE = "3f/0190f1a2b3c47d5e8f901234567890ab"


def at(tmp_path: Path, address: str) -> FilesAt:
    return load({"TROTH_VAR": str(tmp_path), "FILES_URL": address}).files


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return open_store(at(tmp_path, str(tmp_path / "kept")))
    server: OwnS3 = request.getfixturevalue("s3")
    return open_store(at(tmp_path, server.address(new_id().hex)))


@pytest.mark.parametrize("size", [0, 1, 20 * 1024 * 1024])
def test_what_is_put_is_got(store: FileStore, size: int) -> None:
    box = os.urandom(size)
    store.put(PLACE, box)
    assert store.get(PLACE) == box
    store.put(PLACE, box)  # a repeat
    store.attempt()
    assert store.get(PLACE) == box


def test_what_was_deleted_or_never_put_is_missing(store: FileStore) -> None:
    store.delete(PLACE)
    with pytest.raises(Missing):
        store.get(PLACE)
    store.put(PLACE, b"box")
    store.delete(PLACE)
    with pytest.raises(Missing):
        store.get(PLACE)


def test_all_that_lies_there_is_named(store: FileStore) -> None:
    assert list(store.names()) == []
    others = [f"{n:02x}/{new_id().hex}" for n in range(5)]
    for name in (PLACE, *others):
        store.put(name, b"box")
    store.attempt()
    store.delete(others.pop())
    assert sorted(store.names()) == sorted([PLACE, *others])


def test_a_store_that_was_cleared_is_empty_and_goes_on(store: FileStore) -> None:
    store.clear()
    for name in (PLACE, f"ff/{new_id().hex}"):
        store.put(name, b"box")
    store.clear()
    assert list(store.names()) == []
    store.put(PLACE, b"again")
    assert store.get(PLACE) == b"again"


def test_a_folder_that_was_cleared_leaves_nothing_but_what_is_not_its_own(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    store = open_store(at(tmp_path, str(kept)))
    store.put(PLACE, b"box")
    store.clear()
    assert not kept.exists()
    store.put(PLACE, b"box")
    (kept / "lost+found").mkdir()
    (kept / "lost+found" / "theirs").write_bytes(b"")
    store.clear()
    assert [one.name for one in kept.iterdir()] == ["lost+found"]


def test_a_folder_shows_files_to_their_owner_only(tmp_path: Path) -> None:
    open_store(at(tmp_path, str(tmp_path / "kept"))).put(PLACE, b"box")
    file = tmp_path / "kept" / PLACE
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)


def test_what_a_crash_left_of_an_upload_goes_with_it(tmp_path: Path) -> None:
    store = open_store(at(tmp_path, str(tmp_path / "kept")))
    store.put(PLACE, b"box")
    left = (tmp_path / "kept" / PLACE).with_suffix(".part")
    left.write_bytes(b"bo")
    store.delete(PLACE)
    assert list(left.parent.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_for_the_operator(tmp_path: Path) -> None:
    store = open_store(at(tmp_path, str(tmp_path / "kept")))
    (tmp_path / "kept").write_text("")
    for act in attempts(store):
        with pytest.raises(Permanent, match="kept"):
            act()


def test_wrong_keys_are_for_the_operator(tmp_path: Path, s3: OwnS3) -> None:
    right = s3.address("x")
    for wrong in (right.replace("a-key", "b-key"), right.replace("%2Fsecret", "%2Fsecrets")):
        for act in attempts(open_store(at(tmp_path, wrong))):
            with pytest.raises(Permanent, match="refuses the keys of FILES_URL"):
                act()


def test_the_environment_changes_nothing(tmp_path: Path, s3: OwnS3, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would take these; FILES_URL alone says where."""
    for name, value in {
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1",
        "AWS_ENDPOINT": "http://127.0.0.1:1",
        "AWS_SESSION_TOKEN": "nonsense",
        "AWS_SKIP_SIGNATURE": "true",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true",
        "AWS_BUCKET": "another",
    }.items():
        monkeypatch.setenv(name, value)
    store = open_store(at(tmp_path, s3.address(new_id().hex)))
    store.put(PLACE, b"box")
    assert store.get(PLACE) == b"box"


@pytest.mark.slow
def test_a_server_that_is_away_or_says_nothing_is_passing(
    tmp_path: Path, own: OwnS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(at(tmp_path, own.address("kept"))).put(PLACE, b"box")
    for limit in ("ONE_TRY", "NO_MORE"):
        monkeypatch.setattr(f"troth.filestore.s3.{limit}", timedelta(seconds=1))
    store = open_store(at(tmp_path, own.address("kept")))

    def got() -> bytes | None:
        with suppress(Passing):  # also where this machine takes longer than so little
            return store.get(PLACE)
        return None

    own.freeze()
    for act in attempts(store):
        with pytest.raises(Passing):
            act()
    own.thaw()
    assert until(got) == b"box"
    own.stop()
    for act in attempts(store):
        with pytest.raises(Passing):
            act()
    own.start()
    assert until(got) == b"box"


def attempts(store: FileStore) -> list[Callable[[], object]]:
    """Every way to ask it for something."""
    other = "40/0190f1a2b3c47d5e8f901234567890ac"  # what was sent to one that froze may be written when it thaws
    return [lambda: store.put(other, b"other"), lambda: store.get(PLACE), store.attempt]
