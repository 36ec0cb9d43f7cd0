"""The tree of RFC 6962, as it is kept: sixteen hashes of a level make a tile, which is never written again; the tiles
that are not whole yet are the edge. Nothing here knows a database."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from .verify import digest, peaks

STEP = 4  # levels of the tree from one level of tiles to the next
WIDTH = 1 << STEP  # hashes of a tile
HASH = 32  # bytes

type Tile = tuple[int, int, bytes]  # level, number, hashes
type Node = tuple[int, int]  # height, number: of a whole subtree
type Hash = Callable[[int, int], bytes]  # of a node


def open_tiles(edge: bytes, size: int) -> list[bytearray]:
    """The tiles that are not whole, from the leaves upwards."""
    found, at = [], 0
    while size:
        end = at + size % WIDTH * HASH
        found.append(bytearray(edge[at:end]))
        at, size = end, size // WIDTH
    return found


def grown(edge: bytes, size: int, leaves: Iterable[bytes]) -> tuple[bytes, list[Tile]]:
    """The edge of the tree with these leaves more, and the tiles that are whole by them."""
    tiles, whole = open_tiles(edge, size), list[Tile]()
    for index, leaf in enumerate(leaves, size):
        level, number, node = 0, index, leaf
        while True:
            if level == len(tiles):
                tiles.append(bytearray())
            tiles[level] += node
            if (number + 1) % WIDTH:
                break
            whole.append((level, number // WIDTH, bytes(tiles[level])))
            node, tiles[level] = folded(bytes(tiles[level])), bytearray()
            level, number = level + 1, number // WIDTH
    return b"".join(tiles), whole


def folded(hashes: bytes) -> bytes:
    """Of a power of two of them the one above."""
    while len(hashes) > HASH:
        pairs = range(0, len(hashes), 2 * HASH)
        hashes = b"".join(digest(b"\x01", hashes[at : at + 2 * HASH]) for at in pairs)
    return hashes


def in_tile(node: Node) -> tuple[int, int, slice]:
    """(level, number) of the tile whose hashes make a node, and which of its bytes."""
    level, above = divmod(node[0], STEP)
    first = node[1] << above
    at = first % WIDTH * HASH
    return level, first // WIDTH, slice(at, at + (HASH << above))


def outside(size: int, places: Sequence[int]) -> Iterator[Node]:
    """The largest whole subtrees without any of these leaves. places: in order."""
    waiting = peaks(size)
    while waiting:
        height, number = waiting.pop()
        first = bisect_left(places, number << height)
        if first == len(places) or places[first] >= (number + 1) << height:
            yield height, number
        elif height:
            waiting += ((height - 1, 2 * number), (height - 1, 2 * number + 1))


def consistency(earlier: int, size: int) -> Iterator[list[Node]]:
    """What proves by RFC 6962 (2.1.2) that the tree of this size goes on from the earlier one: each hash of the proof
    as the nodes that it is made of. 0 < earlier <= size."""
    yield from _consistency(earlier, 0, size, known=True)


def _consistency(earlier: int, begin: int, size: int, *, known: bool) -> Iterator[list[Node]]:
    if earlier == size:
        if not known:
            yield span(begin, size)
        return
    half = 1 << (size - 1).bit_length() - 1
    if earlier <= half:
        yield from _consistency(earlier, begin, half, known=known)
        yield span(begin + half, size - half)
    else:
        yield from _consistency(earlier - half, begin + half, size - half, known=False)
        yield span(begin, half)


def span(begin: int, size: int) -> list[Node]:
    """The nodes over so many leaves from a place that a subtree of this size may begin at."""
    return [(height, number + (begin >> height)) for height, number in peaks(size)]
