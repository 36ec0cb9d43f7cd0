"""Conversations that were held long ago, as rows: what a thousand of them leave in every table, sealed and committed to
as the log does it, but without the log. Runs in processes of its own; see `store`.

Ids, words and moments follow from the seed. Keys, nonces and salts are fresh each time, as they must be.
"""

import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID, uuid5

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from troth.contacts.sealed import NAME, VALUE, mark_of
from troth.conversations.snapshots import Preview
from troth.log.boxes import boxed
from troth.log.folding import commitment
from troth.log.sealing import AUTHOR_KIND, binding
from troth.vault import seal_box
from troth.vault.wrapping import Wrapping
from troth.wire import events
from troth.wire.events import Answer, Body, ConversationClosed, FormAnswered, Joined, Opened, Said

from .crowd import WORDS

AT_ONCE = 2_000  # conversations; their shapes repeat, so that each lot has as many rows as the others
MESSAGES = (2, 3, 4, 5, 5, 6, 7, 8)  # of one conversation, by turns: 5 as a rule
WAITING, WAITING_ELSEWHERE, TAKEN, ANSWERED = 250, 251, 500, 750  # the open ones of a lot; all others are closed
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMES = ("Ana", "Bo", "Chidi", "Dora", "Emre", "Farah", "Goran", "Hoa")
_encode = msgspec.json.Encoder().encode

type Rows = dict[str, list[tuple[Any, ...]]]


class House(msgspec.Struct):
    """A workspace with a site of its own, and who answers there. number: of its last conversation."""

    workspace: UUID
    site: UUID
    member: UUID
    alias: str
    number: int


class Plan(msgspec.Struct):
    """Three of four conversations are of the first house. first_*: what the first conversation begins with."""

    postgres: bool
    houses: tuple[House, House]
    first_key: int
    first_position: int
    first_ms: int
    step_ms: int  # from one conversation to the next
    seed: int
    secret: bytes  # of the keyring


def messages_of(n: int) -> int:
    return MESSAGES[n % len(MESSAGES)]


def is_open(n: int) -> bool:
    return n in (WAITING, WAITING_ELSEWHERE, TAKEN, ANSWERED)


def is_taken(n: int) -> bool:
    return n not in (WAITING, WAITING_ELSEWHERE)


def has_form(n: int) -> bool:
    return n % 2 == 0


def events_of(n: int) -> int:
    return 1 + has_form(n) + messages_of(n) + is_taken(n) + (not is_open(n))


EVENTS = sum(map(events_of, range(AT_ONCE)))  # of a lot
KEYS = sum(2 + has_form(n) for n in range(AT_ONCE))  # the visitor's and the agent's of a talk, the contact's own


class Lot:
    """`rows`: table -> rows in the order of `loading.COLUMNS`. `keys`: (id, wrapped, workspace, stream, subject)."""

    def __init__(self, plan: Plan, number: int) -> None:
        self.rows: Rows = {}
        self.keys: list[tuple[int, bytes, UUID, UUID, UUID]] = []
        self._plan = plan
        self._random = Random(f"{plan.seed}/{number}")  # repeatable, and no secret
        self._wrapping = Wrapping(plan.secret)
        self._position = plan.first_position + number * EVENTS
        self._key = plan.first_key + number * KEYS
        for n in range(AT_ONCE):
            self._talk(number * AT_ONCE + n, n)

    def _talk(self, i: int, n: int) -> None:
        plan = self._plan
        turn, place = divmod(i, 4)
        house = plan.houses[place == 3]
        number = house.number + 1 + (turn if place == 3 else 3 * turn + place)
        at = plan.first_ms + i * plan.step_ms
        visitor, contact, stream = self._id(at), self._id(at), self._id(at)
        talk = _Talk(self, house, stream, at)
        own, agents = self._mint(house, stream, visitor), self._mint(house, stream, house.member)
        asks, answers = ("visitor", visitor, own), ("agent", house.member, agents)
        name = f"{_NAMES[n % 8]} {i}"
        written = {"name": name, "email": f"visitor{i}@example.org"} if has_form(n) else {}
        form = [Answer(field=field, label=field.title(), value=value) for field, value in written.items()]
        talk.add(asks, stream, Opened(site=house.site, visitor=visitor, language="en"))
        if form:
            talk.add(asks, uuid5(stream, "form"), FormAnswered(answers=form))
        said, who = WORDS[i % 8], "visitor"
        for turn in range(messages_of(n)):
            if turn == 1 and is_taken(n):
                talk.add(answers, self._id(talk.at), Joined(member=house.member, alias=house.alias))
            last = turn == messages_of(n) - 1
            answered = turn > 0 and is_taken(n) and (turn % 2 == 1 or last) and not (n == TAKEN and last)
            said, who = f"{WORDS[(i + turn) % 8]} {i}", "agent" if answered else "visitor"
            talk.add(answers if answered else asks, self._id(talk.at), Said(text=said))
        preview = _encode(Preview(talk.seq, who, said))  # type: ignore[arg-type]
        if not is_open(n):
            talk.add(answers, self._id(talk.at), ConversationClosed(by="agent"))
        talk.end(closed=not is_open(n), marked=[(visitor, 0), *([(house.member, 1)] if is_taken(n) else [])])
        self._rows_of(house, talk, number, visitor, contact if form else None, name, n, {
            "preview": boxed(own[0], own[1], house.workspace, stream, preview, "preview"),
            "answers": boxed(own[0], own[1], house.workspace, stream, _encode(form), "answers") if form else None,
        })  # fmt: skip

    def _rows_of(
        self, house: House, talk: "_Talk", number: int, visitor: UUID, contact: UUID | None, name: str, n: int,
        boxes: dict[str, bytes | None],
    ) -> None:  # fmt: skip
        """The rows that Django has."""
        began, ended = _EPOCH + timedelta(milliseconds=talk.began), _EPOCH + timedelta(milliseconds=talk.at)
        if contact is not None:
            key_id, key = self._mint(house, contact, contact)

            def box(words: str, purpose: str) -> bytes:
                return boxed(key_id, key, house.workspace, contact, words.encode(), purpose)

            self.add("contacts.Contact", contact, house.workspace, box(name, NAME), began)
            value = f"visitor{name.rpartition(' ')[2]}@example.org"
            self.add(
                "contacts.Identity", self._id(talk.began), house.workspace, contact, "email", box(value, VALUE),
                mark_of(house.workspace, "email", value),
            )  # fmt: skip
        token = sha256(visitor.bytes).digest()
        self.add("visitors.Visitor", visitor, house.workspace, house.site, contact, token, "en", began)
        state, closed = ("open", None) if is_open(n) else ("closed", ended)
        waits = began if n in (WAITING, WAITING_ELSEWHERE) else ended if n == TAKEN else None
        self.add(
            "conversations.Conversation", talk.stream, house.workspace, house.site, visitor, contact, number, state,
            "en", began, closed, waits, ended, boxes["preview"], boxes["answers"],
        )  # fmt: skip
        if is_taken(n):
            part = self._id(talk.began)
            self.add("conversations.Participation", part, talk.stream, house.member, began, house.alias)

    def add(self, table: str, *row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def next_position(self) -> int:
        self._position += 1
        return self._position

    def _id(self, ms: int) -> UUID:
        """A UUIDv7 of that moment."""
        bits = self._random.getrandbits(74)
        return UUID(int=ms << 80 | 0x7 << 76 | bits >> 62 << 64 | 0x2 << 62 | bits & (1 << 62) - 1)

    def _mint(self, house: House, stream: UUID, subject: UUID) -> tuple[int, AESGCM]:
        raw, key_id = os.urandom(32), self._key
        self._key += 1
        self.keys.append((key_id, self._wrapping.wrap(key_id, raw), house.workspace, stream, subject))
        self.add("log_key", key_id, house.workspace, stream, subject)
        return key_id, AESGCM(raw)


class _Talk:
    """One stream: its events from the first to the last, folded as the log does it."""

    def __init__(self, lot: Lot, house: House, stream: UUID, at: int) -> None:
        self.stream, self.began, self.at = stream, at, at
        self.seq = 0
        self._lot, self._house = lot, house
        self._place = house.workspace.bytes + stream.bytes
        self._commit = bytes(32)

    def add(self, author: tuple[str, UUID, tuple[int, AESGCM]], client_id: UUID, body: Body) -> None:
        kind_name, who, (key_id, key) = author
        kind, author_kind = events.NUMBER_OF[type(body)], AUTHOR_KIND[kind_name]
        data = _encode(body)
        once = self._place + who.bytes + client_id.bytes
        box, salt = seal_box(key, data, binding(once, author_kind, key_id, kind, 0))
        self.seq += 1
        self.at += 20_000 if self.seq > 1 else 0
        self._commit = commitment(salt, self._place, self.seq, self._commit, data)
        self._lot.add(
            "log_event", self._lot.next_position(), self._house.workspace, self.stream, self.seq, self.seq - 1, self.at,
            kind, events.KINDS[kind][1], 0, author_kind, who, client_id, key_id, self._commit, box,
        )  # fmt: skip

    def end(self, *, closed: bool, marked: list[tuple[UUID, int]]) -> None:
        workspace, stream, lot = self._house.workspace, self.stream, self._lot
        lot.add("log_head", workspace, stream, self.seq, self.seq, self._commit, self.at, int(closed))
        for who, kind in marked:
            lot.add("log_mark", workspace, stream, who, kind, self.seq, self.seq)
