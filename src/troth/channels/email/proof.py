"""The proof that a transcript's mail carries: the conversation as a file that anybody can verify, without what the team
wrote for itself. Each mailbox that holds one is a witness to how the log of the workspace stood."""

from typing import Any

import msgspec

from troth.conversations.models import Conversation
from troth.kernel import config
from troth.kernel.errors import TooLarge
from troth.proofs.transcript import file_of

LARGEST = 1_000_000  # bytes; a mail of them is a third larger
_ALONE = ("troth", "workspace", "stream", "number", "checkpoint")


def attachment(row: Conversation, closing: int) -> tuple[str, bytes]:
    """Name and content. Where it would be too large, or the site wants it so, it is the checkpoints alone, by which any
    file of the conversation can be compared with how it was."""
    try:
        made = file_of(row, team=False, upto=closing)
    except TooLarge:
        return "", b""
    whole = msgspec.json.encode(made)
    if len(whole) <= LARGEST and row.site.transcript_proof == "file":
        return f"transcript-{row.number}.json", whole
    return f"checkpoint-{row.number}.json", msgspec.json.encode(_checkpoints(made))


def key_address() -> str:
    """Where the key is, and how a file is verified."""
    return f"{config.current().base_url.rstrip('/')}/.well-known/troth-transcripts"


def _checkpoints(made: dict[str, Any]) -> dict[str, Any]:
    log = {"log": {"checkpoint": made["log"]["checkpoint"]}} if "log" in made else {}
    return {name: made[name] for name in _ALONE} | log
