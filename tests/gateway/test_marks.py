"""Delivered and seen: what each side is told, and when."""

import threading
from collections.abc import Sequence
from typing import Any

import pytest

from tests.cast import Cast
from tests.gateway.talk import Socket, joined, opened
from tests.until import PATIENCE
from troth.kernel.ids import new_id
from troth.log import Address, Log


def test_an_agents_mark_does_not_tell_the_visitor_of_a_note(cast: Cast, port: int) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada, Socket.of(port, cast.ben) as ben:
        last = vi.follow(talk)["last"]
        ada.follow(talk)
        ben.follow(talk)
        assert cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="secret").status == 201
        seq = ada.event("noted")["seq"]
        ada.say(op="mark", stream=str(talk), delivered=seq, seen=seq)
        assert vi.hear("mark")["mark"] | {"participant": ""} == _mark(last)
        assert ben.hear("mark")["mark"] | {"participant": ""} == _mark(seq)
    with Socket.of(port, cast.vi) as again:
        (mark,) = again.follow(talk)["marks"]
        assert mark | {"participant": ""} == _mark(last)
    (shown,) = cast.vi.api.get(f"/conversations/{talk}")["marks"]
    assert (shown["delivered"], shown["seen"]) == (last, last)
    (known,) = cast.ben.api.get(f"/conversations/{talk}")["marks"]
    assert (known["delivered"], known["seen"]) == (seq, seq)


def test_a_visitor_marks_no_further_than_they_see(cast: Cast, port: int) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada:
        last = vi.follow(talk)["last"]
        ada.follow(talk)
        assert cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="secret").status == 201
        ada.event("noted")
        vi.say(op="mark", stream=str(talk), delivered=last + 1, seen=last + 1)
        assert ada.hear("mark")["mark"]["seen"] == last


def test_a_mark_that_rises_while_somebody_subscribes(cast: Cast, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    read, go_on, held = threading.Event(), threading.Event(), threading.Lock()
    marks_of = Log.marks_of

    def slowly(log: Log, addresses: Sequence[Address]) -> Any:
        """The disk takes its time, once."""
        found = marks_of(log, addresses)
        if held.acquire(blocking=False):
            read.set()
            assert go_on.wait(PATIENCE)
        return found

    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada, Socket.of(port, cast.ben) as ben:
        last = ada.follow(talk)["last"]
        ben.follow(talk)
        monkeypatch.setattr(Log, "marks_of", slowly)
        vi.say(op="subscribe", ref=1, stream=str(talk), after=0)
        assert read.wait(PATIENCE)
        ada.say(op="mark", stream=str(talk), delivered=last, seen=last)
        assert ben.hear("mark")["mark"]["seen"] == last
        go_on.set()
        assert [mark["seen"] for mark in vi.hear("subscribed")["marks"]] == [last]


def _mark(seq: int) -> dict[str, Any]:
    return {"participant": "", "kind": "agent", "delivered": seq, "seen": seq}
