"""Find conversations the asker may see by what was said in them: each once, at its newest hit, the newest first."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

import troth.log
from troth.accounts.access import membership
from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.accounts.queries import memberships
from troth.conversations import rights
from troth.conversations.access import allowed, allowed_of
from troth.conversations.models import Conversation
from troth.conversations.queries import shown, whole
from troth.conversations.snapshots import Snapshot
from troth.kernel.paging import decode_cursor, encode_cursor, page_size
from troth.log import Event
from troth.wire.events import Audience, Author, FormAnswered, Noted, Opened

from .index import Hit, Within
from .opened import index
from .passages import called, text_of, written
from .question import Question, parse
from .snippet import around

AT_ONCE = 100  # hits
MOST_LOOKED_AT = 3_000  # hits for one page that has something; then the next goes on
MOST_SKIMMED = 60_000  # hits for one that has nothing yet: of talks that are on earlier pages
A_TALK = 1_000  # hits in one: as many as are looked at to tell whether an earlier page has it
BEHIND = 500  # events that the index does not know yet

type StateWanted = Literal["open", "closed"]
type What = Literal["said", "noted", "answered", "contact"]


class Place(msgspec.Struct, kw_only=True):
    start: int
    length: int


class FoundAt(msgspec.Struct, kw_only=True):
    seq: int
    at: datetime
    what: What
    author: Author
    text: str
    places: list[Place]


class Result(msgspec.Struct, kw_only=True):
    conversation: Snapshot
    hit: FoundAt


class Results(msgspec.Struct, kw_only=True):
    items: list[Result]
    next: str | None
    behind: bool


class Narrowed(msgspec.Struct, frozen=True, kw_only=True):
    """To one workspace or site; what this member wrote; from a moment on and before another; in this state."""

    workspace: UUID | None = None
    site: UUID | None = None
    by: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    state: StateWanted | None = None


def find(asker: Asker, typed: str, narrowed: Narrowed, cursor: str | None = None, limit: int | None = None) -> Results:
    """Raises Invalid, NotFound (workspace)."""
    question, size = parse(typed), page_size(limit)
    after = None if cursor is None else decode_cursor(cursor, tuple[int])[0]
    within = _within(asker, narrowed)
    found: list[tuple[Hit, Conversation]] = []
    looked, following = 0, None
    for fresh, many, last in _batches(asker, question, within, narrowed, after):
        looked += many
        found += _seen(asker, fresh, narrowed)
        if len(found) > size:
            following = encode_cursor(found[size - 1][0].position)
            break
        if looked >= (MOST_LOOKED_AT if found else MOST_SKIMMED):
            following = encode_cursor(last)
            break
    behind = troth.log.current().last_position() - index().position() > BEHIND
    return Results(items=_results(asker, question, found[:size]), next=following, behind=behind)


def _within(asker: Asker, narrowed: Narrowed) -> Within:
    if isinstance(asker, VisitorAsker):
        workspaces = [asker.workspace]
    else:
        if narrowed.workspace is not None:
            membership(asker, narrowed.workspace)
        roles = rights.CONVERSATION["read"].roles
        workspaces = [workspace for workspace, _, role in memberships(asker.person_id) if role in roles]
    if narrowed.workspace is not None:
        workspaces = [one for one in workspaces if one == narrowed.workspace]
    return Within(workspaces, narrowed.site, narrowed.by, _ms(narrowed.since), _ms(narrowed.until))


def _ms(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() * 1000)


def _batches(
    asker: Asker, question: Question, within: Within, narrowed: Narrowed, after: int | None
) -> Iterator[tuple[list[Hit], int, int]]:
    """The newest hit of each conversation, some at a time, of how many hits, down to which position; of none that has
    one on an earlier page."""
    few = _few(asker, within, narrowed)
    if few is None:
        yield from _of_many(asker, question, within, after)
    else:
        yield from _of_few(asker, question, within, few, after)


def _of_few(
    asker: Asker, question: Question, within: Within, few: Sequence[UUID], after: int | None
) -> Iterator[tuple[list[Hit], int, int]]:
    team, before = isinstance(asker, PersonAsker), after
    while hits := index().newest(question, few, before, AT_ONCE, within=within, team=team):
        before = hits[-1].position
        yield hits, len(hits), before
        if len(hits) < AT_ONCE:
            return


def _of_many(
    asker: Asker, question: Question, within: Within, after: int | None
) -> Iterator[tuple[list[Hit], int, int]]:
    team, known, before, seen = isinstance(asker, PersonAsker), index(), after, set[UUID]()
    many = AT_ONCE
    while True:
        hits = known.hits(question, within, before, many)
        fresh = list({hit.stream: hit for hit in reversed(hits) if hit.stream not in seen}.values())
        fresh.sort(reverse=True)
        if after is not None and fresh:
            streams = [hit.stream for hit in fresh]
            most = len(hits) * A_TALK
            earlier = known.among(question, streams, None, most, after=after - 1, within=within, team=team)
            gone = {hit.stream for hit in earlier}
            fresh = [hit for hit in fresh if hit.stream not in gone]
        seen.update(hit.stream for hit in hits)
        if hits:
            yield fresh, len(hits), hits[-1].position
        if len(hits) < many:
            return
        before = hits[-1].position
        many = AT_ONCE if fresh else min(many * 4, MOST_LOOKED_AT)  # through one talk that has thousands


def _few(asker: Asker, within: Within, narrowed: Narrowed) -> list[UUID] | None:
    """Whose words are sooner looked at than all hits sorted by whether they are open; None for many."""
    if isinstance(asker, PersonAsker) and narrowed.state != "open":
        return None
    rows, most = allowed(asker, "read").filter(workspace_id__in=within.workspaces), index().few
    if narrowed.state is not None:
        rows = rows.filter(state=narrowed.state)
    ids = list(rows.order_by("-last_at").values_list("id", flat=True)[: most + 1])
    return None if len(ids) > most and isinstance(asker, PersonAsker) else ids[:most]


def _seen(asker: Asker, hits: Sequence[Hit], narrowed: Narrowed) -> list[tuple[Hit, Conversation]]:
    rows = allowed_of(asker, "read", [hit.stream for hit in hits])
    if narrowed.state is not None:
        rows = rows.filter(state=narrowed.state)
    seen = {row.id: row for row in whole(rows)}
    return [(hit, seen[hit.stream]) for hit in hits if hit.stream in seen]


def _results(asker: Asker, question: Question, found: Sequence[tuple[Hit, Conversation]]) -> list[Result]:
    """What was erased meanwhile is in none, though the index may name it for a moment."""
    snapshots = shown(asker, [row for _, row in found])
    audience = Audience.TEAM if isinstance(asker, PersonAsker) else Audience.ALL
    spans = [(row.workspace_id, row.id, hit.seq - 1, hit.seq, audience) for hit, row in found]
    read = troth.log.current().read_spans(spans) if spans else []
    results = []
    for snapshot, events in zip(snapshots, read, strict=True):
        at = _at(question, events[0], snapshot) if events else None
        if at is not None:
            results.append(Result(conversation=snapshot, hit=at))
    return results


def _at(question: Question, event: Event, snapshot: Snapshot) -> FoundAt | None:
    body = event.opened()
    what: What = "said"
    if isinstance(body, Opened):
        what, text = "contact", called(snapshot.visitor.name, snapshot.visitor.email)
    else:
        what = "noted" if isinstance(body, Noted) else "answered" if isinstance(body, FormAnswered) else "said"
        # a form as it stands now: what was put right is found by its new words
        text = written(snapshot.answers) if what == "answered" and body is not None else text_of(body)
    if not text:
        return None
    part = around(question, text)
    places = [Place(start=start, length=length) for start, length in part.places]
    return FoundAt(seq=event.seq, at=event.at, what=what, author=event.author, text=part.text, places=places)
