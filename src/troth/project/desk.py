"""What the gateway asks of the product, answered by the rooms; and what the worker runs."""

from typing import Any
from uuid import UUID

from troth.accounts import availability
from troth.accounts import queries as people
from troth.accounts.asker import Asker
from troth.accounts.credentials import session_asker
from troth.channels.email import transcript
from troth.conversations import file_tickets, files, preview_reader, say
from troth.conversations.speak import speak
from troth.datamap.purposes import ANSWER, FOLLOW_UP, RECORD
from troth.gateway.doors import Available, Desk, Download, Membership, Packed, Place, Sealed, Upload, Wanted
from troth.kernel.config import Config
from troth.kernel.errors import TrothError
from troth.kernel.passes import Claims
from troth.log import Draft, Written
from troth.post.sender import Sender
from troth.post.smtp import SmtpTransport
from troth.post.transport import Capture
from troth.privacy.access import fetch, link
from troth.privacy.access.refused_page import refused_page
from troth.privacy.closing.show import closed_lately
from troth.privacy.requests.forbids import off_the_board
from troth.proofs import grow
from troth.search import reader as search
from troth.search.opened import own_file
from troth.sites.models import Site
from troth.visitors.models import Visitor
from troth.visitors.signals import heeded
from troth.wire.events import Author
from troth.worker import Reader


class Pending(Upload, frozen=True):
    """An upload with what the desk must know when its bytes are there."""

    conversation: UUID
    name: str


class Redeemed(Wanted, frozen=True):
    """With what the desk must know to open it."""

    of: file_tickets.Wanted


class Fetched(Packed, frozen=True):
    """With what the desk must know to open its pieces."""

    of: link.Fetched


def _watching(sites: set[UUID]) -> dict[UUID, tuple[str, dict[str, str]]]:
    """What each of these sites watches at most, and its rules for the signals of a browser."""
    rows = Site.objects.filter(id__in=sites).values_list("id", "telemetry", "signals")
    return {id_: (telemetry, rules) for id_, telemetry, rules in rows}


class Rooms:
    """The desk. Everything but `say_draft` touches the database or the disk."""

    def session_asker(self, environ: dict[str, Any]) -> Asker:
        return session_asker(environ)

    def memberships(self, person: UUID, issued: int) -> list[Membership]:
        people.check_pass(person, issued)
        return [Membership(workspace, member, role) for workspace, member, role in people.memberships(person)]

    def visitors(self, claims: list[Claims]) -> list[Place | None]:
        # Plain statements for the lot, no join and no question for each row: after a restart it is everybody.
        here = Visitor.objects.filter(id__in={claim.id for claim in claims}, departed_at__isnull=True)
        rows = list(here.values_list("id", "workspace_id", "site_id", "contact_id", "signals"))
        sites = _watching({site for _, _, site, _, _ in rows})
        unseen = off_the_board({one for id_, _, _, contact, _ in rows for one in (id_, contact)})
        places = {}
        for id_, workspace, site, contact, signals in rows:
            if site not in sites:
                continue  # it ended since
            telemetry, rules = sites[site]
            level = "off" if heeded(signals, rules) else telemetry
            places[id_] = Place(workspace, site, level, rules, id_ in unseen or contact in unseen)
        found = [places.get(claim.id) for claim in claims]
        return [
            place if place and (place.workspace, place.site) == (claim.workspace, claim.site) else None
            for place, claim in zip(found, claims, strict=True)
        ]

    def closed_workspaces(self) -> list[UUID]:
        return closed_lately()

    def say_draft(
        self, workspace: UUID, stream: UUID, author: Author, subject: UUID, client_id: UUID, text: str
    ) -> Draft:
        return say.draft(workspace, stream, author, subject, client_id, text)

    def say_files(
        self, asker: Asker, stream: UUID, client_id: UUID, text: str, files: list[UUID], place: str
    ) -> Written:
        return speak(asker, stream, client_id, text, files, place)

    def set_available(self, person: UUID, available: bool) -> None:
        availability.set_available(person, available)

    def available(self, workspace: UUID) -> Available:
        members = availability.available_members(workspace)
        ends = [member.available_until for member in members if member.available_until is not None]
        return Available([member.id for member in members], min(ends, default=None))

    def check_pass(self, person: UUID, issued: int) -> None:
        people.check_pass(person, issued)

    def begin_upload(self, asker: Asker, conversation: UUID, name: str, declared_type: str, size: int | None) -> Upload:
        begun = files.begin_upload(asker, conversation, name, declared_type, size)
        return Pending(begun.id, begun.limit, begun.workspace, begun.site, begun.conversation, begun.name)

    def seal_upload(self, asker: Asker, upload: Upload, data: bytes) -> Sealed:
        if not isinstance(upload, Pending):
            raise TypeError("seal_upload takes what begin_upload gave")
        begun = files.Upload(upload.id, upload.workspace, upload.site, upload.conversation, upload.name, upload.limit)
        sealed = files.seal_upload(asker, begun, data)
        return Sealed(sealed.id, sealed.place, sealed.box, sealed.ref)

    def keep_upload(self, file: UUID) -> None:
        files.keep_upload(file)

    def redeem(self, ticket: str) -> Wanted:
        found = file_tickets.redeem(ticket)
        return Redeemed(found.place, found)

    def opened(self, wanted: Wanted, box: bytes) -> Download:
        if not isinstance(wanted, Redeemed):
            raise TypeError("opened takes what redeem gave")
        found = file_tickets.opened(wanted.of, box)
        return Download(found.name, found.type, found.size, found.headers, found.chunks)

    def redeem_export(self, token: str, cookies: str) -> Packed:
        found = fetch.redeem(token, cookies)
        return Fetched(found.name, found.size, found.places, found)

    def open_piece(self, packed: Packed, number: int, box: bytes) -> bytes:
        if not isinstance(packed, Fetched):
            raise TypeError("open_piece takes what redeem_export gave")
        return fetch.opened(packed.of, number, box)

    def export_refused(self, error: TrothError, languages: str) -> bytes:
        return refused_page(error, languages)


desk: Desk = Rooms()


def readers() -> list[Reader]:
    """The readers of the log. The preview folds: a thousand events of a busy moment are few rows."""
    return [
        Reader(
            preview_reader.NAME,
            preview_reader.write,
            preview_reader.KINDS,
            preview_reader.prepare,
            1_000,
            ANSWER,
            hurried=True,
        ),
        Reader(transcript.NAME, transcript.handle, transcript.KINDS, purpose=FOLLOW_UP),
        Reader(
            search.NAME,
            search.write,
            search.KINDS,
            search.prepare,
            search.AT_ONCE,
            ANSWER,
            own=search.Own() if own_file() is not None else None,
            polite=True,
            hurried=True,
        ),
        Reader(grow.NAME, grow.write, prepare=grow.prepare, purpose=RECORD, polite=True),
    ]


SENDER = "mail sender"  # as the data map calls this job


def sender(config: Config) -> Sender:
    """Who sends the mail: by SMTP where the operator set it, else into a folder."""
    transport = SmtpTransport(config.smtp) if config.smtp else Capture(config.mail_dir)
    return Sender(transport, config.mail_from)
