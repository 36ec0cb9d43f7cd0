"""What is inside a sealed file: the state it was taken in, then sections (a table, a file), each with its data, its
count and its hash; at the end how many sections there were.

A record is one byte of kind, four of length, then its bytes.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from .container import SealedReader, SealedWriter
from .refused import Refused

_STATE, _SECTION, _DATA, _END, _CLOSING = b"S", b"T", b"D", b"E", b"Z"
PIECE = 256 * 1024  # bytes of data, about, in one record
LONGEST = 256 * 1024 * 1024  # one record; a row that holds more could not have been written
_json = msgspec.json.encode


class State(msgspec.Struct, frozen=True, kw_only=True):
    """In which state of the tables a file was taken. migrations: [app, name] of Django's. facts: of the keyring.
    destroyed: how many keys were destroyed."""

    log: int = 0
    migrations: list[tuple[str, str]] = []
    facts: dict[str, int] = {}
    destroyed: int = 0


class About(msgspec.Struct, frozen=True):
    """name: of a table or file; columns: of a table's rows."""

    kind: str
    name: str
    columns: list[str] = []


class _Sums(msgspec.Struct, frozen=True):
    rows: int
    sha256: str


class Section:
    """One being written."""

    def __init__(self, out: SealedWriter) -> None:
        self._out, self.rows, self._hash = out, 0, hashlib.sha256()

    def add(self, data: bytes, rows: int = 0) -> None:
        _put(self._out, _DATA, data)
        self._hash.update(data)
        self.rows += rows

    def count(self, rows: int) -> None:
        """For who knows the rows only at the end."""
        self.rows += rows

    def sums(self) -> bytes:
        return _json(_Sums(self.rows, self._hash.hexdigest()))


class Writer:
    def __init__(self, out: SealedWriter, state: State) -> None:
        self.out, self._sections = out, 0
        _put(out, _STATE, _json(state))

    @contextmanager
    def section(self, about: About) -> Iterator[Section]:
        _put(self.out, _SECTION, _json(about))
        section = Section(self.out)
        yield section
        _put(self.out, _END, section.sums())
        self._sections += 1

    def finish(self) -> None:
        _put(self.out, _CLOSING, _json(self._sections))
        self.out.finish()


class Found:
    """A section being read. Take all of `data`, then `rows` is what the backup counted."""

    def __init__(self, reader: SealedReader, about: About, passed: Callable[[], None]) -> None:
        self._reader, self.about, self.rows, self.over, self._passed = reader, about, 0, False, passed

    def data(self) -> Iterator[bytes]:
        sums = hashlib.sha256()
        while True:
            kind, data = _take(self._reader)
            if kind != _DATA:
                break
            sums.update(data)
            self._passed()
            yield data
        told = msgspec.json.decode(data, type=_Sums) if kind == _END else None
        if told is None or told.sha256 != sums.hexdigest():
            raise Refused(f"{self.about.kind} {self.about.name} of the backup is not what was written into it.")
        self.rows, self.over = told.rows, True


class Reader:
    """Raises Refused as soon as something is not as it was written."""

    def __init__(self, reader: SealedReader) -> None:
        self._reader = reader
        self.header = reader.header
        _, data = _take(reader)
        self.state = msgspec.json.decode(data, type=State)

    def sections(self, passed: Callable[[], None] = lambda: None) -> Iterator[Found]:
        """passed: called at every piece, for who shows how far it is."""
        count = 0
        while True:
            kind, data = _take(self._reader)
            if kind != _SECTION:
                break
            found = Found(self._reader, msgspec.json.decode(data, type=About), passed)
            yield found
            if not found.over:
                for _ in found.data():
                    pass
            count += 1
        if kind != _CLOSING or msgspec.json.decode(data) != count or not self._reader.at_end():
            raise Refused("The backup does not hold what its end says. Take another copy of it.")


def _put(out: SealedWriter, kind: bytes, data: bytes) -> None:
    out.write(kind + len(data).to_bytes(4))
    out.write(data)


def _take(reader: SealedReader) -> tuple[bytes, bytes]:
    head = reader.read(5)
    length = int.from_bytes(head[1:])
    if length > LONGEST:
        raise Refused("The backup holds a record that no Troth wrote.")
    return head[:1], reader.read(length)
