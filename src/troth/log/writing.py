"""How events are written, in one order for both doors. Each function here is a story told as a generator: it yields
statements, is sent their rows, and returns its end; the scribe and the unit only differ in who runs them."""

from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from troth.kernel.errors import Closed, Forbidden, NotFound

from .folding import Folded, HeadState, fold
from .opening import Opener, once_of
from .sealing import Keys, Once, Place, Waiting
from .shapes import CLOSED, Address, Event, Rights

type Statement = tuple[str, Sequence[Any]]
type Steps[T] = Generator[list[Statement], list[Sequence[Any]], T]
type Asker = tuple[UUID, UUID, str, UUID]  # workspace, stream, author kind, author id


class Dialect(Protocol):
    """The statements of one kind of database. Rows of events are as `opening.event` reads them."""

    counts_positions: bool  # whether the writer gives positions itself

    def key_ids(self, triples: Sequence[tuple[UUID, UUID, UUID]]) -> list[Statement]: ...
    def open_heads(self, addresses: Sequence[Address], at: datetime) -> list[Statement]: ...
    def lock_heads(self, addresses: Sequence[Address]) -> list[Statement]: ...
    def touch_heads(self, addresses: Sequence[Address]) -> list[Statement]: ...
    def head(self, row: Sequence[Any]) -> tuple[Place, HeadState]: ...
    def stored(self, batch: Sequence[Waiting]) -> list[Statement]: ...
    def denied(self, condition: str, askers: Sequence[Asker]) -> list[Statement]: ...
    def last_position(self) -> list[Statement]: ...
    def write(self, folded: Folded) -> list[Statement]: ...
    def set_state(self, address: Address, state: int) -> list[Statement]: ...
    def bookmark(self, name: str) -> list[Statement]: ...
    def claim_bookmark(self, name: str, holder: UUID, hurried: bool) -> list[Statement]: ...
    def open_bookmark(self, name: str) -> list[Statement]: ...
    def move_bookmark(self, name: str, position: int) -> list[Statement]: ...
    def park(self, name: str, position: int, reason: str, at: datetime) -> list[Statement]: ...
    def parked(self, name: str) -> list[Statement]: ...
    def uuid(self, value: Any) -> UUID: ...


class Locked:
    """What is known once the heads are locked."""

    __slots__ = ("heads", "refused", "stored")

    def __init__(self, heads: dict[Place, HeadState], stored: dict[Once, Event], refused: dict[int, Exception]) -> None:
        self.heads = heads
        self.stored = stored
        self.refused = refused


class Writer:
    """The stories, for one dialect and one table of rights. `stand` raises when what is written now would be lost: the
    files of database or keyring are not where they were opened."""

    def __init__(self, dialect: Dialect, rights: Rights, keys: Keys, stand: Callable[[], None]) -> None:
        self.stand = stand
        self.dialect = dialect
        self.rights = rights
        self.keys = keys
        self.opener = Opener(keys.keyring, dialect.uuid)

    def find_keys(self, batch: Iterable[Waiting]) -> Steps[None]:
        """Before the transaction: which keys the main database knows for pairs that are new to this process."""
        rows = yield from self.ask_keys(batch)
        self.learn_keys(rows)

    def ask_keys(self, batch: Iterable[Waiting]) -> Steps[Sequence[Sequence[Any]]]:
        """The half of it that asks the main database: what to give to `learn_keys`, which may ask the keyring."""
        self.stand()
        triples = self.keys.missing(waiting.draft for waiting in batch)
        if not triples:
            return []
        rows = yield self.dialect.key_ids(triples)
        return rows

    def learn_keys(self, rows: Sequence[Sequence[Any]]) -> None:
        uuid = self.dialect.uuid
        self.keys.learn((uuid(stream), uuid(subject), key_id) for stream, subject, key_id in rows)

    def lock(self, batch: list[Waiting], also: Iterable[Address] = (), opens: Sequence[Address] = (),
             now: datetime | None = None) -> Steps[Locked]:  # fmt: skip
        """In the transaction: open and lock the heads in order, then look for repeats, then check the rights."""
        dialect = self.dialect
        if opens and now is not None:
            yield dialect.open_heads(sorted(opens), now)  # in order, as they are locked
        places = {waiting.place: waiting.address for waiting in batch}
        rows = yield dialect.lock_heads([*places.values(), *{*also, *opens}.difference(places.values())])
        heads = dict(map(dialect.head, rows))
        stored: dict[Once, Event] = {}
        if batch:
            # a statement of its own after the lock: the one that waited would look through an old snapshot
            rows = yield dialect.stored(batch)
            for event in self.opener.events(rows):
                stored[once_of(event.workspace, event.stream, event.author.id, event.client_id)] = event
        refused = yield from self._refused(batch, heads)
        return Locked(heads, stored, refused)

    def write(self, batch: list[Waiting], locked: Locked, now: datetime) -> Steps[Folded]:
        """The last statements before COMMIT: fold, insert, move the heads, leave word for the sequencer."""
        position = -1
        if self.dialect.counts_positions:
            rows = yield self.dialect.last_position()
            position = rows[0][0]
        folded = fold(batch, locked.heads, locked.stored, locked.refused, now, position)
        if folded.fresh:
            rows = yield self.dialect.write(folded)
            folded.version = rows[0][0] if rows else 0
        return folded

    def deny(self, verb: str, askers: Sequence[Asker]) -> Steps[set[int]]:
        """The numbers of those who may not: as a rule nobody, so nothing travels."""
        if not askers:
            return set()
        rows = yield self.dialect.denied(self.rights.where(verb), askers)
        return {row[0] for row in rows}

    def _refused(self, batch: list[Waiting], heads: dict[Place, HeadState]) -> Steps[dict[int, Exception]]:
        """Why, by number in the batch. Repeats are looked for first, so what is said here never reaches them."""
        by_verb: dict[str, list[int]] = {}
        refused: dict[int, Exception] = {}
        for n, waiting in enumerate(batch):
            verb = waiting.draft.verb
            head = heads.get(waiting.place)
            if verb and head is not None:
                by_verb.setdefault(verb, []).append(n)
                if verb == "say" and head.state == CLOSED:
                    refused[n] = Closed()
        for verb, numbers in by_verb.items():
            places = yield from self.deny(verb, [asker(batch[n]) for n in numbers])
            denied = [numbers[place] for place in places]
            blind = yield from self.deny("read", [asker(batch[n]) for n in denied])
            for place, n in enumerate(denied):
                if place in blind:
                    refused[n] = NotFound()
                elif n not in refused:
                    refused[n] = Forbidden(self.rights.refusal(batch[n].draft.verb))
        return refused


def asker(waiting: Waiting) -> Asker:
    draft = waiting.draft
    return (draft.workspace, draft.stream, draft.author.kind, draft.author.id)
