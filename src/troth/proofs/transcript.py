"""The transcript of a talk with its proof, as a file. What everybody may not see is withheld from a visitor, what was
erased is told as erased; both keep their place, so that nothing else can be left out."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

import troth.log
from troth.accounts.asker import Asker
from troth.conversations.access import standing
from troth.conversations.models import Conversation
from troth.kernel.clock import now
from troth.log import Event
from troth.wire.events import Audience

from .bury import buried
from .in_log import InLog, in_log
from .leaves import envelope, erased, of_talk, sealed
from .ranges import ranges
from .sign import base64_of, mask_of, name, note, sign
from .verify import ERASED as ERASED_NOW
from .verify import WITHHELD, digest, entry_of, tree
from .whereabouts import places_of

__all__ = ["base64_of", "file_of", "transcript"]

_BEFORE_THE_FIRST = bytes(32)

type Salted = tuple[Event, bytes]  # with the salt of its commitment
type Entry = dict[str, Any]
type Hidden = dict[str, list[int]]  # erased or withheld: which


def transcript(asker: Asker, conversation: UUID) -> dict[str, Any]:
    """Of all that was said until now. Raises NotFound, TooLarge."""
    own = standing(asker, conversation, "read")
    return file_of(own.conversation, team=own.member is not None)


class Wanted(NamedTuple):
    """size: the last seq."""

    row: Conversation
    team: bool
    size: int


def file_of(row: Conversation, *, team: bool, upto: int | None = None) -> dict[str, Any]:
    """The same, of somebody whose right was looked at before. team: whether it is for one of them. upto: the last seq
    that it has. Raises TooLarge."""
    workspace, stream = row.workspace_id, row.id
    if upto is not None and any(seq > upto for seq in buried(stream)):
        upto = None  # a tombstone is shown with all that it stands for
    size = _last(workspace, stream) if upto is None else upto  # asked first: what comes meanwhile is not missing
    own = Wanted(row, team, size)
    origin = f"{name()}/transcript/{workspace}/{stream}"
    entries: list[Entry] = []
    leaves: dict[int, bytes] = {}
    hidden: Hidden = {ERASED_NOW: [], WITHHELD: []}
    before = _BEFORE_THE_FIRST
    for event, salt in _events(own):
        entry, leaves[event.seq] = _entry(event, salt, before, own, hidden)
        entry["signature"] = base64_of(sign(entry_of(origin, event.seq, leaves[event.seq])))
        entries.append(entry)
        before = event.commitment
    found = in_log(workspace, stream, size, [(seq, leaves[seq]) for seq in hidden[ERASED_NOW]])
    made = {
        "troth": "transcript 1",  # a field more, here or in an entry, is another version: verifiers take no others
        "workspace": str(workspace),
        "stream": str(stream),
        "number": row.number,
        "checkpoint": _checkpoint(origin, own, list(leaves.values()), hidden, found),
        "entries": entries,
    }
    if found is not None:
        for entry in entries:
            if entry["seq"] in found.places:
                entry["index"] = found.places[entry["seq"]]
        made["log"] = found.shown
    return made


def _events(own: Wanted) -> Iterator[Salted]:
    return of_talk(own.row.workspace_id, own.row.id, own.size)


def _entry(event: Event, salt: bytes, before: bytes, own: Wanted, hidden: Hidden) -> tuple[Entry, bytes]:
    envelope_, closed = envelope(event), sealed(event)
    entry: Entry = {"seq": event.seq, "commitment": base64_of(event.commitment)}
    leaf = digest(b"\x00", event.commitment, closed)
    state = None
    if event.audience == Audience.TEAM and not own.team:
        state = WITHHELD
    elif erased(event, salt):
        state = ERASED_NOW
    if state is not None:
        hidden[state].append(event.seq)
        return entry | {"sealed": base64_of(closed), "withheld": state == WITHHELD}, leaf
    entry |= {"envelope": envelope_, "mask": base64_of(mask_of(event.commitment)), "before": base64_of(before)}
    if salt:  # else it was altered in the database, and does not open: the verifier misses its words
        entry |= {"salt": base64_of(salt), "body": event.body.decode()}
    return entry, leaf


def _last(workspace: UUID, stream: UUID) -> int:
    """How many there must be: somebody may have taken some out of the database. The last ones may be gone from the
    head, too; then they still have a place in the workspace's log."""
    logged = max(places_of(stream), default=0)  # before the head, which is never behind it
    return max(troth.log.current().heads([(workspace, stream)])[workspace, stream].last_seq, logged)


def _checkpoint(origin: str, own: Wanted, leaves: list[bytes], hidden: Hidden, found: InLog | None) -> str:
    lines = [origin, str(own.size), base64_of(tree(leaves)), f"at {now().isoformat(timespec='seconds')}"]
    lines.append(f"number {own.row.number}")
    lines += [f"{state} {ranges(seqs)}" for state, seqs in hidden.items() if seqs]
    if found is not None:
        lines.append(f"logged {ranges(sorted(found.places))}")
    return note("".join(f"{line}\n" for line in lines))
