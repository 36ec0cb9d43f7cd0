"""What changes in the index; no Django here: the doctor looks at it too."""

from uuid import UUID

import msgspec


class Passage(msgspec.Struct, frozen=True):
    """What is found as one: an event. position: its place in the order of all streams. at: Unix ms. by: the member who
    wrote it, None for everybody else. team: visitors may not find it."""

    position: int
    workspace: UUID
    site: UUID
    stream: UUID
    seq: int
    at: int
    by: UUID | None
    team: bool
    words: list[str]


class Reworded(msgspec.Struct, frozen=True):
    """The passage of this number in these conversations is found by other words from now on. The first says whom a
    conversation is with."""

    streams: list[UUID]
    words: list[str]
    seq: int = 1


class Gone(msgspec.Struct, frozen=True):
    """Nothing of this stream before the position is found any more."""

    stream: UUID
    position: int


type Change = Passage | Reworded | Gone
