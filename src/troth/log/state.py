"""How the log is, for /health."""

import msgspec


class ReaderState(msgspec.Struct):
    """How far a reader of the log is. failure: why its last try failed, "" when all is well. parked: events it went on
    without, because it failed at them again and again; until an operator looked (`troth parked`). holder: the name of
    the worker that reads for it, "" while nobody does."""

    position: int = 0
    lag: int = 0
    failure: str = ""
    parked: int = 0
    holder: str = ""

    @property
    def ok(self) -> bool:
        return not self.failure and not self.parked


class LogState(msgspec.Struct):
    """For /health. ok: events can be written and every reader moves."""

    ok: bool
    database: str
    scribe: bool
    waiting: int
    failure: str
    last_position: int
    readers: dict[str, ReaderState]
