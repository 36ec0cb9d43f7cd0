"""A short storm on each database: what was promised while everything broke is what is there afterwards. `./dev faults`
blows longer ones."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tests.faults.storm.diary import Diary
from tests.faults.storm.oracle import Oracle, Story
from tests.faults.storm.storm import storm
from tests.faults.storm.world import Kind, NoPostgres
from tests.until import PATIENCE
from troth.kernel.ids import new_id
from troth.wire.events import Author, Said, WireEvent

SEED = 7
SHORT: dict[Kind, list[str]] = {
    "sqlite": ["kill_all", "cut", "reorder", "disk_full", "clock_apart", "smtp", "deaf_client", "fifty_times"],
    "postgres": ["kill_gateway", "kill_postgres", "silent_postgres", "reorder", "clock_apart", "smtp", "fifty_times"],
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_what_was_promised_in_a_storm_is_there_after_it(kind: Kind, tmp_path: Path) -> None:
    try:
        report = await storm(kind, 0, SEED, tmp_path, only=SHORT[kind], rounds=1, together=4)
    except NoPostgres:
        pytest.skip("no PostgreSQL is installed")
    assert report.acknowledged > report.faults
    assert report.holds(PATIENCE), f"{report}\n{(tmp_path / 'diary.jsonl').read_text()[-6000:]}"


type Change = Callable[[list[WireEvent], Story], object]


def _swapped(stored: list[WireEvent], story: Story) -> None:
    stored[1].client_id, stored[2].client_id = stored[2].client_id, stored[1].client_id
    stored[1].body, stored[2].body = stored[2].body, stored[1].body


def _twice(stored: list[WireEvent], story: Story) -> None:
    stored.append(msgspec.structs.replace(stored[2], seq=5, after=4))


def _other_words(stored: list[WireEvent], story: Story) -> None:
    stored[1].body = msgspec.Raw(msgspec.json.encode(Said(text="something else")))


def _heard_less(stored: list[WireEvent], story: Story) -> None:
    story.heard["visitor"] = stored[:2]


def _hole(stored: list[WireEvent], story: Story) -> None:
    stored[3].seq = 6


@pytest.mark.parametrize(
    ("change", "law"),
    [
        (lambda stored, story: None, ""),
        (lambda stored, story: stored.pop(), "lost"),
        (_other_words, "lost"),
        (_twice, "doubled"),
        (_swapped, "out_of_order"),
        (_hole, "out_of_order"),
        (_heard_less, "undelivered"),
    ],
)
def test_the_oracle_sees_what_is_wrong(change: Change, law: str, tmp_path: Path) -> None:
    diary = Diary(tmp_path / "diary.jsonl")
    oracle, story = Oracle(diary), Story(new_id())
    author, at = Author(kind="visitor", id=new_id()), datetime(2026, 11, 22, tzinfo=UTC)
    stored = []
    for seq in range(1, 5):
        word = story.word("visitor", new_id(), f"word {seq}")
        word.seq = seq
        stored.append(
            WireEvent(
                stream=story.id,
                seq=seq,
                after=seq - 1,
                at=at,
                kind="said",
                v=1,
                audience="all",
                author=author,
                client_id=word.client_id,
                body=msgspec.Raw(msgspec.json.encode(Said(text=word.text))),
            )
        )
    story.heard = {"agent": list(stored)}
    change(stored, story)
    oracle.judge(story, stored)
    assert (law in oracle.found) if law else not oracle.found
    diary.close()
