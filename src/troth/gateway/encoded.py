"""An event as bytes: encoded once for everybody of an audience, and once for both where they see the same."""

from uuid import UUID

from troth.kernel.paging import encode_cursor
from troth.log import Event
from troth.wire.events import Audience
from troth.wire.frames import EventFrame, encode

_HEAD = b'{"op":"event","event":'
_KEPT = 1_000  # events; more than one commit holds


class Encoded:
    def __init__(self) -> None:
        self._team: dict[tuple[UUID, int], tuple[bytes, bytes]] = {}  # the body, the frame

    def team(self, event: Event) -> bytes:
        """The `event` frame for members."""
        key = (event.stream, event.seq)
        kept = self._team.get(key)
        if kept is None or kept[0] != event.body:  # it was erased since
            if len(self._team) >= _KEPT:
                self._team.clear()
            kept = self._team[key] = event.body, encode(EventFrame(event=event.wire(Audience.TEAM)))
        return kept[1]

    def public(self, event: Event) -> bytes:
        """The `event` frame for visitors. Never for a TEAM event."""
        if event.after_all == event.seq - 1:
            return self.team(event)
        return encode(EventFrame(event=event.wire(Audience.ALL)))

    def summary(self, event: Event) -> bytes:
        """The `summary` frame of the live inbox; the event must have its position."""
        cursor = encode_cursor(event.position)
        head = f'{{"op":"summary","workspace":"{event.workspace}","cursor":"{cursor}","event":'
        return head.encode() + self.team(event)[len(_HEAD) :]
