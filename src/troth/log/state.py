"""How the log is, for /health."""

import msgspec


class ReaderState(msgspec.Struct):
    """How far a reader of the log is. failure: why its last try failed, "" when all is well."""

    position: int = 0
    lag: int = 0
    failure: str = ""


class LogState(msgspec.Struct):
    """For /health. ok: events can be written and every reader moves."""

    ok: bool
    database: str
    scribe: bool
    waiting: int
    failure: str
    last_position: int
    readers: dict[str, ReaderState]
