"""What the gateway asks of the rooms below and above it, and what a door must be able to do."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from troth.accounts.asker import Asker
from troth.kernel.errors import TrothError
from troth.kernel.passes import Claims
from troth.log import Draft, Written
from troth.wire.events import Author, FileRef


class Membership(msgspec.Struct, frozen=True):
    """A person's place in a workspace."""

    workspace: UUID
    member: UUID
    role: str


class Place(msgspec.Struct, frozen=True):
    """Where a visitor is. telemetry: "off", "basic" or "full". signals: the site's rules for those of a browser.
    unseen: they do not want to be shown to the team while they only have the chat open."""

    workspace: UUID
    site: UUID
    telemetry: str
    signals: dict[str, str] = {}
    unseen: bool = False


class Available(msgspec.Struct, frozen=True):
    """Who takes conversations now. until: when the first of their leases ends, unless it is renewed."""

    members: list[UUID]
    until: datetime | None


class Upload(msgspec.Struct, frozen=True):
    """A file to come, to a conversation of this workspace and site. limit: bytes; reading stops beyond it."""

    id: UUID
    limit: int
    workspace: UUID
    site: UUID


class Sealed(msgspec.Struct, frozen=True):
    """An upload that goes into the file store under `place`; `ref` is told once it lies there."""

    id: UUID
    place: str
    box: bytes
    ref: FileRef


class Wanted(msgspec.Struct, frozen=True):
    """A file to be fetched from the file store, where it lies under `place`."""

    place: str


class Ticket(msgspec.Struct, frozen=True):
    """A way to one file: one use, 60 seconds."""

    path: str
    expires: datetime


class Download(msgspec.Struct):
    """An opened file. chunks: at most 256 KiB each. headers are sent as they are."""

    name: str
    type: str
    size: int
    headers: dict[str, str]
    chunks: Iterator[bytes]


class Packed(msgspec.Struct, frozen=True):
    """What somebody ordered of themselves, in pieces that lie in the file store. size: bytes of the whole."""

    name: str
    size: int
    places: list[str]


class Desk(Protocol):
    """The product behind the gateway, handed in by project/serve.py. All but `say_draft` touch the database or the
    disk and run in a thread. All raise kernel.errors.TrothError."""

    def session_asker(self, environ: dict[str, Any]) -> Asker:
        """Who sent this request (as WSGI writes it), by a session instead of a pass."""
        ...

    def memberships(self, person: UUID, issued: int) -> list[Membership]:
        """Of whom has a pass made at `issued` (Unix milliseconds); raises SignInNeeded when they signed out since."""
        ...

    def check_pass(self, person: UUID, issued: int) -> None:
        """The same question alone."""
        ...

    def closed_workspaces(self) -> list[UUID]:
        """Those whose deletion began within the hour."""
        ...

    def visitors(self, claims: list[Claims]) -> list[Place | None]:
        """Where each of these visitors is; None: gone, erased or banned."""
        ...

    def say_draft(
        self, workspace: UUID, stream: UUID, author: Author, subject: UUID, client_id: UUID, text: str
    ) -> Draft: ...

    def say_files(
        self, asker: Asker, stream: UUID, client_id: UUID, text: str, files: list[UUID], place: str
    ) -> Written:
        """place: whom a limit by address counts it to."""
        ...

    def set_available(self, person: UUID, available: bool) -> None: ...

    def available(self, workspace: UUID) -> Available: ...

    def begin_upload(
        self, asker: Asker, conversation: UUID, name: str, declared_type: str, size: int | None
    ) -> Upload: ...

    def seal_upload(self, asker: Asker, upload: Upload, data: bytes) -> Sealed: ...

    def keep_upload(self, file: UUID) -> None:
        """Its box is durable in the file store."""
        ...

    def redeem(self, ticket: str) -> Wanted: ...

    def opened(self, wanted: Wanted, box: bytes) -> Download: ...

    def redeem_export(self, token: str, cookies: str) -> Packed:
        """cookies: as the request had them; some words are for one browser alone."""
        ...

    def open_piece(self, packed: Packed, number: int, box: bytes) -> bytes: ...

    def export_refused(self, error: TrothError, languages: str) -> bytes:
        """A page for people. languages: as a browser wishes."""
        ...


class Door(Protocol):
    """One socket, as the hub sees it. All may be called at any time, also after the socket has gone."""

    address: str
    signals: str  # visitors/signals.py: said by the request that opened it

    def send(self, frame: bytes) -> None:
        """Send one text frame, or close the socket (1013) when the peer does not read."""
        ...

    def widen(self) -> None:
        """An agent's: one commit may hold hundreds of events for it, so more may wait before it counts as slow."""
        ...

    def close(self, code: int, reason: str = "", *, flood: bool = False) -> None:
        """Say goodbye and cut soon after. flood: don't read another byte."""
        ...
