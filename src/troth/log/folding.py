"""Folding: giving each event of a batch its seq and its commitment. Pure; runs while the heads are locked.

First what may not be written is thrown out (repeated, refused), then the rest is walked in order of arrival, each
stream from its locked head: seq + 1, c = HMAC(salt, workspace | stream | seq | previous c | body).
"""

from datetime import datetime
from uuid import UUID

from troth.kernel.errors import Conflict, NotFound
from troth.vault import Bound, commit
from troth.wire.events import Audience

from .moments import millis, moment
from .sealing import Once, Place, Waiting
from .shapes import ERASED, Event, Written

type Outcome = Written | Exception


class HeadState:
    """A locked head, moved by folding. at: ms since 1970."""

    __slots__ = ("at", "last_all", "last_commit", "last_seq", "state", "stream", "workspace")

    def __init__(
        self, workspace: UUID, stream: UUID, last_seq: int, last_all: int, last_commit: bytes, at: int, state: int
    ) -> None:
        self.workspace = workspace
        self.stream = stream
        self.last_seq = last_seq
        self.last_all = last_all
        self.last_commit = last_commit
        self.at = at
        self.state = state

    def copy(self) -> "HeadState":
        return HeadState(
            self.workspace, self.stream, self.last_seq, self.last_all, self.last_commit, self.at, self.state
        )


class Folded:
    """What is to be written, and what everyone is answered (in the order of the batch). version: PostgreSQL's, of the
    heads once they are written."""

    __slots__ = ("fresh", "moved", "outcomes", "version")

    def __init__(self) -> None:
        self.fresh: list[tuple[Event, Waiting]] = []
        self.moved: dict[Place, HeadState] = {}
        self.outcomes: list[Outcome] = []
        self.version = 0

    @property
    def events(self) -> list[Event]:
        return [event for event, _ in self.fresh]

    @property
    def new_keys(self) -> list[Bound]:
        """Keys of these events that the main database may not know yet."""
        keys = {
            event.key_id: (event.key_id, event.workspace, event.stream, waiting.draft.subject)
            for event, waiting in self.fresh
            if not waiting.grant.recorded
        }
        return list(keys.values())


def same(event: Event, waiting: Waiting) -> bool:
    """Whether the event is what this draft would have become. An erased body can't be told apart."""
    return (
        event.kind == waiting.kind
        and event.audience == waiting.draft.audience
        and (event.body == waiting.body or event.body == ERASED)
    )


def commitment(salt: bytes, place: Place, seq: int, before: bytes, body: bytes) -> bytes:
    return commit(salt, b"%b%d|%b%b" % (place, seq, before, body))


def fold(
    batch: list[Waiting],
    heads: dict[Place, HeadState],
    stored: dict[Once, Event],
    refused: dict[int, Exception],
    now: datetime,
    position: int,
) -> Folded:
    """refused: why, by place in the batch. position: the last one given, or -1 when they are given later."""
    folded = Folded()
    fresh, moved, outcomes = folded.fresh, folded.moved, folded.outcomes
    now_ms = millis(now)
    for n, waiting in enumerate(batch):
        before = stored.get(waiting.once)
        if before is not None:
            outcomes.append(Written(before, True) if same(before, waiting) else Conflict())
            continue
        head = heads.get(waiting.place)
        if head is None:
            outcomes.append(NotFound())
            continue
        if n in refused:
            outcomes.append(refused[n])
            continue
        draft = waiting.draft
        head.last_seq = seq = head.last_seq + 1
        ms = now_ms if draft.at is None else min(now_ms, millis(draft.at))
        if ms >= head.at:
            head.at = ms
            at = now if ms == now_ms else moment(ms)
        else:  # the clock went back; a stream's time does not
            at = moment(head.at)
        head.last_commit = commitment(waiting.salt, waiting.place, seq, head.last_commit, waiting.body)
        if position >= 0:
            position += 1
        event = Event(
            draft.workspace, draft.stream, seq, head.last_all, at, waiting.kind, waiting.v, draft.audience,
            draft.author, draft.client_id, waiting.grant.key_id, head.last_commit, waiting.body, max(position, 0),
        )  # fmt: skip
        if draft.audience == Audience.ALL:
            head.last_all = seq
        stored[waiting.once] = event  # a repeat later in this batch is a repeat too
        moved[waiting.place] = head
        fresh.append((event, waiting))
        outcomes.append(Written(event))
    return folded
