"""Transcripts with their proof over HTTP."""

from typing import Any, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from troth.accounts.credentials import anyone, asker_of
from troth.datamap.doors import purpose
from troth.datamap.purposes import RECORD

from .page import page
from .transcript import transcript

router = Router(tags=["transcripts"])

_OR_A_PAGE = {"responses": {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}}


class EntryShown(Schema):
    """An event of the talk. `envelope`, `body` (as it was sealed, JSON in a string), `before`, `salt` and `mask` are of
    those that are shown; `sealed` stands in their place where it is erased, or withheld from this reader. Bytes are in
    base64."""

    seq: int
    commitment: str
    signature: str
    envelope: dict[str, Any] | None = None
    body: str | None = None
    before: str | None = None
    salt: str | None = None
    mask: str | None = None
    sealed: str | None = None
    index: int | None = None
    withheld: bool | None = None


class TombstoneShown(Schema):
    """An entry of the workspace's log that stands for erased entries of the talk."""

    index: int
    of: list[int]


class PlaceInLog(Schema):
    """`checkpoint`: a signed note of how the workspace's log stands. `around`: hashes of the subtrees around the talk's
    entries, as [height, number, base64]."""

    checkpoint: str
    tombstones: list[TombstoneShown]
    around: list[tuple[int, int, str]]


class ProvenTranscript(Schema):
    """`checkpoint`: a signed note of how many entries there are, the root over them, and which are erased or withheld.
    `log`: where they stand in the log of the workspace, `index` by `index`; what came a moment ago is not there yet.
    `troth verify-transcript` and docs/proofs.md tell how it is verified."""

    troth: str
    workspace: UUID
    stream: UUID
    number: int
    checkpoint: str
    entries: list[EntryShown]
    log: PlaceInLog | None = None


@router.get(
    "/conversations/{conversation_id}/transcript",
    response=ProvenTranscript,
    auth=anyone,
    operation_id="get_transcript",
    openapi_extra=purpose(RECORD) | _OR_A_PAGE,
)
def get_transcript(
    request: HttpRequest, conversation_id: UUID, form: Literal["json", "html"] = "json", language: str = "en"
) -> HttpResponse:
    """The whole talk with its proof, as a file: whether anything was altered, added or left out can be told without
    this server. Notes of the team are withheld from visitors, and keep their place. `html` is a page to read that
    carries the same, and is signed as a whole."""
    made = transcript(asker_of(request), conversation_id)
    if form == "html":
        answer = HttpResponse(page(made, language), content_type="text/html; charset=utf-8")
    else:
        answer = HttpResponse(msgspec.json.encode(made), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="transcript-{made["number"]}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer
