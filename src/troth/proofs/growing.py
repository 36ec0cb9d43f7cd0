"""Trees in hand: inside one transaction, which they are locked for. What is added is written by `keep`, all at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from .merkle import grown
from .models import Tile, Tree
from .verify import digest

_UPDATE = "UPDATE proofs_tree SET size = %s, edge = %s, through = %s, tombstones = %s, erased = %s WHERE workspace = %s"


def address_of(workspace: UUID) -> str:
    """Whoever does not know the workspace can't tell which one it is."""
    return digest(b"troth log\n", workspace.bytes).hex()[:32]


class Growing:
    def __init__(self, workspaces: Iterable[UUID]) -> None:
        wanted = sorted(set(workspaces))
        self._trees = _locked(wanted)
        if missing := [one for one in wanted if one not in self._trees]:
            fresh = [Tree(workspace=one, address=address_of(one)) for one in missing]
            Tree.objects.bulk_create(fresh, ignore_conflicts=True)
            self._trees |= _locked(missing)
        self._leaves: dict[UUID, list[bytes]] = {one: [] for one in wanted}

    def add(self, workspace: UUID, leaf: bytes) -> int:
        """Its place."""
        leaves = self._leaves[workspace]
        leaves.append(leaf)
        return self._trees[workspace].size + len(leaves) - 1

    def said(self, workspace: UUID, at: datetime) -> None:
        """Of something that is added."""
        tree = self._trees[workspace]
        tree.through = at if tree.through is None else max(tree.through, at)

    def buried(self, workspace: UUID, entries: int) -> None:
        """A tombstone was added that stands for so many."""
        tree = self._trees[workspace]
        tree.tombstones += 1
        tree.erased += entries

    def keep(self) -> None:
        tiles: list[Tile] = []
        rows = []
        for workspace, leaves in self._leaves.items():
            tree = self._trees[workspace]
            if not leaves:
                continue
            edge, whole = grown(bytes(tree.edge), tree.size, leaves)
            tiles += [Tile(workspace=workspace, level=level, number=n, hashes=hashes) for level, n, hashes in whole]
            through = connection.ops.adapt_datetimefield_value(tree.through)
            rows.append((tree.size + len(leaves), edge, through, tree.tombstones, tree.erased, id_of(workspace)))
        Tile.objects.bulk_create(tiles)
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(_UPDATE, rows)


def id_of(one: UUID) -> UUID | str:
    """As the column holds it."""
    return one if connection.features.has_native_uuid_field else one.hex


def _locked(workspaces: list[UUID]) -> dict[UUID, Tree]:
    """In order, as everybody locks them."""
    rows = Tree.objects.select_for_update(no_key=True).filter(workspace__in=workspaces).order_by("workspace")
    return {tree.workspace: tree for tree in rows}
