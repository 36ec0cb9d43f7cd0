"""The keyring: keys are minted ahead, wrapped, bound later, and gone for good when destroyed; in a file and in a
PostgreSQL database alike."""

import threading

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.until import until
from tests.vault.place import Place
from troth.kernel.ids import new_id
from troth.vault import WrongKeyring, WrongSecret, commit, keyring, open_box, seal_box


def test_a_box_opens_only_with_its_key_and_its_binding(kept: Place) -> None:
    ring = kept.open()
    (_, key), (_, other) = ring.take(), ring.take()
    box, salt = seal_box(key, b"body", b"bound")
    assert open_box(key, box, b"bound") == (b"body", salt)
    for wrong_key, wrong_box, bound in (
        (other, box, b"bound"),
        (key, box, b"elsewhere"),
        (key, box[:-1] + bytes([box[-1] ^ 1]), b"bound"),
    ):
        with pytest.raises(InvalidTag):
            open_box(wrong_key, wrong_box, bound)
    assert seal_box(key, b"body", b"bound")[0] != box
    assert commit(salt, b"body") != commit(salt, b"bodz")


def test_keys_survive_a_restart_and_are_never_given_twice(kept: Place) -> None:
    ring = kept.open()
    key_id, key = ring.take()
    box, _ = seal_box(key, b"body", b"")
    kept.close(ring)
    ring = kept.open()
    found = ring.key(key_id)
    assert found is not None
    assert open_box(found, box, b"")[0] == b"body"
    assert ring.minted(key_id)
    assert not ring.minted(10**9)
    taken = [ring.take()[0] for _ in range(2500)]  # past what is minted at once
    assert len({key_id, *taken}) == 2501


def test_threads_and_processes_never_get_the_same_key(kept: Place) -> None:
    rings = kept.open(), kept.open()
    taken: list[int] = []

    def take_many(n: int) -> None:
        for _ in range(600):
            taken.append(rings[n % 2].take()[0])

    threads = [threading.Thread(target=take_many, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(taken)) == 2400


def test_what_is_kept_in_memory_is_bounded_and_the_rest_still_opens(
    kept: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "KNOWN", 20)
    monkeypatch.setattr(keyring, "WARM", 10)
    ring = kept.open()
    boxes = []
    for _ in range(50):
        key_id, key = ring.take()
        boxes.append((key_id, seal_box(key, b"body", b"")[0]))
        assert len(ring._raw) <= 20
        assert len(ring._warm) <= 10
    for key_id, box in boxes:
        found = ring.key(key_id)
        assert found is not None
        assert open_box(found, box, b"")[0] == b"body"
        assert len(ring._raw) <= 20
        assert len(ring._warm) <= 10


def test_another_secret_opens_nothing(kept: Place) -> None:
    kept.close(kept.open())
    with pytest.raises(WrongSecret, match="TROTH_SECRET_KEY"):
        kept.open(b"t" * 32)


def test_no_key_lies_open(kept: Place) -> None:
    kept.open()
    wrapped = {bytes(row[0]) for row in kept.sql("SELECT wrapped FROM key LIMIT 10")}
    assert {len(one) for one in wrapped} == {12 + 32 + 16}  # nonce, key, tag: never the bare 32 bytes
    assert len(wrapped) == 10


def test_a_destroyed_key_is_gone_and_the_others_are_not(kept: Place) -> None:
    ring = kept.open()
    key_id, _ = ring.take()
    kept_id, _ = ring.take()
    assert ring.destroy([key_id, 10**9]) == 1
    assert ring.destroy([key_id]) == 0
    assert ring.key(key_id) is None
    assert ring.minted(key_id)
    assert ring.keys([key_id, kept_id]).keys() == {kept_id}
    assert kept.sql("SELECT id FROM key WHERE wrapped IS NULL") == [(key_id,)]
    kept.close(ring)
    assert kept.open().key(key_id) is None


def test_binding_is_told_once_and_stays(kept: Place) -> None:
    ring = kept.open()
    key_id, _ = ring.take()
    owner = (new_id(), new_id(), new_id())
    assert ring.owner(key_id) is None
    ring.bind([(key_id, *owner)], 7)
    ring.bind([(key_id, new_id(), new_id(), new_id())], 3)  # a step that is repeated, or late
    assert ring.owner(key_id) == owner
    assert ring.bound_to == 7


def test_a_key_destroyed_while_it_is_taken_out_of_memory_does_not_come_back(
    kept: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = kept.open()
    key_id, _ = ring.take()
    ring._warm.clear()  # as after four thousand others
    destroyer = threading.Thread(target=ring.destroy, args=([key_id],))

    def erased_right_then(raw: bytes) -> AESGCM:
        destroyer.start()
        destroyer.join(0.3)  # it may be made to wait, but it may not be forgotten
        return AESGCM(raw)

    monkeypatch.setattr(keyring, "AESGCM", erased_right_then)
    ring.key(key_id)
    monkeypatch.undo()
    destroyer.join()
    assert ring.key(key_id) is None


def test_a_key_destroyed_while_it_is_looked_up_does_not_come_back(kept: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    ring, other = kept.open(), kept.open()
    key_id, _ = ring.take()
    look = other._rows.wrapped
    looks = 0

    def erased_right_after(key_ids: list[int]) -> list[tuple[int, bytes]]:
        nonlocal looks
        looks += 1
        found = look(key_ids)
        if looks == 1:
            assert len(found) == 1
            ring.destroy([key_id])
        return found

    monkeypatch.setattr(other._rows, "wrapped", erased_right_after)
    assert other.key(key_id) is None
    assert looks == 2
    assert not other.has_at_hand([key_id])


def test_whoever_destroys_is_answered_when_no_other_process_has_the_key(kept: Place) -> None:
    one, other = kept.open(), kept.open()
    told: list[int] = []
    other.on_destroyed(told.extend)
    ids = [one.take()[0] for _ in range(3)]
    assert other.keys(ids).keys() == set(ids)
    assert one.destroy(ids[:2]) == 2
    assert other.keys(ids).keys() == {ids[2]}
    assert told == ids[:2]
    # nobody asks, and still it is gone within a moment
    one.destroy(ids[2:])
    until(lambda: not other.has_at_hand(ids[2:]))


def test_a_keyring_that_never_made_a_used_key_is_refused_also_the_second_time(kept: Place) -> None:
    ring = kept.open()
    used = [ring.take()[0] for _ in range(3)][-1]
    kept.close(ring)
    kept.close(kept.open(used=used))
    kept.sql("DELETE FROM key")  # as an older copy has it
    number = "value" if kept.database.kind == "sqlite" else "number"
    kept.sql(f"UPDATE fact SET {number} = {{}} WHERE name = 'next_id'", used)
    for _ in range(2):
        with pytest.raises(WrongKeyring, match=f"an older copy of it: it made {used - 1} keys, .* number {used}"):
            kept.open(used=used)
