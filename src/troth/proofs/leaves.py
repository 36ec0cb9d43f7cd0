"""The leaf of an event, in the tree of its talk and in that of its workspace: what was said and by whom, so that nobody
who lacks the salt and the mask can guess it."""

import hmac
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import troth.log
from troth.kernel.errors import TooLarge
from troth.log import Event

from .sign import mask_of
from .verify import canonical, digest

MOST = 20_000  # entries of one talk
_AT_ONCE = 500


def envelope(event: Event) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(timespec="milliseconds"), "audience": event.audience.name.lower(),
        "author": str(event.author.id), "by": event.author.kind, "kind": event.kind_name, "v": event.v,
    }  # fmt: skip


def sealed(event: Event) -> bytes:
    """The envelope as it goes into the leaf."""
    return hmac.digest(mask_of(event.commitment), canonical(envelope(event)), "sha256")


def leaf(event: Event) -> bytes:
    return digest(b"\x00", event.commitment, sealed(event))


def of_talk(workspace: UUID, stream: UUID, upto: int | None = None) -> Iterator[tuple[Event, bytes]]:
    """Its events, each with the salt of its commitment, up to a seq. Raises TooLarge."""
    after = 0
    while some := troth.log.current().read_with_salt(workspace, stream, after, _AT_ONCE):
        yield from (one for one in some if upto is None or one[0].seq <= upto)
        after = some[-1][0].seq
        if (after if upto is None else min(after, upto)) > MOST:
            raise TooLarge
        if upto is not None and after >= upto:
            return


def erased(event: Event, salt: bytes) -> bool:
    """Whether its key is destroyed; one that does not open was altered."""
    return not salt and troth.log.current().keyring.key(event.key_id) is None
