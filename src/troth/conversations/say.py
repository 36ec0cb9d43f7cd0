"""Say: a message to the other side. One function behind both doors (socket and HTTP); no Django here."""

from collections.abc import Sequence
from uuid import UUID

from troth.kernel.errors import Invalid
from troth.log import Draft
from troth.wire.events import Audience, Author, FileRef, Said
from troth.wire.frames import MAX_FILES
from troth.wire.mask import mask_cards

from .text import kept_text


def draft(
    workspace: UUID,
    stream: UUID,
    author: Author,
    subject: UUID,
    client_id: UUID,
    text: str,
    files: Sequence[FileRef] = (),
) -> Draft:
    """The message as it will be kept: validated, card numbers masked.

    subject: whose key seals it: the visitor's id for a visitor's words, the member's id for an agent's.
    Raises Invalid (nothing to say, not text) or TooLarge (text or number of files).
    """
    if len(files) > MAX_FILES:
        raise Invalid(f"A message names at most {MAX_FILES} files.", fields={"files": "too_many"})
    if not files and not text.strip():
        raise Invalid("The message is empty.", fields={"text": "required"})
    kept, masked = mask_cards(kept_text(text))
    return Draft(
        workspace=workspace,
        stream=stream,
        body=Said(text=kept, files=list(files), masked=masked),
        author=author,
        client_id=client_id,
        audience=Audience.ALL,
        subject=subject,
        verb="say",
    )
