"""One connected participant: who they are, what they follow. Small, since there may be ten thousand."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal
from uuid import UUID

import msgspec

from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.kernel.buckets import Bucket
from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id
from troth.wire.events import Audience, Author
from troth.wire.frames import ErrorFrame, Say, encode

from .address import crowd
from .counts import counts

if TYPE_CHECKING:
    from .doors import Door
    from .saying import Said
    from .streams import Stream


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How patient the gateway is, in seconds."""

    hello: float = 5.0  # until the first frame
    idle: float = 25.0  # silence before a ping; proxies cut after 60
    answer: float = 10.0  # for the pong
    spread: float = 1.0  # over which a stopping server says goodbye
    typing: float = 6.0  # until "types" ends by itself
    here: int = 10  # between two `here` of an agent
    renew: float = 120.0  # before the end of an agent's pass
    sweep: float = 15.0  # between two looks at passes that end
    closed: float = 5.0  # between two looks at workspaces that were closed
    body: float = 30.0  # for the body of a request
    body_begin: float = 10.0  # for its first bytes; then it comes at a least pace
    upload: float = 20.0  # for any upload; larger ones get more, by their size
    flood: float = 10.0  # a flooding visitor stays out this long
    keep: float = 20.0  # between two signs of life on an event stream
    poll: float = 25.0  # for a long poll to wait for something to hear
    lost: float = 30.0  # without a poll, and its line is over


class Session:
    """A socket and who is behind it. `who` is None until a good hello."""

    __slots__ = (
        "changed", "door", "early", "expires", "frames", "gone", "id", "inboxes", "issued", "kind",
        "members", "pending", "place", "queues", "refused", "said", "site", "streams", "telemetry", "unseen", "who",
        "workspace",
    )  # fmt: skip

    def __init__(self, door: Door, frames: Bucket) -> None:
        self.door: Door = door
        self.id = new_id()
        self.place = crowd(door.address)  # whom a limit by address counts it to
        self.frames = frames
        self.kind: Literal["visitor", "agent"] = "visitor"
        self.who: UUID | None = None  # visitor id or person id
        self.workspace: UUID | None = None  # a visitor's
        self.site: UUID | None = None
        self.telemetry = "off"
        self.unseen = False  # a visitor who is not to be on the board
        self.members: dict[UUID, UUID] = {}  # an agent's: workspace -> member id
        self.streams: dict[UUID, Stream] = {}
        self.inboxes: set[UUID] | None = None
        self.early: list[str] | None = None  # frames that came while the hello was looked at
        self.expires = 0.0  # of the pass, Unix seconds
        self.issued = 0  # the pass, Unix milliseconds
        self.pending = 0  # questions that are being answered
        self.queues: dict[UUID, deque[Say]] | None = None  # messages behind one that takes its time, by stream
        self.said: Said | None = None  # the newest message that went to the scribe
        self.refused = 0  # messages refused as too many, lately
        self.gone = False
        self.changed = False  # its memberships, by an event

    @property
    def audience(self) -> Audience:
        return Audience.ALL if self.kind == "visitor" else Audience.TEAM

    @property
    def asker(self) -> Asker:
        assert self.who is not None
        if self.kind == "agent":
            return PersonAsker(self.who)
        assert self.workspace is not None
        assert self.site is not None
        return VisitorAsker(self.who, self.workspace, self.site)

    def author_in(self, workspace: UUID) -> Author | None:
        """As whom this participant writes in a workspace; None when they have no place there."""
        if self.kind == "visitor":
            return Author(kind="visitor", id=self.who) if workspace == self.workspace and self.who else None
        member = self.members.get(workspace)
        return Author(kind="agent", id=member) if member else None

    def send(self, frame: msgspec.Struct) -> None:
        self.door.send(encode(frame))

    def refuse(
        self,
        error: TrothError,
        ref: int = 0,
        stream: UUID | None = None,
        client_id: UUID | None = None,
        workspace: UUID | None = None,
    ) -> None:
        """Answer with a typed error."""
        counts.refused[error.code] += 1
        frame = ErrorFrame(code=error.code, message=str(error), ref=ref)
        frame.stream, frame.client_id, frame.workspace = stream, client_id, workspace
        self.door.send(encode(frame))
