"""What shows that the entries of a talk stand in the log of their workspace."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from .bury import Gone, bury
from .checkpoint import newest
from .hashes import hashes
from .merkle import outside
from .models import Tombstone
from .ranges import numbers
from .sign import base64_of
from .whereabouts import places_of


class InLog(NamedTuple):
    """places: seq: where it stands; what came in a moment ago is not there yet. shown: the rest, as a file has it."""

    places: dict[int, int]
    shown: dict[str, Any]


def in_log(workspace: UUID, stream: UUID, upto: int, gone: Sequence[Gone]) -> InLog | None:
    """None while nothing of the workspace is in its log. gone: what is erased of the talk."""
    bury(workspace, stream, gone)
    signed = newest(workspace)
    if signed is None:
        return None
    tree, checkpoint = signed
    places = {seq: at for seq, at in places_of(stream).items() if seq <= upto and at < checkpoint.size}
    rows = Tombstone.objects.filter(stream=stream, place__lt=checkpoint.size).order_by("place")
    stones = {place: numbers(seqs) for place, seqs in rows.values_list("place", "seqs")}
    there = sorted([*places.values(), *stones])
    around = hashes(tree, outside(checkpoint.size, there))
    shown = {
        "checkpoint": checkpoint.note,
        "tombstones": [{"index": place, "of": of} for place, of in stones.items()],
        "around": [[height, number, base64_of(one)] for (height, number), one in around.items()],
    }
    return InLog(places, shown)
