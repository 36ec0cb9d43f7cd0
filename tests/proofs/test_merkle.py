"""A tree of any size: it is that of RFC 6962, each place in it can be shown, and what is not there can not."""

from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proofs.rfc import consistent, mth
from troth.proofs.merkle import Node, consistency, folded, grown, in_tile, open_tiles, outside
from troth.proofs.verify import _nodes, peaks, root_of, tree

HASHES = [sha256(b"\0" + bytes([n & 255, n >> 8])).digest() for n in range(1_100)]
WRONG = bytes(32)


class Kept:
    """A tree as the database keeps it: tiles that are never written again, and an edge."""

    def __init__(self, steps: list[int]) -> None:
        self.edge, self.size, self.tiles = b"", 0, dict[tuple[int, int], bytes]()
        for step in steps:
            self.edge, whole = grown(self.edge, self.size, HASHES[self.size : self.size + step])
            self.size += step
            for level, number, hashes in whole:
                assert self.tiles.setdefault((level, number), hashes) is hashes

    def hash(self, node: Node) -> bytes:
        level, number, cut = in_tile(node)
        return folded((self.tiles.get((level, number)) or bytes(open_tiles(self.edge, self.size)[level]))[cut])


steps = st.lists(st.integers(1, 200), min_size=1, max_size=5)


@settings(deadline=None, max_examples=60)
@given(steps, st.data())
def test_of_any_tree_every_place_is_proven_and_nothing_else(steps: list[int], data: st.DataObject) -> None:
    kept = Kept(steps)
    size = kept.size
    root = root_of([kept.hash(peak) for peak in peaks(size)])
    assert root == tree(HASHES[:size]) == mth(HASHES[:size])
    places = sorted(data.draw(st.sets(st.integers(0, size - 1), max_size=8)))
    around = {node: kept.hash(node) for node in outside(size, places)}

    def shown(there: dict[int, bytes], around: dict[Node, bytes]) -> bytes:
        known = _nodes(there, around, size)
        return root_of([known.get(peak, b"") for peak in peaks(size)])

    true = {place: HASHES[place] for place in places}
    assert shown(true, around) == root
    for place in places:
        assert shown(true | {place: WRONG}, around) != root
        bypass = {(h, place >> h): kept.hash((h, place >> h)) for h, n in peaks(size) if place >> h == n}
        assert shown(true | {place: WRONG}, around | bypass) != root, "what is above a leaf is not taken from the file"
    for node in around:
        assert shown(true, around | {node: WRONG}) != root
        assert shown(true, {at: one for at, one in around.items() if at != node}) != root


@settings(deadline=None, max_examples=60)
@given(steps, st.data())
def test_of_any_tree_it_is_proven_that_it_goes_on_from_any_earlier_one(steps: list[int], data: st.DataObject) -> None:
    kept = Kept(steps)
    size = kept.size
    earlier = data.draw(st.integers(1, size))
    then, now = mth(HASHES[:earlier]), mth(HASHES[:size])
    proof = [root_of([kept.hash(node) for node in span]) for span in consistency(earlier, size)]
    if earlier == size:
        assert proof == []
        return
    assert consistent(earlier, then, size, now, proof)
    assert not consistent(earlier, WRONG, size, now, proof)
    assert not consistent(earlier, then, size, WRONG, proof)
    for n in range(len(proof)):
        assert not consistent(earlier, then, size, now, [*proof[:n], WRONG, *proof[n + 1 :]])
    assert not consistent(earlier, then, size, now, proof[:-1])


def test_the_tree_of_nothing_is_the_hash_of_nothing() -> None:
    assert tree([]) == mth([]) == sha256().digest()
