"""From a draft to a sealed event that only lacks its place: done before any lock is taken."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from troth.kernel.errors import Invalid
from troth.vault import Keyring, seal_box
from troth.wire import events

from .shapes import Address, Draft

AUTHOR_KIND = {"system": 0, "visitor": 1, "agent": 2}
type Place = bytes  # of a stream: workspace and stream, 16 bytes each; hashed once, as a UUID never is
type Once = bytes  # what is unique: place, author and client id
type Pair = tuple[UUID, UUID]  # (stream, subject)

_encode = msgspec.json.Encoder().encode
_KNOWN = 20_000  # pairs remembered, 0.4 KiB each


class Grant:
    """Which key a (stream, subject) has. recorded: the main database knows it too."""

    __slots__ = ("key_id", "recorded")

    def __init__(self, key_id: int, recorded: bool) -> None:
        self.key_id = key_id
        self.recorded = recorded


class Waiting:
    """A draft on its way, with the one who waits for the answer."""

    __slots__ = ("answered", "body", "box", "callback", "draft", "grant", "kind", "once", "place", "salt", "since", "v")

    def __init__(self, draft: Draft, callback: Callable[[Any], None] | None = None) -> None:
        self.draft = draft
        self.callback = callback
        self.answered = False
        self.since = time.monotonic()

    @property
    def address(self) -> Address:
        return (self.draft.workspace, self.draft.stream)

    def seal(self, keys: "Keys") -> None:
        """Raises Invalid when the body is no text that can travel."""
        draft = self.draft
        self.place: Place = draft.workspace.bytes + draft.stream.bytes
        self.once: Once = self.place + draft.author.id.bytes + draft.client_id.bytes
        struct = type(draft.body)
        try:
            self.kind = events.NUMBER_OF[struct]
            self.v = events.KINDS[self.kind][1]
            self.body: bytes = _encode(draft.body)
        except (KeyError, UnicodeEncodeError) as error:
            raise Invalid from error
        grant, key = keys.grant(draft)
        self.grant = grant
        self.box, self.salt = seal_box(
            key,
            self.body,
            binding(self.once, AUTHOR_KIND[draft.author.kind], grant.key_id, self.kind, draft.audience),
        )


def binding(once: Once, author_kind: int, key_id: int, kind: int, audience: int) -> bytes:
    """What a box is bound to: its envelope without seq, so that it is ready before its place is known."""
    return b"%b%d.%d.%d.%d" % (once, author_kind, key_id, kind, audience)


class Owner(Protocol):
    """Whoever has a key: a draft, a box."""

    @property
    def workspace(self) -> UUID: ...
    @property
    def stream(self) -> UUID: ...
    @property
    def subject(self) -> UUID: ...


class Keys:
    """Which key seals what; asks the main database for pairs it has not met (`look_up`), else takes a minted one."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring
        self._known: dict[Pair, Grant] = {}
        self._lock = threading.Lock()

    def missing(self, drafts: Iterable[Owner]) -> list[tuple[UUID, UUID, UUID]]:
        """(workspace, stream, subject) of those whose key is not at hand here, or was destroyed by another process."""
        self.keyring.hear()
        return list({(d.workspace, d.stream, d.subject) for d in drafts if not self._at_hand(d)})

    def _at_hand(self, draft: Owner) -> bool:
        grant = self._known.get((draft.stream, draft.subject))
        return grant is not None and self.keyring.has_at_hand((grant.key_id,))

    def learn(self, found: Iterable[tuple[UUID, UUID, int]]) -> None:
        """Rows (stream, subject, key id) of the main database; destroyed keys are passed over."""
        rows = list(found)
        keys = self.keyring.keys([key_id for _, _, key_id in rows])
        with self._lock:
            for stream, subject, key_id in rows:
                if key_id in keys and (stream, subject) not in self._known:
                    self._make_room()
                    self._known[stream, subject] = Grant(key_id, True)

    def grant(self, draft: Owner) -> tuple[Grant, AESGCM]:
        pair = (draft.stream, draft.subject)
        grant = self._known.get(pair)
        if grant is not None and (key := self.keyring.key(grant.key_id)) is not None:
            return grant, key
        with self._lock:
            now = self._known.get(pair)
            if now is not None and now is not grant and (key := self.keyring.key(now.key_id)) is not None:
                return now, key  # another thread was faster
            self._make_room()
            key_id, key = self.keyring.take()
            grant = self._known[pair] = Grant(key_id, False)
        return grant, key

    def _make_room(self) -> None:
        """Whatever is forgotten is looked up again. Needs the lock."""
        if len(self._known) >= _KNOWN:
            for old in list(self._known)[: _KNOWN // 10]:
                del self._known[old]

    def forget(self, key_ids: Iterable[int]) -> None:
        """These keys were destroyed: nothing is sealed with them any more."""
        gone = set(key_ids)
        with self._lock:
            for pair in [pair for pair, grant in self._known.items() if grant.key_id in gone]:
                del self._known[pair]
