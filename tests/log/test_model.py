"""Random words, repeats, notes, refusals, units, closings, erasures, readers and restarts against a model: numbers
without gaps, `after` right for both audiences, commitments that anyone with the salts can recompute, positions in one
order, each read once."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.log.model import AUTHORS, CLIENT_IDS, STREAMS, Act, Model
from tests.log.rig import Rig, said
from tests.postgres import fresh_database
from tests.until import PATIENCE
from troth.kernel.errors import Closed, Conflict, NotFound
from troth.kernel.ids import new_id
from troth.log import CLOSED, OPEN, Draft, Event, Head, Written
from troth.vault import commit
from troth.wire.events import Audience, Author, Noted, Said

streams = st.integers(0, STREAMS - 1)
acts = st.builds(
    Act, streams, st.integers(0, AUTHORS - 1), st.integers(0, CLIENT_IDS - 1),
    st.sampled_from(["a", "b"]), st.booleans(), st.integers(0, 4).map(bool),
)  # fmt: skip


class Place:
    """Where a log is kept, and the log that is open there now."""

    def __init__(self, var: Path, url: str) -> None:
        self._var, self._url = var, url
        self.grew = threading.Event()
        self.open()

    def open(self) -> None:
        self.rig = Rig(self._var, self._url)
        self.rig.log.on_position(lambda events: self.grew.set())

    def restart(self) -> None:
        self.rig.close()
        self.open()


class Told(Exception):
    """A reader that fails after it has written."""


class Machine(RuleBasedStateMachine):
    """One workspace with a few streams, a few who speak, and a reader."""

    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.reader = new_id().hex
        self.read: list[tuple[UUID, int]] = []

    @property
    def rig(self) -> Rig:
        return self.place.rig

    @initialize()
    def begin(self) -> None:
        self.workspace = new_id()
        self.heads = [self.rig.stream(self.workspace) for _ in range(STREAMS)]
        self.authors = [Author(kind="visitor", id=new_id()) for _ in range(AUTHORS)]
        self.client_ids = [new_id() for _ in range(CLIENT_IDS)]
        for author in self.authors:
            self.rig.allow("say", author.id)
        with self.rig.transactions.atomic():
            cursor = self.rig.transactions.cursor()
            self.rig.log.bookmarks.open(cursor, self.reader)
            self.rig.log.bookmarks.move(cursor, self.reader, self.rig.log.last_position())

    def draft(self, act: Act) -> Draft:
        return said(
            self.heads[act.stream], Noted(text=act.text) if act.team else Said(text=act.text),
            author=self.authors[act.author], client_id=self.client_ids[act.client_id],
            verb="say" if act.allowed else "nothing", audience=Audience.TEAM if act.team else Audience.ALL,
        )  # fmt: skip

    @rule(batch=st.lists(acts, min_size=1, max_size=12))
    def append(self, batch: list[Act]) -> None:
        """All at once; the loop hands them over in order, so the scribe takes them in order."""

        async def at_once() -> list[object]:
            appending = (self.rig.log.append(self.draft(act)) for act in batch)
            return await asyncio.gather(*appending, return_exceptions=True)

        outcomes = asyncio.run(at_once())
        assert [_told(outcome) for outcome in outcomes] == [self.model.append(act) for act in batch]

    @rule(batch=st.lists(acts, min_size=1, max_size=4))
    def unit(self, batch: list[Act]) -> None:
        """All of it or nothing."""
        expected = self.model.unit(batch)
        drafts = [self.draft(act) for act in batch]
        if isinstance(expected, type):
            with pytest.raises(expected), self.rig.log.unit("act", *drafts):
                pass
            return
        with self.rig.log.unit("act", *drafts) as unit:
            pass
        assert [_told(written) for written in unit.written] == expected

    @rule(stream=streams, batch=st.lists(acts, min_size=1, max_size=3))
    def unit_that_fails(self, stream: int, batch: list[Act]) -> None:
        """Whatever a unit did is undone when its verb raises."""
        head = self.heads[stream]
        with (
            contextlib.suppress(Told, NotFound, Conflict, Closed),
            self.rig.log.unit("fails", *map(self.draft, batch), locks=[head]) as unit,
        ):
            unit.state(head.stream, CLOSED)
            raise Told

    @rule(stream=streams, closed=st.booleans())
    def close_or_reopen(self, stream: int, closed: bool) -> None:
        with self.rig.log.unit("state", locks=[self.heads[stream]]) as unit:
            unit.state(self.heads[stream].stream, CLOSED if closed else OPEN)
        self.model.close(stream, closed)

    @rule(stream=streams, author=st.integers(0, AUTHORS - 1))
    def erase(self, stream: int, author: int) -> None:
        self.rig.log.erase(self.workspace, self.authors[author].id, self.heads[stream].stream)
        self.model.erase(stream, author)

    @rule(now=st.integers(0, 2))
    def restart(self, now: int) -> None:
        """Now and then: it takes as long as all the rest."""
        if now == 0:
            self.place.restart()

    @rule(limit=st.integers(1, 7), fails=st.booleans())
    def read_on(self, limit: int, fails: bool) -> None:
        """What the reader makes of events and how far it is are kept together, or neither."""
        fresh: list[Event] = []
        try:
            with self.rig.transactions.atomic():
                cursor = self.rig.transactions.cursor()
                at = self.rig.log.bookmarks.open(cursor, self.reader)
                fresh = self.rig.log.follow(self.reader, at, limit)
                assert [event.position for event in fresh] == list(range(at + 1, at + len(fresh) + 1))
                if fresh:
                    self.rig.log.bookmarks.move(cursor, self.reader, fresh[-1].position)
                if fails:
                    raise Told
        except Told:
            return
        self.read += [(event.stream, event.seq) for event in fresh if event.workspace == self.workspace]

    @rule(stream=streams, after=st.integers(0, 12), limit=st.integers(1, 5), team=st.booleans())
    def page(self, stream: int, after: int, limit: int, team: bool) -> None:
        head, audience = self.heads[stream], Audience.TEAM if team else Audience.ALL
        page = self.rig.log.read(head.workspace, head.stream, after=after, limit=limit, audience=audience)
        assert [_shown(event) for event in page] == self.model.page(stream, after, limit, team)

    @invariant()
    def the_heads_say_how_far_it_is(self) -> None:
        addresses = [(head.workspace, head.stream) for head in self.heads]
        rows = self.rig.log.heads(addresses)
        assert [(rows[one].last_seq, rows[one].last_all, rows[one].state == CLOSED) for one in addresses] == [
            self.model.head(stream) for stream in range(STREAMS)
        ]

    def teardown(self) -> None:
        if not hasattr(self, "heads"):
            return
        for stream, head in enumerate(self.heads):
            _stands(self.rig, head, self.model, stream)
        end = time.monotonic() + PATIENCE  # PostgreSQL's positions come a moment after the commit
        while len(self.read) < self.model.total and time.monotonic() < end:
            self.place.grew.clear()
            self.read_on(200, fails=False)
            if len(self.read) < self.model.total:
                self.place.grew.wait(0.5)
        for stream, head in enumerate(self.heads):
            seqs = [seq for of, seq in self.read if of == head.stream]
            assert seqs == list(range(1, len(self.model.streams[stream]) + 1))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with ExitStack() as stack:
        url = stack.enter_context(fresh_database()) if request.param == "postgres" else ""
        place = Place(tmp_path_factory.mktemp("model"), url)
        stack.callback(lambda: place.rig.close())
        yield place


@pytest.mark.slow
def test_the_log_is_what_the_model_says(place: Place) -> None:
    class Here(Machine):
        pass

    Here.place = place
    how = settings(max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Here, settings=how)


def _told(outcome: object) -> object:
    if isinstance(outcome, Written):
        return ("repeat" if outcome.duplicate else "new", outcome.event.seq)
    return type(outcome)


def _shown(event: Event) -> tuple[int, str | None]:
    body = event.opened()
    assert body is None or isinstance(body, Noted if event.audience == Audience.TEAM else Said)
    return event.seq, body.text if isinstance(body, Noted | Said) else None


def _stands(rig: Rig, head: Head, model: Model, stream: int) -> None:
    events = rig.log.read(head.workspace, head.stream, limit=1000, audience=Audience.TEAM)
    assert [_shown(event) for event in events] == model.page(stream, 0, 1000, True)
    everyone = [event.seq for event in events if event.audience == Audience.ALL]
    for event in events:
        assert event.after_all == max((seq for seq in everyone if seq < event.seq), default=0)
    if model.erased[stream]:
        return  # salts went with the words
    last = bytes(32)
    for (seq, sealed, commitment), salt in _with_salts(rig, head):
        last = commit(salt, head.workspace.bytes + head.stream.bytes + b"%d|" % seq + last + sealed)
        assert last == commitment
    [(head_commitment,)] = rig.sql("SELECT last_commit FROM log_head WHERE stream = {}", rig.id(head.stream))
    assert bytes(head_commitment) == last


def _with_salts(rig: Rig, head: Head) -> list[tuple[tuple[int, bytes, bytes], bytes]]:
    """((seq, body, commitment), salt) of a stream, opened without the log's own chain code."""
    columns = (
        "workspace, stream, seq, after_all, at, kind, v, audience, author_kind, author, client_id, key_id,"
        " commitment, payload, 0"
    )
    rows = rig.sql(f"SELECT {columns} FROM log_event WHERE stream = {{}} ORDER BY seq", rig.id(head.stream))
    opened = rig.log._writer.opener.with_salt(rows)
    return [((event.seq, event.body, event.commitment), salt) for event, salt in opened]


def test_positions_are_one_order_without_gaps(rig: Rig) -> None:
    workspace = new_id()
    heads = [rig.stream(workspace) for _ in range(3)]
    start = rig.log.last_position()
    seen: list[tuple[UUID, int]] = []

    async def talk() -> None:
        await asyncio.gather(*(rig.log.append(said(heads[n % 3])) for n in range(300)))

    asyncio.run(talk())
    after = start
    while len(seen) < 300:
        events = rig.log.follow("test", after, 7)
        assert [event.position for event in events] == list(range(after + 1, after + len(events) + 1))
        seen += [(event.stream, event.seq) for event in events]
        after = events[-1].position if events else after
    for head in heads:
        assert [seq for stream, seq in seen if stream == head.stream] == list(range(1, 101))
