"""Sign how a workspace's log stands: how many entries it has, the root over them, how many of them are tombstones.

A checkpoint holds the whole subtrees that its root is made of. So whoever has one can compare any later transcript with
it, without asking anybody."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from troth.kernel.clock import now

from .hashes import peak_hashes
from .models import Checkpoint, Tree
from .sign import base64_of, name, note
from .verify import root_of

EVERY = timedelta(minutes=1)  # what came in is signed within it, also when nothing follows
MANY = 1_000  # entries that are not waited with
KEPT = timedelta(days=7)  # all of them; of older ones the last of each day
AT_ONCE = 200  # workspaces, or checkpoints that go
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def newest(workspace: UUID) -> tuple[Tree, Checkpoint] | None:
    """What is signed of all that is in the log now; None where there is nothing in it."""
    tree = Tree.objects.filter(workspace=workspace).first()
    if tree is None or not tree.size:
        return None
    return tree, sign(tree)


def sign(tree: Tree) -> Checkpoint:
    """The one of the tree's size, made where there is none. Two who do so at once get the same."""
    made = Checkpoint.objects.filter(workspace=tree.workspace, size=tree.size).first()
    if made is None:
        at = now()
        fresh = Checkpoint(workspace=tree.workspace, size=tree.size, at=at, note=_note(tree, at))
        Checkpoint.objects.bulk_create([fresh], ignore_conflicts=True)
        made = Checkpoint.objects.get(workspace=tree.workspace, size=tree.size)
    earlier = Tree.objects.filter(workspace=tree.workspace, signed__lt=tree.size)
    earlier.update(signed=tree.size, signed_at=made.at)
    return made


def sign_due() -> int:
    """How many were signed: of logs in which something is new, since a minute or in great number."""
    waited = Q(signed_at=None) | Q(signed_at__lte=now() - EVERY) | Q(size__gte=F("signed") + MANY)
    due = Tree.objects.filter(waited, size__gt=F("signed")).order_by("signed_at")
    trees = list(due[:AT_ONCE])
    for tree in trees:
        sign(tree)
    return len(trees)


def thin_out() -> int:
    """Forget of a past day all but the last one. How many went."""
    later = Checkpoint.objects.filter(
        workspace=OuterRef("workspace"), size__gt=OuterRef("size"), at__date=OuterRef("at__date")
    )
    old = Checkpoint.objects.filter(Exists(later), at__lt=now() - KEPT).values_list("workspace", "size")
    gone = 0
    for workspace, size in list(old[:AT_ONCE]):
        gone += Checkpoint.objects.filter(workspace=workspace, size=size).delete()[0]
    return gone


def _note(tree: Tree, at: datetime) -> str:
    hashes = peak_hashes(tree, tree.size)
    lines = [
        f"{name()}/log/{tree.address}",
        str(tree.size),
        base64_of(root_of(hashes)),
        f"at {at.isoformat(timespec='seconds')}",
        f"through {(tree.through or _LONG_AGO).isoformat(timespec='milliseconds')}",
        f"tombstones {tree.tombstones}",
        f"erased {tree.erased}",
        *([f"restored {tree.restored}"] if tree.restored else []),
        f"tree {','.join(map(base64_of, hashes))}",
    ]
    return note("".join(f"{line}\n" for line in lines))
