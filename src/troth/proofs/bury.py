"""A tombstone in the log for what was erased of a talk: everybody sees how many there are, and a talk from which words
are missing without one has lost them otherwise."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from .growing import Growing
from .leaves import erased, leaf, of_talk
from .models import Tombstone
from .ranges import numbers, ranges
from .verify import STONE, digest

type Gone = tuple[int, bytes]  # seq, leaf


def gone_of(workspace: UUID, stream: UUID) -> list[Gone]:
    """What is erased of a talk. Raises TooLarge."""
    return [(event.seq, leaf(event)) for event, salt in of_talk(workspace, stream) if erased(event, salt)]


def bury(workspace: UUID, stream: UUID, gone: Sequence[Gone]) -> None:
    """What has no tombstone yet gets one."""
    if {seq for seq, _ in gone} <= buried(stream):
        return
    with transaction.atomic():
        growing = Growing([workspace])
        bury_in(growing, workspace, stream, gone)
        growing.keep()


def bury_in(growing: Growing, workspace: UUID, stream: UUID, gone: Sequence[Gone]) -> None:
    """In the transaction of others who hold the tree."""
    known = buried(stream)
    left = [(seq, leaf) for seq, leaf in gone if seq not in known]
    if left:
        place = growing.add(workspace, digest(STONE, *(leaf for _, leaf in left)))
        seqs = ranges(seq for seq, _ in left)
        Tombstone.objects.create(workspace=workspace, stream=stream, place=place, seqs=seqs)
        growing.buried(workspace, len(left))


def buried(stream: UUID) -> set[int]:
    return {seq for seqs in Tombstone.objects.filter(stream=stream).values_list("seqs", flat=True)
            for seq in numbers(seqs)}  # fmt: skip
