"""What the gateway asks of the product, answered by the rooms; and what the worker runs."""

from typing import Any
from uuid import UUID

from troth.accounts import availability
from troth.accounts import queries as people
from troth.accounts.asker import Asker
from troth.accounts.credentials import session_asker
from troth.channels.email import transcript
from troth.conversations import files, preview_reader, say
from troth.conversations.speak import speak
from troth.gateway.doors import Desk, Download, Membership, Place, Upload
from troth.kernel.config import Config
from troth.kernel.passes import Claims
from troth.log import Draft, Written
from troth.post.sender import Sender
from troth.post.smtp import SmtpTransport
from troth.post.transport import Capture
from troth.visitors.models import Visitor
from troth.wire.events import Author, FileRef
from troth.worker import Reader


class Pending(Upload, frozen=True):
    """An upload with what the desk must know when its bytes are there."""

    conversation: UUID
    name: str


class Rooms:
    """The desk. Everything but `say_draft` touches the database or the disk."""

    def session_asker(self, environ: dict[str, Any]) -> Asker:
        return session_asker(environ)

    def memberships(self, person: UUID, issued: int) -> list[Membership]:
        people.check_pass(person, issued)
        return [Membership(workspace, member, role) for workspace, member, role in people.memberships(person)]

    def visitors(self, claims: list[Claims]) -> list[Place | None]:
        rows = Visitor.objects.filter(id__in={claim.id for claim in claims}).values_list(
            "id", "workspace_id", "site_id", "site__telemetry"
        )
        places = {id_: Place(workspace, site, telemetry) for id_, workspace, site, telemetry in rows}
        found = [places.get(claim.id) for claim in claims]
        return [
            place if place and (place.workspace, place.site) == (claim.workspace, claim.site) else None
            for place, claim in zip(found, claims, strict=True)
        ]

    def say_draft(
        self, workspace: UUID, stream: UUID, author: Author, subject: UUID, client_id: UUID, text: str
    ) -> Draft:
        return say.draft(workspace, stream, author, subject, client_id, text)

    def say_files(self, asker: Asker, stream: UUID, client_id: UUID, text: str, files: list[UUID]) -> Written:
        return speak(asker, stream, client_id, text, files)

    def set_available(self, person: UUID, available: bool) -> None:
        availability.set_available(person, available)

    def available(self, workspace: UUID) -> list[UUID]:
        return availability.available(workspace)

    def check_pass(self, person: UUID, issued: int) -> None:
        people.check_pass(person, issued)

    def begin_upload(self, asker: Asker, conversation: UUID, name: str, declared_type: str, size: int | None) -> Upload:
        begun = files.begin_upload(asker, conversation, name, declared_type, size)
        return Pending(begun.id, begun.limit, begun.conversation, begun.name)

    def finish_upload(self, asker: Asker, upload: Upload, data: bytes) -> FileRef:
        if not isinstance(upload, Pending):
            raise TypeError("finish_upload takes what begin_upload gave")
        return files.finish_upload(asker, files.Upload(upload.id, upload.conversation, upload.name, upload.limit), data)

    def redeem(self, ticket: str) -> Download:
        found = files.redeem(ticket)
        return Download(found.name, found.type, found.size, found.headers, found.chunks)


desk: Desk = Rooms()


def readers() -> list[Reader]:
    """The readers of the log. The preview folds: a thousand events of a busy moment are few rows."""
    return [
        Reader(preview_reader.NAME, preview_reader.write, preview_reader.KINDS, preview_reader.prepare, 1_000),
        Reader(transcript.NAME, transcript.handle, transcript.KINDS),
    ]


def sender(config: Config) -> Sender:
    """Who sends the mail: by SMTP where the operator set it, else into a folder."""
    transport = SmtpTransport(config.smtp) if config.smtp else Capture(config.mail_dir)
    return Sender(transport, config.mail_from)
