"""The great test: old snapshot + events + marks = fresh snapshot, for every verb and everyone who may look.

The verbs are collected from the folder: one without a story here fails.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.cast import Agent, Cast, Guest
from tests.conversations.reading import catch_up
from tests.conversations.talk import close, events, join, open_, opened, say, seen
from troth.client.apply import Viewer, apply, apply_mark
from troth.client.shapes import Conversation
from troth.conversations import rights
from troth.datamap.vocabulary import Subject
from troth.kernel.ids import new_id
from troth.log import Log
from troth.privacy.plan import plan
from troth.privacy.run import run
from troth.wire.events import WireEvent
from troth.wire.frames import MarkOf

FOLDER = Path(rights.__file__).parent
WRITES = re.compile(r"\.unit\(|append_sync\(|return act\(")  # how a verb file writes


@dataclass
class Stage:
    cast: Cast
    talk: UUID

    def act(self, who: Agent | Guest, method: str, path: str, **body: Any) -> Any:
        answer = who.api.send(method, f"/conversations/{self.talk}{path}", {"client_id": new_id()} | body)
        assert answer.status < 300, answer
        return answer


type Act = Callable[[Stage], Any]

STORIES: dict[str, list[tuple[list[Act], Act]]] = {}  # verb file -> (what came before, the act itself)


def _joined(stage: Stage) -> Any:
    return stage.act(stage.cast.ada, "POST", "/participation")


def _ben_joined(stage: Stage) -> Any:
    return stage.act(stage.cast.ben, "POST", "/participation")


def _left(stage: Stage) -> Any:
    return stage.act(stage.cast.ada, "DELETE", "/participation")


def _closed(stage: Stage) -> Any:
    return stage.act(stage.cast.ada, "POST", "/closure")


def _closed_by_visitor(stage: Stage) -> Any:
    return stage.act(stage.cast.vi, "POST", "/closure")


def _reopened(stage: Stage) -> Any:
    return stage.act(stage.cast.ben, "DELETE", "/closure")


def _visitor_says(stage: Stage) -> Any:
    return stage.act(stage.cast.vi, "POST", "/messages", text="4111 1111 1111 1111 " + "so long " * 60)


def _agent_says(stage: Stage) -> Any:
    return stage.act(stage.cast.ada, "POST", "/messages", text="مرحبا 👋🏽")


def _noted(stage: Stage) -> Any:
    return stage.act(stage.cast.ben, "POST", "/notes", text="Be kind")


def _rated(stage: Stage) -> Any:
    return stage.act(stage.cast.vi, "POST", "/rating", score=4, comment="Quick")


def _rated_again(stage: Stage) -> Any:
    return stage.act(stage.cast.vi, "POST", "/rating", score=1)


def _asked(stage: Stage) -> Any:
    return stage.act(stage.cast.vi, "POST", "/transcripts", address="vi@example.test")


def _asked_by_agent(stage: Stage) -> Any:
    return stage.act(stage.cast.ada, "POST", "/transcripts", address="ada@example.test")


def _another(stage: Stage) -> Any:
    answer = open_(stage.cast.vi, text="Another matter")
    assert answer.status == 201, answer
    return answer


STORIES = {
    "open_": [([], _another)],
    "speak": [([], _visitor_says), ([_joined], _agent_says), ([_joined, _agent_says], _visitor_says)],
    "note": [([], _noted), ([_closed], _noted)],
    "join": [([], _joined), ([_ben_joined], _joined), ([_joined, _ben_joined, _left], _joined), ([_joined], _joined)],
    "leave": [([_joined], _left), ([_joined, _ben_joined], _left), ([], _left)],
    "close": [([], _closed), ([_joined, _agent_says], _closed_by_visitor)],
    "reopen": [
        ([_joined, _closed], _reopened),
        ([_joined, _agent_says, _closed], _reopened),
        ([_joined, _agent_says, _visitor_says, _closed], _reopened),
        ([], _reopened),
    ],
    "rate": [([_closed], _rated), ([_rated], _rated_again)],
    "ask_transcript": [([], _asked), ([_closed], _asked_by_agent)],
}
CASES = [
    pytest.param(before, act, id=f"{verb}-{n}")
    for verb, stories in STORIES.items()
    for n, (before, act) in enumerate(stories)
]


def test_every_verb_file_has_its_story() -> None:
    verbs = {file.stem for file in FOLDER.glob("*.py") if WRITES.search(file.read_text())} - {"act"}  # what they share
    # nobody asks for the others over the API of a talk: see below
    assert verbs == set(STORIES) | {"erase", "take_in", "tell_corrected"}


@pytest.mark.parametrize(("before", "act"), CASES)
def test_old_snapshot_and_events_make_the_fresh_snapshot(company: Cast, log: Log, before: list[Act], act: Act) -> None:
    cast = company
    stage = Stage(cast, opened(cast.vi, "Hello"))
    for step in before:
        step(stage)
    catch_up(log)
    lookers = _lookers(cast)
    old = [_snapshot(who, stage.talk) for who, _ in lookers]
    act(stage)
    catch_up(log)
    for (who, viewer), snapshot in zip(lookers, old, strict=True):
        for event in _events(who, stage.talk, after=snapshot.last_seq):
            snapshot = apply(snapshot, event, viewer)
        assert msgspec.to_builtins(snapshot) == msgspec.to_builtins(_snapshot(who, stage.talk))


@pytest.mark.parametrize("before", [[_joined, _agent_says, _visitor_says], [_closed, _rated]], ids=["open", "closed"])
def test_who_shows_the_talk_of_somebody_erased_drops_them(company: Cast, log: Log, before: list[Act]) -> None:
    cast = company
    email = f"vi.{cast.bikes.id.hex}@example.test"
    stage = Stage(cast, opened(cast.vi, "Hello", fields={"name": "Vi", "email": email}))
    for step in before:
        step(stage)
    catch_up(log)
    agents = [(who, viewer) for who, viewer in _lookers(cast) if viewer.kind == "agent"]
    old = [_snapshot(who, stage.talk) for who, _ in agents]
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id, force=True))
    catch_up(log)
    for (who, viewer), snapshot in zip(agents, old, strict=True):
        assert "Vi" in msgspec.json.encode(snapshot).decode()
        for event in _events(who, stage.talk, after=snapshot.last_seq):
            snapshot = apply(snapshot, event, viewer)
        assert msgspec.to_builtins(snapshot) == msgspec.to_builtins(_snapshot(who, stage.talk))
        assert "Vi " not in msgspec.json.encode(snapshot).decode().replace('"Vi"', "Vi ")


def test_a_whole_talk_folds_from_its_first_event(cast: Cast, log: Log) -> None:
    stage = Stage(cast, opened(cast.vi, "Hello"))
    story = [_noted, _joined, _agent_says, _visitor_says, _left, _closed_by_visitor, _rated, _reopened, _ben_joined]
    for step in story:
        step(stage)
    catch_up(log)
    for who, viewer in _lookers(cast):
        fresh = _snapshot(who, stage.talk)
        told = _events(who, stage.talk)
        first = told[0]
        snapshot = Conversation(
            id=fresh.id,
            workspace_id=fresh.workspace_id,
            site_id=fresh.site_id,
            number=fresh.number,
            state="open",
            opened_at=first.at,
            last_at=first.at,
            last_seq=first.seq,
            visitor=fresh.visitor,
            offline=fresh.offline,
            waiting_since=first.at if viewer.kind == "agent" else None,
            mine=viewer.kind == "visitor",
        )
        for event in told:
            snapshot = apply(snapshot, event, viewer)
        assert msgspec.to_builtins(snapshot) == msgspec.to_builtins(fresh)


def test_marks_move_what_is_unread(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "One")
    join(cast.ada, talk)
    for text in ("Two", "Three"):
        say(cast.vi, talk, text)
    catch_up(log)
    ada = cast.ada.member(cast.bikes).id
    (who, viewer), *_ = [looker for looker in _lookers(cast) if looker[0] is cast.ada]
    old = _snapshot(who, talk)
    assert old.unread == 3
    log.mark(cast.bikes.id, talk, ada, "agent", old.last_seq, old.last_seq - 1)
    mark = MarkOf(participant=ada, kind="agent", delivered=old.last_seq, seen=old.last_seq - 1)
    assert apply_mark(old, mark, _events(who, talk), viewer) == _snapshot(who, talk)
    assert _snapshot(who, talk).unread == 1
    assert seen(cast.vi, talk)["marks"] == [
        {"participant": str(ada), "kind": "agent", "delivered": old.last_seq, "seen": old.last_seq - 1}
    ]


def test_a_visitor_cannot_tell_that_there_are_notes(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "Hello")
    catch_up(log)
    before = seen(cast.vi, talk)
    _noted(Stage(cast, talk))
    catch_up(log)
    assert seen(cast.vi, talk) == before
    say(cast.vi, talk, "Still there?")
    told = events(cast.vi, talk)
    assert [event["kind"] for event in told].count("noted") == 0
    assert [event["after"] for event in told[1:]] == [event["seq"] for event in told[:-1]]
    close(cast.vi, talk)
    assert "noted" in [event["kind"] for event in events(cast.ada, talk)]


def _lookers(cast: Cast) -> list[tuple[Agent | Guest, Viewer]]:
    names = {agent.member(cast.bikes).id: agent.person.name for agent in (cast.ada, cast.ben)}
    team = [
        (agent, Viewer(kind="agent", id=agent.member(cast.bikes).id, names=names)) for agent in (cast.ada, cast.ben)
    ]
    return [(cast.vi, Viewer(kind="visitor", id=cast.vi.id)), *team]


def _snapshot(who: Agent | Guest, talk: UUID) -> Conversation:
    return msgspec.convert(seen(who, talk), Conversation)


def _events(who: Agent | Guest, talk: UUID, **query: Any) -> list[WireEvent]:
    answer = who.api.client.get(f"/api/v1/conversations/{talk}/events", query, headers=who.api.headers)
    items = msgspec.json.decode(answer.content, type=dict[str, msgspec.Raw])["items"]
    return msgspec.json.decode(items, type=list[WireEvent])
