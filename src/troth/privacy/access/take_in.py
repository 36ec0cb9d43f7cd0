"""Take in what somebody brings from another installation: a contact and their conversations, on a site of a workspace.
Done again, nothing is doubled."""

import hashlib
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid5

import msgspec

from troth.contacts.take_in import take_in as take_in_contact
from troth.conversations.take_in import Bytes, EarlierFile
from troth.conversations.take_in import take_in as take_in_conversation
from troth.kernel import config
from troth.kernel.errors import Invalid
from troth.sites.models import Site
from troth.visitors.models import Visitor

from .portable import NAME, SCHEMA, VERSION, Portable

MOST = 2_000  # conversations
LARGEST = 128 * 2**20  # bytes of what is written, without the files


class TakenIn(msgspec.Struct):
    """left_out: files that came without bytes, or of a kind that the site does not take."""

    contact: UUID | None
    visitor: UUID
    conversations: int
    messages: int
    files: int
    left_out: int


def take_in(site: Site, told: Portable, bytes_of: Bytes = lambda file: None) -> TakenIn:
    """Raises Invalid, TooLarge."""
    if len(told.conversations) > MOST:
        raise Invalid(f"More than {MOST} conversations are not taken in at once.", fields={"conversations": "too_many"})
    contact = None if told.contact is None else take_in_contact(site.workspace_id, told.contact)
    # a browser that nobody has: no token opens it
    visitor, _ = Visitor.objects.get_or_create(
        id=uuid5(site.id, f"visitor {told.subject}"), workspace_id=site.workspace_id, site=site,
        defaults={"contact": contact, "token_hash": hashlib.sha256(secrets.token_bytes(32)).digest()},
    )  # fmt: skip
    done = TakenIn(contact.id if contact else None, visitor.id, len(told.conversations), 0, 0, 0)
    for one in told.conversations:
        taken = take_in_conversation(visitor, contact, one, bytes_of)
        done.messages += taken.messages
        done.files += taken.files
        done.left_out += taken.left_out
    return done


def read(data: bytes) -> Portable:
    """Raises Invalid where it is none, or of a version that is not known here."""
    try:
        told = msgspec.json.decode(data, type=Portable)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"This is no package to take in: {_where(error)}.", fields={"package": "shape"}) from None
    if told.schema != SCHEMA or told.version > VERSION:
        raise Invalid(
            f"This is {told.schema[:40]} {told.version}; taken in is {SCHEMA} up to {VERSION}. Order “portability”"
            " there, or update Troth here.", fields={"package": "schema"},
        )  # fmt: skip
    return told


@contextmanager
def opened(path: Path) -> Iterator[tuple[Portable, Bytes]]:
    """A ZIP as it was fetched, or the JSON in it alone, without files. Raises Invalid."""
    if not zipfile.is_zipfile(path):
        if path.stat().st_size > LARGEST:
            raise Invalid("This file is too large to be taken in.")
        yield read(path.read_bytes()), lambda file: None
        return
    most = config.current().limits.file_size
    with zipfile.ZipFile(path) as packed:

        def bytes_of(file: EarlierFile) -> bytes | None:
            return _entry(packed, f"files/{file.path}", most)

        written = _entry(packed, NAME, LARGEST)
        if written is None:
            raise Invalid(f"There is no {NAME} in it. Order “portability”, and take that file.")
        yield read(written), bytes_of


def _entry(packed: zipfile.ZipFile, name: str, most: int) -> bytes | None:
    """None where there is none, or it is larger than is taken: never more than that is unpacked."""
    try:
        with packed.open(name) as entry:
            data = entry.read(most + 1)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return None
    return data if len(data) <= most else None


def _where(error: Exception) -> str:
    """What msgspec says holds names of fields, and no values."""
    return str(error).partition("\n")[0][:200] if isinstance(error, msgspec.ValidationError) else "it is no JSON"
