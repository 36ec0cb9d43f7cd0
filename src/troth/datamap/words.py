"""The words with which a room declares what it keeps, in its `privacy.py`: a leaf is personal, with all that follows
from it, or it is not, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from .keeping import Keep
from .purposes import Purpose
from .vocabulary import Category, Erase, Mirror, Recipient, Source, Subject, Where


@dataclass(frozen=True, slots=True)
class Edge:
    """How one comes from the place to the person it is about. `path`: the names of fields, from one row to the next
    ("conversation.visitor"); "self" when the row is the person's own; "key" when the key that seals it names them;
    "stream" when the talk it is of does; "device" when it lies with them."""

    subject: Subject
    path: str


@dataclass(frozen=True, slots=True)
class Personal:
    """of: whom it is about, where that differs from its place. keep: likewise. free_text: people may write anything
    into it, also of others."""

    category: Category
    purposes: tuple[Purpose, ...]
    erase: Erase
    source: Source = Source.SUBJECT
    of: Edge | None = None
    keep: Keep | None = None
    recipients: tuple[Recipient, ...] = ()
    mirrors: tuple[Mirror, ...] = ()
    free_text: bool = False


@dataclass(frozen=True, slots=True)
class NotPersonal:
    """why: a sentence's reason, printed in docs/datamap.md. in_spite_of_its_name: it is called like something personal,
    and somebody looked."""

    why: str
    in_spite_of_its_name: bool = False


type Leaf = Personal | NotPersonal


@dataclass(frozen=True, slots=True)
class Inside:
    """A field that holds a structure, sealed or not: its leaves by dotted names, `*` for any name or place in a list
    ("texts.*.*"). The map is checked against `shape` where there is one: a struct or a schema."""

    leaves: Mapping[str, Leaf]
    shape: type | None = None


type Declared = Leaf | Inside


@dataclass(frozen=True, slots=True)
class Place:
    """One place where data lies or passes. `name`: a model's label, a table, a kind of event, a cookie ... `about`: one
    sentence. `subjects`: whom its personal leaves are about, `keep`: how long, unless a leaf says otherwise."""

    where: Where
    name: str
    about: str
    fields: Mapping[str, Declared]
    subjects: tuple[Edge, ...] = ()
    keep: Keep | None = None

    def leaves(self) -> list[tuple[str, Leaf]]:
        """Each with its whole name within the place."""
        found: list[tuple[str, Leaf]] = []
        for name, declared in self.fields.items():
            if isinstance(declared, Inside):
                found += [(f"{name}.{inner}", leaf) for inner, leaf in declared.leaves.items()]
            else:
                found.append((name, declared))
        return found
