"""Write the package of a workspace: one ZIP with a file of JSON lines for each part, the files, and a list of what is
in it. It is gathered part by part, so that one record is in memory, and nothing lies in clear anywhere."""

import zipfile
from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from troth.accounts.models import Workspace
from troth.datamap.doors import Door, in_force, through
from troth.datamap.exporting import Given, Part, Record
from troth.kernel.clock import now
from troth.kernel.errors import NotFound

from ..access.orders import AccessOrder
from . import parts

SCHEMA, VERSION = "troth.workspace", 1
EVERY = 50  # people between two notes of how far it is


class Manifest(msgspec.Struct, kw_only=True):
    """parts: name -> how many records. files: how many. not_given: sentences."""

    schema: str = SCHEMA
    version: int = VERSION
    made_at: Any
    workspace: dict[str, str]
    parts: dict[str, int]
    files: int
    not_given: list[str]


def pack_workspace(order: AccessOrder, out: BinaryIO) -> None:
    """As it is now. Raises NotFound, and PurposeViolation where nobody said what for."""
    through(Door.EXPORT, in_force(), "the package of a workspace")
    workspace = Workspace.objects.filter(id=order.workspace).first()
    if workspace is None:
        raise NotFound
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        _Writing(order, workspace, packed).all()


class _Writing:
    def __init__(self, order: AccessOrder, workspace: Workspace, packed: zipfile.ZipFile) -> None:
        self._order, self._workspace, self._packed = order, workspace, packed
        self._counts: dict[str, int] = {}
        self._done = 0

    def all(self) -> None:
        given = parts.given()
        self._note(of=parts.how_many(self._workspace.id) * (len(given) + 1))
        for name, records in parts.of_the_workspace(self._workspace):
            self._write(name, records)
        for part in given:
            self._write(part.name, self._records(part))
        files = self._files()
        told = Manifest(
            made_at=now(),
            workspace={"id": str(self._workspace.id), "name": self._workspace.name, "slug": self._workspace.slug},
            parts=self._counts, files=files, not_given=parts.not_given(),
        )  # fmt: skip
        self._packed.writestr(_entry("manifest.json"), msgspec.json.format(msgspec.json.encode(told), indent=2))
        self._note()

    def _write(self, name: str, records: Iterable[Record]) -> None:
        count = 0
        with self._packed.open(_entry(f"{name}.ndjson"), "w", force_zip64=True) as file:
            for record in records:
                file.write(msgspec.json.encode(record, enc_hook=str) + b"\n")
                count += 1
        self._counts[name] = count

    def _records(self, part: Part) -> Iterable[Record]:
        for scope in parts.scopes(self._workspace.id):
            yield from parts.records(part, scope)
            self._one_more()

    def _files(self) -> int:
        """Each once, wherever it is named."""
        seen: set[str] = set()
        for scope in parts.scopes(self._workspace.id):
            for file in parts.files(scope):
                if file.path not in seen and self._file(file):
                    seen.add(file.path)
            self._one_more()
        return len(seen)

    def _file(self, file: Given) -> bool:
        held = file.open()
        if held is not None:
            self._packed.writestr(_entry(f"files/{file.path}"), held)
        return held is not None

    def _one_more(self) -> None:
        self._done += 1
        if self._done % EVERY == 0:
            self._note()

    def _note(self, **more: int) -> None:
        AccessOrder.objects.filter(id=self._order.id).update(done=self._done, **more)


def _entry(name: str) -> zipfile.ZipInfo:
    """Without a clock of this machine, and for everybody to read once it is unpacked."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
