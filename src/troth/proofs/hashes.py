"""Hashes of a workspace's tree, read from where they are kept."""

from collections.abc import Iterable
from itertools import batched

from .merkle import Node, consistency, folded, in_tile, open_tiles
from .models import Tile, Tree
from .verify import peaks, root_of

_AT_ONCE = 500  # tiles of one statement


def hashes(tree: Tree, nodes: Iterable[Node]) -> dict[Node, bytes]:
    """Of whole subtrees within the tree, as it was when its row was read; it may have grown since."""
    wanted = {node: in_tile(node) for node in nodes}
    edge = open_tiles(bytes(tree.edge), tree.size)
    found: dict[tuple[int, int], bytes] = {}
    whole: dict[int, list[int]] = {}
    for level, number, _ in wanted.values():
        if level < len(edge) and number == tree.size >> 4 * (level + 1):
            found[level, number] = bytes(edge[level])
        else:
            whole.setdefault(level, []).append(number)
    for level, several in whole.items():
        for some in batched(sorted(set(several)), _AT_ONCE):
            rows = Tile.objects.filter(workspace=tree.workspace, level=level, number__in=some)
            found |= {(level, number): bytes(raw) for number, raw in rows.values_list("number", "hashes")}
    return {node: folded(found[level, number][cut]) for node, (level, number, cut) in wanted.items()}


def peak_hashes(tree: Tree, size: int) -> list[bytes]:
    """Of the tree as it was at a size."""
    at = peaks(size)
    known = hashes(tree, at)
    return [known[one] for one in at]


def proof(tree: Tree, earlier: int, size: int) -> list[bytes]:
    """That the tree of a size goes on from an earlier one (RFC 6962, 2.1.2)."""
    spans = list(consistency(earlier, size))
    known = hashes(tree, [node for span in spans for node in span])
    return [root_of([known[node] for node in span]) for span in spans]
