"""What goes into the log and what comes out of it."""

from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from troth.wire import events
from troth.wire.events import Audience, Author, WireEvent

type Address = tuple[UUID, UUID]  # (workspace, stream)
type Span = tuple[UUID, UUID, int, int, Audience]  # (workspace, stream, after, up to, whose); ALL: not the team's

NOBODY = UUID(int=0)  # the subject of what is about nobody, and its author where the system speaks
OPEN, CLOSED = 0, 1  # states of a stream; a closed one takes no "say"
ERASED = b"null"  # the body of an event whose key was destroyed

_AUDIENCE: dict[int, Literal["all", "team"]] = {Audience.ALL: "all", Audience.TEAM: "team"}


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants written, made by a verb before any lock is taken.

    subject: whose key seals it: the visitor's id for visitor words, notes and form answers, the member's id for an
    agent's words. verb: the right that is checked against the rows in the transaction that writes it; "" when the
    unit checked by itself. client_id: the same id again (stream, author) is the same event. at: when it happened, of
    what happened elsewhere and is taken in; never later than now, nor before what the stream has already. One unit's
    drafts of a stream share it.
    """

    workspace: UUID
    stream: UUID
    body: events.Body
    author: Author
    client_id: UUID
    subject: UUID
    audience: Audience = Audience.ALL
    verb: str = ""
    at: datetime | None = None


class Head(msgspec.Struct, frozen=True):
    """A stream that a unit opens or locks though it writes nothing to it."""

    workspace: UUID
    stream: UUID


class HeadRow(msgspec.Struct, frozen=True):
    """Where a stream stands. last_all: the newest seq that everybody may see. at: of the newest event, UTC."""

    last_seq: int
    last_all: int
    at: datetime
    state: int


class Event(msgspec.Struct):
    """What happened. `after_all` is the previous seq that everybody may see (0: none), `body` opened JSON (`null`
    once its key was destroyed), `position` its place in the order of all streams (0: not given yet)."""

    workspace: UUID
    stream: UUID
    seq: int
    after_all: int
    at: datetime
    kind: int
    v: int
    audience: Audience
    author: Author
    client_id: UUID
    key_id: int
    commitment: bytes
    body: bytes
    position: int = 0

    def wire(self, audience: Audience) -> WireEvent:
        """The event as a reader of this audience gets it. Never call it with ALL for a TEAM event."""
        return WireEvent(
            stream=self.stream,
            seq=self.seq,
            after=self.after_all if audience == Audience.ALL else self.seq - 1,
            at=self.at,
            kind=self.kind_name,
            v=self.v,
            audience=_AUDIENCE[self.audience],
            author=self.author,
            client_id=self.client_id,
            body=msgspec.Raw(self.body),
        )

    @property
    def kind_name(self) -> str:
        known = events.KINDS.get(self.kind)
        return known[0] if known else f"kind_{self.kind}"

    def opened(self) -> events.Body | None:
        """The body as its struct; None when it was erased or its kind is unknown here."""
        known = events.KINDS.get(self.kind)
        if known is None or self.body == ERASED:
            return None
        return msgspec.json.decode(self.body, type=known[2])


class Written(msgspec.Struct):
    """The event as it is kept. duplicate: it was there before, under this client id and with this very body."""

    event: Event
    duplicate: bool = False


class Rights(Protocol):
    """The table of rights, handed in by the project."""

    def where(self, verb: str) -> str:
        """An SQL condition over the relation `i` (workspace, stream, kind, author), true where `verb` is allowed.

        kind is 'visitor' | 'agent' | 'system'; the id columns compare equal to Django's UUID columns."""
        ...

    def refusal(self, verb: str) -> str | None:
        """What one who may see the stream and not do `verb` is told; None: what every Forbidden says."""
        ...
