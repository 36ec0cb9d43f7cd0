"""The index on PostgreSQL: a table beside the log, written in the transaction that moves the reader's bookmark.

A list of positions by word can't be read from its end, so the newest passages are looked through first: what is
frequent is found there, and what is not has a list that is short enough to be sorted. PostgreSQL itself would take the
list also where it is long, as it guesses how many are in it, so that where it is not wanted it is not offered.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

import troth.log

from .change import Change, Gone, Passage
from .index import NAME, Hit, Within
from .question import Question

WINDOWS = (20_000, 200_000, 2_000_000)  # positions behind the newest; then all
FARTHEST = 16_383  # the last place of a word that a tsvector can tell
_COLUMNS = "position, stream, seq"
_LISTED = "words @@ %s::tsquery"  # by the list of the words' positions
_READ = "coalesce(words @@ %s::tsquery, FALSE)"  # by looking at each; no index knows this


class PostgresIndex:
    few = 3_000

    def hits(self, question: Question, within: Within, before: int | None, most: int) -> list[Hit]:
        if not within.workspaces:
            return []
        last = self._newest() + 1 if before is None else before
        found: list[Hit] = []
        upper = last
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL max_parallel_workers_per_gather = 0"
            )  # one takes longer to start than all of this
            for window in (*WINDOWS, last):
                # what is not among the newest is rare: all the others at once
                lower = 0 if upper < last and not found else max(0, last - window)
                if lower < upper and len(found) < most:
                    # in each window are as many as in the first: are that enough?
                    read = upper == last or (window == WINDOWS[1] and len(found) * window >= most * WINDOWS[0])
                    found += self._between(question, within, (lower, upper), most - len(found), read=read)
                    upper = lower
        return found

    def _between(
        self, question: Question, within: Within, place: tuple[int, int], most: int, *, read: bool
    ) -> list[Hit]:
        """place: positions, from one on and before the other. read: by looking at each, the newest first."""
        where, params = _narrowed(within)
        sql = (
            f"SELECT {_COLUMNS} FROM search_passage WHERE {_READ if read else _LISTED} AND position >= %s"
            f" AND position < %s AND workspace = ANY(%s){where}"
        )
        if not read:  # else it would look through them all for a rare word's last place
            sql = f"WITH found AS MATERIALIZED ({sql}) SELECT {_COLUMNS} FROM found"
        given = [asked(question), *place, list(within.workspaces), *params, most]
        return self._read(f"{sql} ORDER BY position DESC LIMIT %s", given)

    def among(
        self, question: Question, streams: Sequence[UUID], before: int | None, most: int, *, after: int = 0,
        within: Within | None = None, team: bool = True,
    ) -> list[Hit]:  # fmt: skip
        if not streams:
            return []
        where, params = _narrowed(within) if within is not None else ("", [])
        sql = (
            f"SELECT {_COLUMNS} FROM search_passage WHERE stream = ANY(%s) AND {_READ} AND position > %s"
            f"{' AND position < %s' if before is not None else ''}{'' if team else ' AND NOT team'}{where}"
            " ORDER BY position DESC LIMIT %s"
        )
        upto = [] if before is None else [before]
        return self._read(sql, [list(streams), asked(question), after, *upto, *params, most])

    def newest(
        self, question: Question, streams: Sequence[UUID], before: int | None, most: int, *, within: Within,
        team: bool = True,
    ) -> list[Hit]:  # fmt: skip
        if not streams:
            return []
        where, params = _narrowed(within)
        sql = (
            f"SELECT DISTINCT ON (stream) {_COLUMNS} FROM search_passage WHERE stream = ANY(%s) AND {_READ}"
            f"{'' if team else ' AND NOT team'}{where} ORDER BY stream, position DESC"
        )
        return self._read(
            f"SELECT {_COLUMNS} FROM ({sql}) AS newest{'' if before is None else ' WHERE position < %s'}"
            " ORDER BY position DESC LIMIT %s",
            [list(streams), asked(question), *params, *([] if before is None else [before]), most],
        )

    def position(self) -> int:
        found = self._rows(
            "SELECT position FROM log_bookmark WHERE name = %s AND EXISTS (SELECT 1 FROM search_whole)", [NAME]
        )
        return int(found[0][0]) if found else 0

    def be_whole(self) -> None:
        """Where a crash emptied the tables the reader begins anew. Call before its transaction."""
        if self._rows("SELECT 1 FROM search_whole", []):
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE log_bookmark SET position = 0 WHERE name = %s", [NAME])
            cursor.execute("TRUNCATE search_passage")
            cursor.execute("INSERT INTO search_whole VALUES (1) ON CONFLICT DO NOTHING")

    def write(self, changes: Sequence[Change]) -> None:
        """In the transaction of the reader, which has its bookmark locked."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT stream, upto FROM search_gone")
            gone: dict[UUID, int] = dict(cursor.fetchall())
            fresh: list[Passage] = []
            for change in changes:
                if isinstance(change, Passage):
                    if change.position > gone.get(change.stream, 0):
                        fresh.append(change)
                    continue
                _put(fresh)
                fresh = []
                if isinstance(change, Gone):
                    cursor.execute(
                        "DELETE FROM search_passage WHERE stream = %s AND position <= %s",
                        [change.stream, change.position],
                    )
                else:
                    cursor.execute(
                        "UPDATE search_passage SET words = %s::tsvector WHERE stream = ANY(%s) AND seq = %s",
                        [vector(change.words), [one for one in change.streams if one not in gone], change.seq],
                    )
            _put(fresh)

    def forget(self, streams: Sequence[UUID], upto: int) -> None:
        """The bookmark is locked: no reader is in the middle of what it read before."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM log_bookmark WHERE name = %s FOR UPDATE", [NAME])
            cursor.execute("DELETE FROM search_gone WHERE upto < (SELECT position FROM log_bookmark WHERE name = %s)",
                           [NAME])  # fmt: skip
            for stream in streams:
                cursor.execute(
                    "INSERT INTO search_gone VALUES (%s, %s) ON CONFLICT (stream) DO UPDATE SET upto = excluded.upto",
                    [stream, upto],
                )
            cursor.execute(
                "DELETE FROM search_passage WHERE stream = ANY(%s) AND position <= %s", [list(streams), upto]
            )

    def count(self, streams: Sequence[UUID], upto: int) -> int:
        sql = "SELECT count(*) FROM search_passage WHERE stream = ANY(%s) AND position <= %s"
        return int(self._rows(sql, [list(streams), upto])[0][0])

    def compact(self) -> bool:
        """Its table is written anew with the others that an erasure touches."""
        return True

    def size(self) -> int:
        return int(self._rows("SELECT pg_total_relation_size('search_passage')", [])[0][0])

    def _newest(self) -> int:
        return int(self._rows("SELECT coalesce(max(position), 0) FROM search_passage", [])[0][0])

    def _read(self, sql: str, params: list[Any]) -> list[Hit]:
        return [Hit(*row) for row in self._rows(sql, params)]

    def _rows(self, sql: str, params: list[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())


def _narrowed(within: Within) -> tuple[str, list[Any]]:
    found = [
        (f" AND {condition} %s", value)
        for condition, value in (
            ("site =", within.site), ("author =", within.by), ("at >=", within.since), ("at <", within.until)
        )
        if value is not None
    ]  # fmt: skip
    return "".join(sql for sql, _ in found), [value for _, value in found]


def _put(passages: Sequence[Passage]) -> None:
    """In one statement: one for each is a journey to the server for each. Done again, it changes nothing."""
    if not passages:
        return
    rows = [
        (
            one.position, one.workspace, one.site, one.stream, one.seq, one.at, one.by, one.team, vector(one.words),
        )
        for one in passages
    ]  # fmt: skip
    troth.log.current().transactions.cursor().execute(
        "INSERT INTO search_passage SELECT position, workspace, site, stream, seq, at, author, team, words::tsvector"
        " FROM unnest(%b::bigint[], %b::uuid[], %b::uuid[], %b::uuid[], %b::bigint[], %b::bigint[], %b::uuid[],"
        " %b::boolean[], %b::text[])"
        " AS fresh (position, workspace, site, stream, seq, at, author, team, words)"
        " ON CONFLICT (position) DO UPDATE SET words = excluded.words",
        [list(column) for column in zip(*rows, strict=True)],
    )


def vector(words: Sequence[str]) -> str:
    """A tsvector as PostgreSQL writes it: our words, with no dictionary of its own. They hold no quotes."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words[:FARTHEST], 1):
        places.setdefault(word, []).append(place)
    return " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items())


def asked(question: Question) -> str:
    """The question as a tsquery."""
    terms = []
    for term in question.terms:
        lexemes = [f"'{word}'" for word in term.words]
        if term.begins:
            lexemes[-1] += ":*"
        terms.append(f"({' <-> '.join(lexemes)})")
    return " & ".join(terms)
