"""The statement that writes a batch on PostgreSQL: heads, events, word to the sequencer. It answers with one row: the
xmin that the heads have from then on (None: nothing was written), and whether something was written before, and
whether somebody may not.

Each part reads the one before it, or their order would be open. Every element of an array costs the scribe about a
microsecond, so small numbers travel packed, an event names its stream by the number of its head, and the commitment
rides before the box.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from .folding import Folded
from .opening import COLUMNS
from .sealing import AUTHOR_KIND, Place
from .writing import Statement

type Left = tuple[int, int]  # xmin and last seq of a head

_KINDS = ", ".join(f"'{name}'" for name, _ in sorted(AUTHOR_KIND.items(), key=lambda pair: pair[1]))
_AUTHOR_KIND = "i.small & 15"

# What is looked for where nothing was locked before: a message that was written before; somebody who may not; a head
# that is no longer as this process left it (whoever touched it since gave it another xmin), or that somebody holds.
# One snapshot is enough for all of it: what was committed after it by who held the head has changed its xmin too. Heads
# come last: to lock one writes to the disk. LATERAL and LIMIT keep the planner from walking through all events.
_LOOKS = f"""
said AS (
    SELECT hd.w AS workspace, hd.s AS stream, (ARRAY[{_KINDS}])[1 + ({_AUTHOR_KIND})] AS kind, i.author, i.client_id
    FROM i JOIN hd ON hd.n = i.n
), repeated AS (
    SELECT 1 FROM said CROSS JOIN LATERAL (
        SELECT 1 FROM log_event e WHERE e.workspace = said.workspace AND e.stream = said.stream
            AND e.author = said.author AND e.client_id = said.client_id LIMIT 1
    ) e
), denied AS (
    SELECT 1 FROM said i WHERE (%s) IS NOT TRUE
), known AS (
    SELECT 1 FROM log_head h
    JOIN hd ON h.workspace = hd.w AND h.stream = hd.s AND h.xmin = hd.version AND h.last_seq = hd.was
    WHERE NOT EXISTS (SELECT 1 FROM repeated) AND NOT EXISTS (SELECT 1 FROM denied)
    ORDER BY h.workspace, h.stream FOR NO KEY UPDATE OF h SKIP LOCKED
), """
_ALL_WELL = " AND (SELECT count(*) FROM known) = (SELECT count(*) FROM hd)"
_ASIDE = "EXISTS (SELECT 1 FROM repeated), EXISTS (SELECT 1 FROM denied)"


@cache
def _sql(allowed: str | None) -> str:
    """allowed: the condition of the right (`Rights.where`), where nobody has looked yet."""
    looks, well, aside, was, last = "", "", "false, false", "", 6
    if allowed is not None:
        looks, well, aside, was, last = _LOOKS % allowed, _ALL_WELL, _ASIDE, ", $7::xid[], $8::int[]", 8
    n = [f"${last + place}" for place in range(9)]
    return f"""
WITH hd AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::bytea[], $6::bigint[]{was})
        WITH ORDINALITY t(w, s, last_seq, last_all, last_commit, at{was and ", version, was"}, n)
), i AS (
    SELECT * FROM unnest({n[1]}::int[], {n[2]}::int[], {n[3]}::int[], {n[4]}::int[], {n[5]}::uuid[], {n[6]}::uuid[],
        {n[7]}::bigint[], {n[8]}::bytea[]) t(n, seq, after_all, small, author, client_id, key_id, sealed)
), {looks}moved AS (
    UPDATE log_head h SET last_seq = hd.last_seq, last_all = hd.last_all, last_commit = hd.last_commit, at = hd.at
    FROM hd WHERE h.workspace = hd.w AND h.stream = hd.s{well} RETURNING h.xmin AS version
), ins AS (
    INSERT INTO log_event ({COLUMNS})
    SELECT hd.w, hd.s, i.seq, i.after_all, hd.at, i.small >> 16, i.small >> 8 & 255, i.small >> 4 & 15, {_AUTHOR_KIND},
        i.author, i.client_id, i.key_id, substr(i.sealed, 1, 32), substr(i.sealed, 33)
    FROM i JOIN hd ON hd.n = i.n WHERE (SELECT count(*) FROM moved) > 0
    RETURNING workspace, stream, seq
), told AS (
    INSERT INTO log_outbox (workspaces, streams, seqs)
    SELECT array_agg(workspace ORDER BY workspace, stream, seq), array_agg(stream ORDER BY workspace, stream, seq),
        array_agg(seq ORDER BY workspace, stream, seq) FROM ins HAVING count(*) > 0
)
SELECT (SELECT version FROM moved LIMIT 1), {aside}
"""


def write(folded: Folded) -> Statement:
    """The heads are locked, and all else was looked at."""
    return _sql(None), (*_heads(folded), *_events(folded))


def write_if(folded: Folded, left: Mapping[Place, Left], allowed: str) -> Statement:
    """A transaction by itself, which writes all or nothing. left: each head as it was when the batch was folded;
    allowed: the condition of the right that all of it needs."""
    were = [left[place] for place in folded.moved]
    before = [version for version, _ in were], [seq for _, seq in were]
    return _sql(allowed), (*_heads(folded), *before, *_events(folded))


def _heads(folded: Folded) -> tuple[list[Any], ...]:
    heads = folded.moved.values()
    return columns([(h.workspace, h.stream, h.last_seq, h.last_all, h.last_commit, h.at) for h in heads], 6)


def _events(folded: Folded) -> tuple[list[Any], ...]:
    number = {place: n for n, place in enumerate(folded.moved, 1)}
    events = [
        (
            number[waiting.place], event.seq, event.after_all,
            event.kind << 16 | event.v << 8 | event.audience << 4 | AUTHOR_KIND[event.author.kind],
            event.author.id, event.client_id, event.key_id, event.commitment + waiting.box,
        )
        for event, waiting in folded.fresh
    ]  # fmt: skip
    return columns(events, 8)


def columns(rows: Sequence[Sequence[Any]], width: int) -> tuple[list[Any], ...]:
    """Rows turned into columns."""
    return tuple(map(list, zip(*rows, strict=True))) if rows else tuple([] for _ in range(width))
