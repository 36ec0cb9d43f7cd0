"""The words with which a room says what it gives of somebody, in its `export.py`: who asks what is kept of them gets
all of it. A part names the places of the data map that it covers; what is not given is excused, with the reason."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from .erasing import Scope
from .vocabulary import Subject

type Record = dict[str, Any]  # what msgspec writes as JSON


class OfOthers(str):
    """Words about somebody that others wrote, and that they have read: whom else they name is masked before they
    leave."""

    __slots__ = ()


class Unseen(OfOthers):
    """The same, which they have never read: every address in it that is not theirs is masked."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Part:
    """name: by which it stands in the package. of: whom it is about. give: as much as there is, in order. covers:
    places of the map ("rows post.Mail"), or single leaves of them ("rows post.Mail: to")."""

    name: str
    of: frozenset[Subject]
    give: Callable[[Scope], Iterable[Record]]
    covers: tuple[str, ...]


class Why(StrEnum):
    """Why something that is kept is not given. Each is a sentence for the person, and translated by its name."""

    DEVICE = "What the chat keeps on your own device: it is with you already, and not with us."
    PASSING = "What only passes between our servers while you are here: it is kept nowhere."
    SECRET = "Secrets that guard what is yours, as hashes and keys: nobody learns from them but a thief."  # noqa: S105
    COPY = "Copies of what is in here: in sent mails, previews, the search index, and in backups until they end."
    MOMENT = "What is gone within minutes: rights to fetch a file, and what is being written just now."
    NETWORK = "Shortened network addresses in the server's own log: they lead to nobody, so yours can't be found."
    TALK = "What you said to visitors, under the name they saw: it is the record of their conversations."


@dataclass(frozen=True, slots=True)
class Excused:
    """Places, or leaves of them, that are kept and not given. of: whom that holds for."""

    covers: tuple[str, ...]
    why: Why
    of: frozenset[Subject] = frozenset(Subject)


@dataclass(frozen=True, slots=True)
class Given:
    """A file of theirs. `path`: where it lies in the package, below `files/`. open: its bytes; None once it is gone."""

    id: UUID
    path: str
    open: Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who may be named in words about the subject. words: a name, or an address. role: what stands there
    instead."""

    words: str
    role: str


type Files = Callable[[Scope], Iterator[Given]]
type Others = Callable[[Scope], Iterator[Other]]
