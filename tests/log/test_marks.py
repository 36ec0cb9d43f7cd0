"""Delivered and seen: high-water marks, never lowered, there at once and for good a second later."""

from pathlib import Path

from tests.log.rig import Rig
from troth.kernel.ids import new_id
from troth.wire.frames import MarkOf


def test_marks_only_rise_and_are_there_at_once(rig: Rig) -> None:
    head, vi, ada = rig.stream(), new_id(), new_id()
    log = rig.log
    log.mark(head.workspace, head.stream, vi, "visitor", 3, 1)
    log.mark(head.workspace, head.stream, vi, "visitor", 2, 2)
    log.mark(head.workspace, head.stream, ada, "agent", 0, 5)  # who saw it got it
    expected = [
        MarkOf(participant=vi, kind="visitor", delivered=3, seen=2),
        MarkOf(participant=ada, kind="agent", delivered=5, seen=5),
    ]
    assert sorted(log.marks(head.workspace, head.stream), key=lambda m: m.seen) == expected
    log._marks.flush()
    assert sorted(log.marks(head.workspace, head.stream), key=lambda m: m.seen) == expected
    log.mark(head.workspace, head.stream, vi, "visitor", 1, 3)
    log._marks.flush()
    by_whom = {mark.participant: mark for mark in log.marks(head.workspace, head.stream)}
    assert (by_whom[vi].delivered, by_whom[vi].seen) == (3, 3)
    assert log.marks(head.workspace, rig.stream().stream) == []


def test_closing_keeps_the_marks(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    head, vi = rig.stream(), new_id()
    rig.log.mark(head.workspace, head.stream, vi, "visitor", 9, 4)
    rig.close()
    rig = Rig(tmp_path)
    [mark] = rig.log.marks(head.workspace, head.stream)
    assert (mark.delivered, mark.seen) == (9, 4)
    rig.close()
