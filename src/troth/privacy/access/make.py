"""Make what was ordered: gathered, rendered, and written as one ZIP. Whoever is killed in between leaves an order that
the next one takes up from its beginning; its pieces are written over."""

import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

import msgspec

from troth.datamap.erasing import Scope
from troth.datamap.vocabulary import Subject
from troth.kernel.errors import NotFound

from ..subjects import scope_of
from ..whole.pack import pack_workspace
from .orders import AccessOrder
from .package import Package, files_of, gather
from .page import page
from .pdf import pdf
from .pieces import Pieces
from .portable import NAME, Portable, portable


def make(order: AccessOrder, more: Callable[[int], None]) -> Pieces:
    """The pieces as they lie in the store now. more: see Pieces. Raises NotFound when nobody is left it could be
    about."""
    if order.subject_id is None:
        raise NotFound
    out = Pieces(order, more)
    if order.kind == AccessOrder.Kind.WORKSPACE:
        pack_workspace(order, cast(BinaryIO, out))
        out.end()
        return out
    scope = scope_of(order.workspace, Subject(order.subject), order.subject_id)
    pack(scope, order.kind, order.language, cast(BinaryIO, out))
    out.end()
    return out


def pack(scope: Scope, kind: str, language: str, out: BinaryIO) -> None:
    """The whole ZIP, from its beginning to its end."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name, data in _written(scope, kind, language):
            packed.writestr(_entry(name), data)
        for file in files_of(scope):
            if (held := file.open()) is not None:
                packed.writestr(_entry(f"files/{file.path}"), held)


def written(package: Package | Portable) -> bytes:
    """As JSON, for people who look into it too."""
    return msgspec.json.format(msgspec.json.encode(package), indent=2)


def _written(scope: Scope, kind: str, language: str) -> Iterator[tuple[str, bytes]]:
    package = gather(scope)
    if kind == AccessOrder.Kind.PORTABILITY:
        yield NAME, written(portable(package))
        return
    yield "your-data.html", page(package, language).encode()
    yield "your-data.json", written(package)
    if (drawn := pdf(page(package, language, paper=True))) is not None:
        yield "your-data.pdf", drawn


def _entry(name: str) -> zipfile.ZipInfo:
    """Without a clock of this machine, and for everybody to read once it is unpacked."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
