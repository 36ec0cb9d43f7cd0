"""The list of destroyed keys outside of the keyring: written before an erasure is answered, never lost."""

from pathlib import Path

import msgspec
import pytest

from tests.log.rig import Rig, said
from troth.kernel.ids import new_id
from troth.upkeep.refused import Refused
from troth.upkeep.tombstones import give_tombstones, keep_outside, read_tombstones
from troth.wire.events import Author


def _erased(rig: Rig) -> int:
    """Somebody speaks, and is erased; the key of their words."""
    head, vi = rig.stream(), Author(kind="visitor", id=new_id())
    event = rig.log.append_sync(said(head, author=vi)).event
    rig.log.erase(head.workspace, vi.id)
    return event.key_id


def test_an_erasure_is_in_the_list_when_it_is_answered(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "var")
    before = _erased(rig)
    config = msgspec.structs.replace(rig.config, tombstones=tmp_path / "stones")
    keep_outside(config, rig.log.keyring)
    assert set(read_tombstones(config, tmp_path / "stones")) == {before}
    after = [_erased(rig) for _ in range(3)]
    assert set(read_tombstones(config, tmp_path / "stones")) == {before, *after}
    keep_outside(config, rig.log.keyring)  # another start
    rig.close()


def test_a_list_that_can_not_be_written_is_no_answer_and_comes_with_the_repeat(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "var")
    (tmp_path / "disk").mkdir()
    config = msgspec.structs.replace(rig.config, tombstones=tmp_path / "disk" / "stones")
    keep_outside(config, rig.log.keyring)
    (tmp_path / "disk").rename(tmp_path / "gone")
    head, vi = rig.stream(), Author(kind="visitor", id=new_id())
    event = rig.log.append_sync(said(head, author=vi)).event
    with pytest.raises(FileNotFoundError):
        rig.log.erase(head.workspace, vi.id)
    (tmp_path / "gone").rename(tmp_path / "disk")
    rig.log.erase(head.workspace, vi.id)
    assert set(read_tombstones(config, tmp_path / "disk" / "stones")) == {event.key_id}
    rig.close()


def test_a_new_or_older_installation_does_not_take_the_list_s_place(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "var")
    config = msgspec.structs.replace(rig.config, tombstones=tmp_path / "stones")
    gone = _erased(rig)
    keep_outside(config, rig.log.keyring)
    rig.close()
    other = Rig(tmp_path / "other")  # with the same secret
    config = msgspec.structs.replace(other.config, tombstones=tmp_path / "stones")
    with pytest.raises(Refused, match="names 1 destroyed keys that are not destroyed here"):
        keep_outside(config, other.log.keyring)
    assert set(read_tombstones(config, tmp_path / "stones")) == {gone}
    other.close()
    give_tombstones(config, tmp_path / "stones")
    other = Rig(tmp_path / "other")
    keep_outside(config, other.log.keyring)
    other.close()
