"""How a question is asked of the index on SQLite: shelf by shelf from the newest on, or, where few conversations are
meant, by looking at their words."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import batched
from uuid import UUID

from . import shelves
from .index import Hit, Within
from .question import Question

AT_ONCE = 500  # ids in a statement
LOOKED_AT = 20_000  # passages of a few conversations
SLACK = 60_000  # ms by which the clocks of two streams may be apart in the order of the log


def hits(db: sqlite3.Connection, question: Question, within: Within, before: int | None, most: int) -> list[Hit]:
    places = _places(db, within)
    if places is None:
        return []
    asked = shelves.asked(question, places)
    first = 0 if within.since is None else _from(db, within.since - SLACK)
    last = before if before is not None else 2**62
    if within.until is not None:
        last = min(last, _from(db, within.until + SLACK))
    numbers = [row[0] for row in db.execute("SELECT number FROM shelf ORDER BY number DESC")]
    found: list[Hit] = []
    for number in numbers:
        if number * shelves.SHELF >= last or (number + 1) * shelves.SHELF <= first:
            continue
        upto = last
        while (wanted := most - len(found)) > 0:
            ids = [
                row[0]
                for row in db.execute(
                    f"SELECT rowid FROM shelf_{number} WHERE shelf_{number} MATCH ? AND rowid < ? AND rowid >= ?"
                    " ORDER BY rowid DESC LIMIT ?",
                    (asked, upto, first, wanted),
                )
            ]
            found += _in_time(db, ids, within)
            if len(ids) < wanted:
                break
            upto = ids[-1]
    return found[:most]


def _places(db: sqlite3.Connection, within: Within) -> list[list[str]] | None:
    """What must be there besides the words; None where nothing can be."""
    places: list[list[str]] = []
    every = {row[0] for row in db.execute("SELECT id FROM named WHERE kind = 'w'")}
    own = {n for one in within.workspaces if (n := shelves.found_number(db, "w", one)) is not None}
    if not own:
        return None
    if own != every:
        places.append([f"_w{n}" for n in sorted(own)])
    for kind, one in (("s", within.site), ("b", within.by)):
        if one is not None:
            number = shelves.found_number(db, kind, one)
            if number is None:
                return None
            places.append([f"_{kind}{number}"])
    return places


def _from(db: sqlite3.Connection, at: int) -> int:
    """The first position of about this moment: times rise with positions, but for moments."""
    low, high = 0, int(db.execute("SELECT coalesce(max(position), 0) FROM passage").fetchone()[0]) + 1
    while low < high:
        middle = (low + high) // 2
        row = db.execute("SELECT position, at FROM passage WHERE position >= ? LIMIT 1", (middle,)).fetchone()
        if row is None or row[1] >= at:
            high = middle
        else:
            low = row[0] + 1
    return low


def _in_time(db: sqlite3.Connection, ids: Sequence[int], within: Within) -> list[Hit]:
    rows = [
        row
        for some in batched(ids, AT_ONCE)
        for row in db.execute(
            f"SELECT position, stream, seq, at FROM passage WHERE position IN ({', '.join('?' * len(some))})", some
        )
    ]
    since, until = within.since or 0, within.until or 2**62
    rows.sort(reverse=True)
    return [Hit(row[0], UUID(bytes=row[1]), row[2]) for row in rows if since <= row[3] < until]


def among(
    db: sqlite3.Connection, question: Question, streams: Sequence[UUID], before: int | None, after: int,
    within: Within | None, team: bool,
) -> Iterator[Hit]:  # fmt: skip
    """By looking at their words: few, and their own index would have to be asked for each."""
    narrow, params = "", []
    for column, kind, one in (
        ("site", "s", within and within.site),
        ("by", "b", within and within.by),
    ):
        if one is not None:
            narrow += f" AND {column} = ?"
            params.append(shelves.found_number(db, kind, one) or 0)
    if within is not None:
        narrow += " AND at >= ? AND at < ?"
        params += [within.since or 0, within.until or 2**62]
    if not team:
        narrow += " AND NOT team"
    rows = []
    for some in batched(streams, AT_ONCE):
        rows += db.execute(
            f"SELECT position, stream, seq, words FROM passage WHERE stream IN ({', '.join('?' * len(some))})"
            f" AND position < ? AND position > ?{narrow} ORDER BY position DESC LIMIT {LOOKED_AT}",
            (*(stream.bytes for stream in some), before or 2**62, after, *params),
        ).fetchall()
    rows.sort(reverse=True)
    for position, stream, seq, words in rows:
        if question.found_in(words.split(" ")):
            yield Hit(position, UUID(bytes=stream), seq)
