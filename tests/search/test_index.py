"""Both databases answer what the question says of the words in Python; and what was forgotten stays so."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.kernel.errors import Invalid
from troth.log import Log
from troth.search.change import Change, Gone, Passage
from troth.search.index import Within
from troth.search.index_sqlite import SQLiteIndex
from troth.search.question import parse
from troth.search.shelves import SHELF
from troth.search.words import plain

SOME = ["blue", "bike", "bikes", "b", "order", "AB-47", "東京", "京都タワー", "قطر", "é", "x1"]
sayings = st.lists(st.sampled_from(SOME), min_size=1, max_size=6).map(" ".join)


class Kept:
    """An index of either kind, alone with its workspaces."""

    def __init__(self, folder: Path) -> None:
        self.sqlite = SQLiteIndex(folder) if connection.vendor == "sqlite" else None
        self.workspace, self.site = uuid4(), uuid4()

    @property
    def index(self):  # type: ignore[no-untyped-def]
        if self.sqlite is not None:
            return self.sqlite
        from troth.search.index_postgres import PostgresIndex

        return PostgresIndex()

    def keep(self, changes: list[Change], position: int) -> None:
        if self.sqlite is not None:
            assert self.sqlite.keep(changes, position, self.sqlite.position())
        else:
            self.index.write(changes)

    def passage(self, position: int, text: str, stream: UUID | None = None, **more: object) -> Passage:
        given = {
            "position": position, "workspace": self.workspace, "site": self.site, "stream": stream or uuid4(),
            "seq": 2, "at": position * 1_000, "by": None, "team": False, "words": plain(text),
        }  # fmt: skip
        return Passage(**(given | more))  # type: ignore[arg-type]

    def hits(self, typed: str, **within: int) -> list[int]:
        asked = Within([self.workspace], **within)  # type: ignore[arg-type]
        return [hit.position for hit in self.index.hits(parse(typed), asked, None, 1_000)]


@pytest.fixture
def kept(log: Log, tmp_path: Path) -> Kept:
    made = Kept(tmp_path)
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE search_passage")
    return made


_again = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
_next = iter(range(1, 10**9))


@_again
@given(st.lists(sayings, min_size=1, max_size=8), sayings, st.booleans(), st.booleans())
def test_the_database_finds_what_stands_in_the_words(
    kept: Kept, said: list[str], asked: str, quoted: bool, cut: bool
) -> None:
    kept.workspace = uuid4()
    typed = f'"{asked}"' if quoted else asked[:-1] if cut else asked
    passages = [kept.passage(next(_next), text) for text in said]
    kept.keep(list(passages), passages[-1].position)
    try:
        question = parse(typed)
    except Invalid:
        return
    expected = [one for one in reversed(passages) if question.found_in(one.words)]
    assert kept.hits(typed) == [one.position for one in expected]
    streams = [one.stream for one in passages]
    assert [hit.stream for hit in kept.index.among(question, streams, None, 100)] == [one.stream for one in expected]


def test_a_saying_is_taken_in_once_and_gone_for_good(kept: Kept) -> None:
    stream = uuid4()
    first, second = kept.passage(1, "a heron", stream), kept.passage(5, "the heron again", stream)
    kept.keep([first, kept.passage(2, "another heron")], 2)
    kept.keep([first], 2)
    assert kept.hits("heron") == [2, 1]
    kept.index.forget([stream], 5)
    assert kept.hits("heron") == [2]
    kept.keep([second], 5)  # it was read before, and comes in after
    assert kept.hits("heron") == [2]
    assert kept.index.count([stream], 9) == 0
    kept.keep([kept.passage(7, "a new heron", stream)], 7)
    assert kept.hits("heron") == [7, 2]
    kept.keep([Gone(stream, 8)], 8)
    assert kept.hits("heron") == [2]


def test_time_narrows_to_moments(kept: Kept) -> None:
    kept.keep([kept.passage(n, "a snipe") for n in range(1, 30)], 30)
    assert kept.hits("snipe", since=10_000, until=12_000) == [11, 10]
    assert kept.hits("snipe", since=29_001) == []
    assert kept.hits("snipe", until=1_001) == [1]


def test_hits_come_from_all_shelves_newest_first(kept: Kept) -> None:
    places = [3, SHELF - 1, SHELF, SHELF + 5, 4 * SHELF + 1]
    kept.keep([kept.passage(place, "a teal") for place in places], places[-1])
    assert kept.hits("teal") == places[::-1]
    within = Within([kept.workspace])
    some = kept.index.hits(parse("teal"), within, SHELF + 5, 2)
    assert [hit.position for hit in some] == [SHELF, SHELF - 1]


def test_of_few_conversations_each_is_found_at_its_newest_hit(kept: Kept) -> None:
    one, other, third, hidden = (uuid4() for _ in range(4))
    kept.keep(
        [
            kept.passage(1, "a plover", one),
            kept.passage(2, "a plover", other),
            kept.passage(3, "the plover once more", one),
            kept.passage(4, "nothing", other),
            kept.passage(5, "a plover nobody asks about", uuid4()),
            kept.passage(6, "a plover", third),
            kept.passage(7, "a plover of the team", hidden, team=True),
        ],
        7,
    )
    asked, within, streams = parse("plover"), Within([kept.workspace]), [one, other, third, hidden]

    def places(before: int | None, most: int, *, team: bool = False) -> list[int]:
        hits = kept.index.newest(asked, streams, before, most, within=within, team=team)
        return [hit.position for hit in hits]

    assert places(None, 9) == [6, 3, 2]
    assert places(None, 2) == [6, 3]
    assert places(3, 9) == [2], "a conversation whose newest hit is on an earlier page is on no later one"
    assert places(None, 9, team=True) == [7, 6, 3, 2]
    assert kept.index.newest(asked, [], None, 9, within=within) == []


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_no_byte_of_what_was_forgotten_is_left_after_a_compaction(kept: Kept, tmp_path: Path) -> None:
    stream = uuid4()
    for n in range(0, 400, 2):
        kept.keep([kept.passage(n + 1, f"a wigeon {n}"), kept.passage(n + 2, f"capercaillie{n}", stream)], n + 2)
    kept.index.forget([stream], 400)
    assert kept.index.compact()
    assert len(kept.hits("wigeon")) == 200
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"wigeon" in left
    assert b"capercaillie" not in left


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_file_that_took_the_place_of_another_gets_nothing_that_follows_on_what_it_lacks(
    kept: Kept, tmp_path: Path
) -> None:
    kept.keep([kept.passage(1, "a dunlin")], 1)
    SQLiteIndex(tmp_path).throw_away()  # by another thread or process, between a look at the bookmark and the writing
    assert kept.sqlite is not None
    assert not kept.sqlite.keep([kept.passage(2, "a dunlin")], 2, after=1)
    assert (kept.sqlite.position(), kept.hits("dunlin")) == (0, [])


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.parametrize("harm", ["no database", "torn", "of another version"])
def test_a_file_that_can_not_be_read_is_thrown_away(kept: Kept, tmp_path: Path, harm: str) -> None:
    kept.keep([kept.passage(n, f"a knot {n}") for n in range(1, 2_000)], 2_000)
    kept.index.compact()
    (file,) = tmp_path.glob("*.sqlite3")
    data = bytearray(file.read_bytes())
    if harm == "no database":
        data[:] = b"no database at all" * 1_000
    elif harm == "torn":
        data[4_096:] = b"\xff" * (len(data) - 4_096)
    else:
        data[60:64] = (77).to_bytes(4)
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    file.write_bytes(data)
    again = SQLiteIndex(tmp_path)
    assert again.hits(parse("knot"), Within([kept.workspace]), None, 10) == []
    assert again.position() == 0
    assert again.keep([kept.passage(1, "a knot")], 1, after=0)
    assert len(again.hits(parse("knot"), Within([kept.workspace]), None, 10)) == 1
