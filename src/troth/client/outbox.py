"""Messages that are said and not yet acknowledged. Pure: it sends nothing itself.

One message of a stream is under way at a time, so that words arrive in the order they were said, also when one of
them has to be repeated. A repeat bears the same client id: the server keeps it once.
"""

from collections import deque
from uuid import UUID

import msgspec

from troth.kernel.errors import TrothError
from troth.wire.frames import MAX_FRAME, Ack, Say, encode


class Pending(msgspec.Struct, kw_only=True, eq=False):
    """A message on its way. `outcome` is what became of it; `tried` counts how often it was sent."""

    stream: UUID
    client_id: UUID
    text: str
    files: list[UUID] = []
    tried: int = 0
    outcome: Ack | TrothError | None = None

    def frame(self, ref: int) -> bytes:
        return encode(
            Say(ref=ref, stream=self.stream, client_id=self.client_id, text=self.text, files=list(self.files))
        )

    @property
    def fits(self) -> bool:
        """Whether the socket takes it; what is longer goes by HTTP."""
        return len(self.frame(2**31 - 1)) <= MAX_FRAME


class Outbox:
    """First said, first sent, for each stream."""

    def __init__(self) -> None:
        self._waiting: dict[UUID, deque[Pending]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def put(self, pending: Pending) -> Pending | None:
        """Take a message; returns what may be sent now: it, or None while another of its stream is under way."""
        line = self._waiting.setdefault(pending.stream, deque())
        line.append(pending)
        return pending if len(line) == 1 else None

    def first(self) -> list[Pending]:
        """What has to be sent again after a new connection: the oldest message of every stream."""
        return [line[0] for line in self._waiting.values()]

    def under_way(self, stream: UUID, client_id: UUID) -> Pending | None:
        """The message of this stream that was sent, when it is the one meant."""
        line = self._waiting.get(stream)
        return line[0] if line and line[0].client_id == client_id else None

    def done(self, pending: Pending, outcome: Ack | TrothError) -> Pending | None:
        """A message is kept or refused, or its sender waits no longer; returns the one to send next, if any."""
        pending.outcome = outcome
        line = self._waiting.get(pending.stream)
        if not line or pending not in line:
            return None
        was_first = line[0] is pending
        line.remove(pending)
        if not line:
            del self._waiting[pending.stream]
            return None
        return line[0] if was_first else None
