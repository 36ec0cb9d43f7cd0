"""A reader of the log: every event is a leaf in the tree of its workspace, and so is a tombstone for what was erased.

It follows by its own bookmark, a step for at most so many events, and works for a part of the time only: no message
waits for it, none pays for it. It may see an event again: what has its place keeps that."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from troth.accounts.models import Workspace
from troth.kernel.errors import TooLarge
from troth.log import Event
from troth.wire.events import NUMBER_OF, PersonErased

from .bury import Gone, bury_in, gone_of
from .growing import Growing
from .leaves import leaf
from .whereabouts import Whereabouts

NAME = "proofs"
_ERASED = NUMBER_OF[PersonErased]


class Leaf(NamedTuple):
    """gone: what is erased of its talk, where this event tells of that."""

    workspace: UUID
    stream: UUID
    seq: int
    at: datetime
    hash: bytes
    gone: Sequence[Gone] = ()


class Prepared(NamedTuple):
    leaves: list[Leaf]
    whereabouts: Whereabouts


def prepare(events: Iterable[Event]) -> Prepared:
    """What `write` will write. All that takes its time is done here, where nobody waits: what is read is written by
    this reader alone, and by nobody else before `write` has its bookmark."""
    leaves = [Leaf(one.workspace, one.stream, one.seq, one.at, leaf(one), _gone(one)) for one in events]
    return Prepared(leaves, Whereabouts((one.stream, one.seq) for one in leaves))


def write(prepared: Prepared) -> None:
    """In the transaction that moves the bookmark."""
    leaves, whereabouts = prepared
    wanted = {one.workspace for one in leaves}
    there = set(Workspace.objects.filter(id__in=wanted).values_list("id", flat=True))  # else it was closed
    growing = Growing(there)
    for one in leaves:
        if one.workspace not in there:
            continue
        if not whereabouts.known(one.stream, one.seq):
            whereabouts.put(one.workspace, one.stream, one.seq, growing.add(one.workspace, one.hash))
            growing.said(one.workspace, one.at)
        if one.gone:
            bury_in(growing, one.workspace, one.stream, one.gone)
    growing.keep()
    whereabouts.keep()


def _gone(event: Event) -> Sequence[Gone]:
    if event.kind != _ERASED:
        return ()
    try:
        return gone_of(event.workspace, event.stream)
    except TooLarge:
        return ()  # there is no transcript of it either
