"""Looking at what the lab keeps: rows, and raw bytes of every file."""

from collections.abc import Iterable
from typing import Any

from .ground import Ground
from .inside import store as inside
from .scan import found

BY_THE_CLOCK = frozenset(("proofs_checkpoint",))
OWN = ("/server.log",)  # what the server said; log_holds looks there


class Store:
    """Canaries are words of `world.plant`."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def rows(self, model: str, **where: Any) -> list[dict[str, Any]]:
        """model: "visitors.Visitor". where: as a filter of Django. Bytes are base64."""
        return list(self._ground.inside(inside.rows, model=model, where=where))

    def count(self, model: str, **where: Any) -> int:
        return int(self._ground.inside(inside.count, model=model, where=where))

    def counts(self) -> dict[str, int]:
        """Every table of the database and how many rows it has, but those that the server writes by the clock."""
        told = dict(self._ground.inside(inside.counts))
        return {name: count for name, count in told.items() if name not in BY_THE_CLOCK}

    def columns(self) -> list[str]:
        """Every table.column of the database."""
        return list(self._ground.inside(inside.columns))

    def events(self, stream: object) -> list[dict[str, Any]]:
        """The rows of a stream in the log: seq, kind, author, payload (base64)."""
        return list(self._ground.inside(inside.events, stream=str(stream)))

    def flip_byte(self, stream: object, seq: int) -> None:
        """Change one byte of an event in the database."""
        self._ground.inside(inside.flip_byte, stream=str(stream), seq=seq)

    def rows_hold(self, *canaries: str) -> dict[str, list[str]]:
        """Canary -> tables and columns that hold it, in any wrapping (evidence of level 2)."""
        return dict(self._ground.inside(inside.rows_hold, canaries=canaries))

    def rows_with_all(self, *canaries: str) -> list[str]:
        """table.column of what holds one of them, in rows that hold all (evidence of level 2)."""
        return list(self._ground.inside(inside.rows_with_all, canaries=canaries))

    def bytes_hold(self, *canaries: str, without: Iterable[str] = ()) -> dict[str, list[str]]:
        """Canary -> files of the lab that hold it: databases, their logs, files, mails (evidence of level 3; on
        PostgreSQL the tables are read, and this is 2)."""
        assert self._ground.var is not None
        self._ground.inside(inside.settle)
        held = found(canaries, [self._ground.var], without=(*OWN, *without))
        for one, tables in self.rows_hold(*canaries).items():
            held.setdefault(one, []).extend(tables)
        return held

    def log_holds(self, *canaries: str) -> dict[str, list[str]]:
        """What the server wrote into its log."""
        assert self._ground.var is not None
        return {
            one: [name] for one in canaries for name in self._logs() if one in (self._ground.var / name).read_text()
        }

    def _logs(self) -> list[str]:
        return [name.strip("/") for name in OWN]
