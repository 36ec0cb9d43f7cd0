"""A replay's counts: each way of going wrong is seen, and nothing else is."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from troth.client.dialogues import OPENER, read
from troth.client.tally import Line, Tally
from troth.wire.events import Author, Said, WireEvent

VISITOR, AGENT = UUID(int=1), UUID(int=2)


def line(number: int, text: str, *, visitor: bool, acknowledged: bool = True) -> Line:
    return Line(visitor=visitor, text=text, client_id=UUID(int=number), acknowledged=acknowledged)


def event(seq: int, said: Line, text: str | None = None) -> WireEvent:
    return WireEvent(
        stream=UUID(int=9), seq=seq, after=seq - 1, at=datetime(2026, 1, 1, tzinfo=UTC), kind="said", v=1,
        audience="all", client_id=said.client_id,
        author=Author(kind="visitor", id=VISITOR) if said.visitor else Author(kind="agent", id=AGENT),
        body=msgspec.Raw(msgspec.json.encode(Said(text=said.text if text is None else text))),
    )  # fmt: skip


LINES = [
    line(1, "Hello", visitor=True),
    line(2, "Hi", visitor=False),
    line(3, "Card 4111 1111 1111 1111", visitor=True),
]
STORED = [event(1, LINES[0]), event(2, LINES[1]), event(3, LINES[2], "Card •••• 1111")]


def count(events: list[WireEvent], lines: list[Line] = LINES) -> Tally:
    tally = Tally()
    tally.heard(lines, events, by_visitor=True)
    tally.heard(lines, events, by_visitor=False)
    tally.verify(lines, events)
    return tally


def test_what_went_well_counts_as_that() -> None:
    tally = count(STORED)
    assert (tally.delivered, tally.verified, tally.good) == (3, 1, True)


@pytest.mark.parametrize(
    ("wrong", "of"),
    [
        (lambda: STORED[:2], "lost"),
        (lambda: [*STORED, event(4, LINES[1])], "doubled"),
        (lambda: [event(1, LINES[1]), event(2, LINES[0]), STORED[2]], "out_of_order"),
        (lambda: [STORED[0], event(2, LINES[1], "Hj"), STORED[2]], "differing"),
        (lambda: [*STORED[:2], event(3, LINES[2])], "differing"),
    ],
)
def test_each_wrong_is_seen(wrong: Callable[[], list[WireEvent]], of: str) -> None:
    tally = count(wrong())
    assert getattr(tally, of) == 1
    assert not tally.good


def test_what_was_not_acknowledged_is_not_lost() -> None:
    lines = [*LINES, line(4, "Anybody?", visitor=True, acknowledged=False)]
    assert count(STORED, lines).good
    assert count([*STORED, event(4, lines[3])], lines).good


def test_a_dialogue_that_begins_with_the_other_side_gets_an_opener(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"id": "1", "services": [], "turns": [["SYSTEM", "Hi"], ["USER", "Hello"]]}]')
    (found,) = read(tmp_path)
    assert found.lines() == [(True, OPENER), (False, "Hi"), (True, "Hello")]


@pytest.mark.parametrize("content", [None, "[", '{"id": 1}', '[{"id": "1"}]'])
def test_a_folder_without_dialogues_is_said_in_a_sentence(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "a.json").write_text(content)
    with pytest.raises(SystemExit, match="replay:"):
        read(tmp_path)
