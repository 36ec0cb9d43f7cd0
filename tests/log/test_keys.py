"""Whose key seals what: told to the main database in the event's own transaction, to the keyring later."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.log.rig import Rig, said
from tests.log.test_positions import Ear
from tests.postgres import fresh_database
from tests.until import PATIENCE, until
from troth.kernel.config import ConfigError
from troth.kernel.ids import new_id
from troth.log import ERASED, Erased, sealing
from troth.vault import WrongKeyring, keyring
from troth.wire.events import Author


def _owners(rig: Rig, *key_ids: int) -> list[object]:
    while rig.log._owners.bind_some():
        pass
    return [rig.log.keyring.owner(key_id) for key_id in key_ids]


def test_a_key_per_subject_and_stream(rig: Rig) -> None:
    one, two = rig.stream(), rig.stream()
    vi, ada = Author(kind="visitor", id=new_id()), Author(kind="agent", id=new_id())
    events = [
        rig.log.append_sync(said(head, author=author)).event
        for head, author in ((one, vi), (one, vi), (one, ada), (two, vi))
    ]
    keys = [event.key_id for event in events]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    rows = rig.sql("SELECT id FROM log_key WHERE subject = {} ORDER BY id", rig.id(vi.id))
    assert [row[0] for row in rows] == sorted({keys[0], keys[3]})


def test_erasing_takes_the_body_and_leaves_the_number(rig: Rig) -> None:
    head, vi, ada = rig.stream(), Author(kind="visitor", id=new_id()), Author(kind="agent", id=new_id())
    for author in (vi, ada, vi):
        rig.log.append_sync(said(head, "personal", author=author))
    assert rig.log.erase(head.workspace, vi.id) == 1
    events = rig.log.read(head.workspace, head.stream)
    assert [(event.seq, event.body == ERASED) for event in events] == [(1, True), (2, False), (3, True)]
    assert events[0].opened() is None
    # who was erased may speak again, under a new key
    again = rig.log.append_sync(said(head, "back", author=vi)).event
    assert again.key_id != events[0].key_id
    assert rig.log.read(head.workspace, head.stream, after=3)[0].body == b'{"text":"back"}'
    assert rig.log.erase(new_id(), vi.id) == 0  # another workspace's key is not touched
    assert rig.log.erase(head.workspace, vi.id, new_id()) == 0


def test_a_repeat_of_an_erased_message_is_still_a_repeat(rig: Rig) -> None:
    head, vi, client_id = rig.stream(), Author(kind="visitor", id=new_id()), new_id()
    rig.log.append_sync(said(head, author=vi, client_id=client_id))
    rig.log.erase(head.workspace, vi.id)
    again = rig.log.append_sync(said(head, author=vi, client_id=client_id))
    assert again.duplicate
    assert again.event.body == ERASED


def test_the_follower_binds_what_the_main_database_recorded(rig: Rig) -> None:
    head, vi = rig.stream(), new_id()
    event = rig.log.append_sync(said(head, subject=vi)).event
    _until_placed(rig, event.key_id)
    assert _owners(rig, event.key_id) == [(head.workspace, head.stream, vi)]


def test_a_key_whose_transaction_rolled_back_is_recorded_by_the_next(rig: Rig) -> None:
    head, vi = rig.stream(), new_id()
    with pytest.raises(RuntimeError), rig.log.unit("fails", said(head, subject=vi)):
        raise RuntimeError
    assert rig.sql("SELECT count(*) FROM log_key WHERE subject = {}", rig.id(vi))[0][0] == 0
    event = rig.log.append_sync(said(head, subject=vi)).event
    assert [row[0] for row in rig.sql("SELECT id FROM log_key WHERE subject = {}", rig.id(vi))] == [event.key_id]


def test_what_is_remembered_of_keys_that_others_took_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gateway hears words in conversations that webs opened, and takes no key of its own for weeks."""
    monkeypatch.setattr(sealing, "_KNOWN", 10)
    rig, beside = Rig(tmp_path), Rig(tmp_path, exclusive=False)
    try:
        for _ in range(25):
            head, vi = rig.stream(), Author(kind="visitor", id=new_id())
            key = rig.log.append_sync(said(head, author=vi)).event.key_id
            assert beside.log.append_sync(said(head, author=vi)).event.key_id == key
            assert len(beside.log._writer.keys._known) <= 10
    finally:
        beside.close()
        rig.close()


def test_a_crash_between_the_two_databases_loses_nothing(tmp_path: Path) -> None:
    """The main database committed, the keyring was never told: the next start tells it, and all opens."""
    rig = Rig(tmp_path)
    head, vi = rig.stream(), new_id()
    event = rig.log.append_sync(said(head, "kept", subject=vi)).event
    while not rig.log.keyring.owner(event.key_id):
        rig.log._owners.bind_some()
    rig.close()
    _forget_binding(tmp_path)
    rig = Rig(tmp_path)
    assert rig.log.read(head.workspace, head.stream)[0].body == b'{"text":"kept"}'
    assert _owners(rig, event.key_id) == [(head.workspace, head.stream, vi)]
    # a restart takes the key it finds in the main database, not another
    assert rig.log.append_sync(said(head, "more", subject=vi)).event.key_id == event.key_id
    rig.close()


def test_a_key_that_could_not_be_bound_is_bound_though_nothing_more_is_written(
    tmp_path: Path, sqlite_rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    head, vi = sqlite_rig.stream(), new_id()
    with closing(sqlite3.connect(tmp_path / "keyring.sqlite3", timeout=PATIENCE, isolation_level=None)) as keyring:
        keyring.execute("CREATE TRIGGER stuck BEFORE UPDATE ON key BEGIN SELECT RAISE(ABORT, 'stuck'); END")
        event = sqlite_rig.log.append_sync(said(head, subject=vi)).event
        until(lambda: "keys could not be bound" in caplog.text)
        keyring.execute("DROP TRIGGER stuck")
    assert until(lambda: sqlite_rig.log.keyring.owner(event.key_id)) == (head.workspace, head.stream, vi)


def test_erasure_finds_a_key_the_keyring_was_never_told_about(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    head, vi = rig.stream(), new_id()
    rig.log.append_sync(said(head, subject=vi))
    rig.close()
    _forget_binding(tmp_path)
    rig = Rig(tmp_path)
    assert rig.log.erase(head.workspace, vi) == 1
    assert rig.log.read(head.workspace, head.stream)[0].body == ERASED
    rig.close()


def _forget_binding(var: Path) -> None:
    with sqlite3.connect(var / "keyring.sqlite3") as connection:
        connection.execute("UPDATE key SET workspace = NULL, stream = NULL, subject = NULL")
        connection.execute("UPDATE fact SET value = 0 WHERE name = 'bound_to'")
    connection.close()


def test_an_altered_event_is_not_shown(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    head = rig.stream()
    for text in ("mine", "other"):
        rig.log.append_sync(said(head, text))
    rig.sql(
        "UPDATE log_event SET payload = (SELECT payload FROM log_event WHERE stream = {} AND seq = 2)"
        " WHERE stream = {} AND seq = 1", rig.id(head.stream), rig.id(head.stream),
    )  # fmt: skip
    first, second = rig.log.read(head.workspace, head.stream)
    assert (first.body, second.body) == (ERASED, b'{"text":"other"}')
    assert "altered" in caplog.text


def test_a_box_beside_the_log_opens_and_is_erased_with_its_subject(rig: Rig) -> None:
    head, vi = rig.stream(), new_id()
    box = rig.log.seal(head.workspace, head.stream, vi, b"preview", "preview")
    assert b"preview" not in box
    assert rig.log.open(box, head.workspace, head.stream, "preview") == b"preview"
    assert rig.log.open(box, head.workspace, head.stream, "file") is None
    assert rig.log.erase(head.workspace, vi) == 1  # also without any event
    assert rig.log.open(box, head.workspace, head.stream, "preview") is None


def _until_placed(rig: Rig, key_id: int) -> None:
    """Positions come a moment later on PostgreSQL."""
    until(lambda: key_id in [used for _, used in rig.log._used_keys(0, 10**6)])


def test_one_altered_box_spoils_no_page(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    head, vi = rig.stream(), new_id()
    boxes = [rig.log.seal(head.workspace, head.stream, vi, word, "preview") for word in (b"one", b"two", b"three")]
    boxes[1] = boxes[1][:-1] + bytes([boxes[1][-1] ^ 1])
    asked = [(box, head.workspace, head.stream, "preview") for box in boxes]
    assert rig.log.open_many(asked) == [b"one", None, b"three"]
    assert "altered" in caplog.text


def test_what_repeats_erased_words_is_not_sealed_again(rig: Rig) -> None:
    head, vi = rig.stream(), Author(kind="visitor", id=new_id())

    def preview() -> bytes:
        return rig.log.seal(head.workspace, head.stream, vi.id, b"words", "preview", said_before=True)

    assert rig.log.open(preview(), head.workspace, head.stream, "preview") == b"words"  # the first of its stream
    rig.log.append_sync(said(head, "words", author=vi))
    rig.log.erase(head.workspace, vi.id)
    with pytest.raises(Erased):
        preview()
    box = rig.log.seal(head.workspace, head.stream, vi.id, b"a new file", "file")  # who speaks now may
    assert rig.log.open(box, head.workspace, head.stream, "file") == b"a new file"
    assert rig.log.open(preview(), head.workspace, head.stream, "preview") == b"words"


def test_a_repeat_beside_a_new_event_leaves_no_key_unrecorded(rig: Rig) -> None:
    """The repeated draft was sealed with a key that then was not used: nobody may take it for one that is known."""
    head, vi, ada = rig.stream(), Author(kind="visitor", id=new_id()), Author(kind="agent", id=new_id())
    second = said(head, "second", author=vi)
    rig.log.append_sync(second)
    rig.log.erase(head.workspace, vi.id)
    with rig.log.unit("both", said(head, "first", author=ada), second):
        pass
    third = rig.log.append_sync(said(head, "third", author=vi)).event
    assert rig.log.erase(head.workspace, vi.id) == 1
    assert rig.log.read(head.workspace, head.stream, after=third.seq - 1)[0].body == ERASED


@pytest.mark.postgres
@pytest.mark.parametrize("machines", [1, 2])
def test_an_erasure_reaches_the_other_process(tmp_path: Path, machines: int) -> None:
    """On two machines they have a keyring on a server, and folders of their own."""
    with fresh_database() as url, fresh_database() as keyring_url:
        keyring_url = keyring_url if machines == 2 else ""
        one, other = (Rig(tmp_path / str(n % machines), url, keyring=keyring_url) for n in range(2))
        head, vi = one.stream(), Author(kind="visitor", id=new_id())
        ear = Ear(other.log, "on_position", head.workspace, 1)
        before = other.log.append_sync(said(head, "words", author=vi)).event
        ear.all()
        assert [event.opened() for event in other.log.follow("test", other.log.last_position() - 1)] != [None]
        assert one.log.erase(head.workspace, vi.id) == 1
        assert [event.opened() for event in other.log.follow("test", other.log.last_position() - 1)] == [None]
        assert [event.body for event in other.log.read(head.workspace, head.stream)] == [ERASED]
        again = other.log.append_sync(said(head, "back", author=vi)).event
        assert again.key_id != before.key_id
        one.close()
        other.close()


@pytest.mark.postgres
def test_a_keyring_on_a_server_is_the_databases_own_and_no_other(tmp_path: Path) -> None:
    with fresh_database() as url, fresh_database() as keyring_url, fresh_database() as other:
        rig = Rig(tmp_path, url, keyring=keyring_url)
        head = rig.stream()
        rig.log.append_sync(said(head, "kept"))
        rig.close()
        assert not list(tmp_path.glob("keyring*"))
        with pytest.raises(WrongKeyring, match="is not the one this database was written with"):
            Rig(tmp_path, url, keyring=other)
        with pytest.raises(ConfigError, match="TROTH_KEYRING_URL"):  # by another address of the same database
            Rig(tmp_path, url, keyring=f"{url}?application_name=other".replace("127.0.0.1", "127.1"))
        rig = Rig(tmp_path, url, keyring=keyring_url)
        assert rig.log.read(head.workspace, head.stream)[0].body == b'{"text":"kept"}'
        rig.close()


def test_an_older_keyring_stops_the_start(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    head = rig.stream()
    rig.log.append_sync(said(head, "before the backup"))
    rig.close()
    backup = (tmp_path / "keyring.sqlite3").read_bytes()
    rig = Rig(tmp_path)
    for _ in range(25):
        rig.log.append_sync(said(head, "after it"))
    rig.close()
    for file in tmp_path.glob("keyring.sqlite3*"):
        file.unlink()
    (tmp_path / "keyring.sqlite3").write_bytes(backup)
    for _ in range(2):
        with pytest.raises(WrongKeyring, match="an older copy"):
            Rig(tmp_path)


@pytest.mark.parametrize("minted", [1000, 1])
def test_another_keyring_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, minted: int) -> None:
    rig = Rig(tmp_path)
    head = rig.stream()
    for _ in range(3):
        rig.log.append_sync(said(head))
    rig.close()
    for file in tmp_path.glob("keyring.sqlite3*"):
        file.unlink()
    monkeypatch.setattr(keyring, "MINTED_AHEAD", minted)  # a new keyring has keys of the same numbers, or not yet
    monkeypatch.setattr(keyring, "LOW", 0)
    if minted > 1:
        keyring.open_keyring(rig.config.keyring, rig.config.secret("keyring")).close()
    with pytest.raises(WrongKeyring, match=r"keyring\.sqlite3 is not the one"):
        Rig(tmp_path)
