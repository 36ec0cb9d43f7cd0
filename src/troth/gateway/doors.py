"""What the gateway asks of the rooms below and above it, and what a door must be able to do."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from troth.accounts.asker import Asker
from troth.kernel.passes import Claims
from troth.log import Draft, Written
from troth.wire.events import Author, FileRef


class Membership(msgspec.Struct, frozen=True):
    """A person's place in a workspace."""

    workspace: UUID
    member: UUID
    role: str


class Place(msgspec.Struct, frozen=True):
    """Where a visitor is. telemetry: "off" or "basic"."""

    workspace: UUID
    site: UUID
    telemetry: str


class Upload(msgspec.Struct, frozen=True):
    """A file to come. limit: bytes; reading stops beyond it."""

    id: UUID
    limit: int


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

    def visitors(self, claims: list[Claims]) -> list[Place | None]:
        """Where each of these visitors is; None: gone, erased or banned."""
        ...

    def say_draft(
        self, workspace: UUID, stream: UUID, author: Author, subject: UUID, client_id: UUID, text: str
    ) -> Draft: ...

    def say_files(self, asker: Asker, stream: UUID, client_id: UUID, text: str, files: list[UUID]) -> Written: ...

    def set_available(self, person: UUID, available: bool) -> None: ...

    def available(self, workspace: UUID) -> list[UUID]:
        """Ids of the members who take conversations now."""
        ...

    def begin_upload(
        self, asker: Asker, conversation: UUID, name: str, declared_type: str, size: int | None
    ) -> Upload: ...

    def finish_upload(self, asker: Asker, upload: Upload, data: bytes) -> FileRef: ...

    def redeem(self, ticket: str) -> Download: ...


class Door(Protocol):
    """One socket, as the hub sees it. All may be called at any time, also after the socket has gone."""

    address: str

    def send(self, frame: bytes) -> None:
        """Send one text frame, or close the socket (1013) when the peer does not read."""
        ...

    def widen(self) -> None:
        """An agent's: one commit may hold hundreds of events for it, so more may wait before it counts as slow."""
        ...

    def close(self, code: int, reason: str = "", *, flood: bool = False) -> None:
        """Say goodbye and cut soon after. flood: don't read another byte."""
        ...
