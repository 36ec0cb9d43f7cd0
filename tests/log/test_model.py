"""Random appends, repeats, notes, refusals and units against a model: numbers without gaps, `after` right for both
audiences, commitments that anyone with the salts can recompute, positions in one order."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.log.rig import Rig, said
from troth.kernel.errors import Conflict, NotFound
from troth.kernel.ids import new_id
from troth.log import Draft, Head, Written
from troth.vault import commit
from troth.wire.events import Audience, Author, Noted, Said

STREAMS, AUTHORS, CLIENT_IDS = 3, 2, 4


@dataclass(frozen=True)
class Act:
    """Something somebody tries: few ids, so that repeats and conflicts happen."""

    stream: int
    author: int
    client_id: int
    text: str
    team: bool
    allowed: bool


acts = st.builds(
    Act, st.integers(0, STREAMS - 1), st.integers(0, AUTHORS - 1), st.integers(0, CLIENT_IDS - 1),
    st.sampled_from(["a", "b"]), st.booleans(), st.integers(0, 4).map(bool),
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(["append", "unit"]), st.lists(acts, min_size=1, max_size=12)), max_size=8)


@dataclass
class Model:
    """What the log should be: for each stream its accepted acts, in order."""

    streams: dict[int, list[Act]] = field(default_factory=lambda: {n: [] for n in range(STREAMS)})

    def expect(self, act: Act) -> object:
        """What this act is answered; it is kept when it is new and allowed."""
        kept = self.streams[act.stream]
        for seq, other in enumerate(kept, 1):
            if (other.author, other.client_id) == (act.author, act.client_id):
                return ("repeat", seq) if (other.text, other.team) == (act.text, act.team) else Conflict
        if not act.allowed:
            return NotFound
        kept.append(act)
        return ("new", len(kept))


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps)
def test_the_log_is_what_the_model_says(rig: Rig, script: list[tuple[str, list[Act]]]) -> None:
    workspace, model = new_id(), Model()
    heads = [rig.stream(workspace) for _ in range(STREAMS)]
    authors = [Author(kind="visitor", id=new_id()) for _ in range(AUTHORS)]
    client_ids = [new_id() for _ in range(CLIENT_IDS)]

    def draft(act: Act) -> Draft:
        return said(
            heads[act.stream], Noted(text=act.text) if act.team else Said(text=act.text), author=authors[act.author],
            client_id=client_ids[act.client_id], verb="anything" if act.allowed else "nothing",
            audience=Audience.TEAM if act.team else Audience.ALL,
        )  # fmt: skip

    async def at_once(batch: list[Act]) -> list[object]:
        return await asyncio.gather(*(rig.log.append(draft(act)) for act in batch), return_exceptions=True)

    for door, batch in script:
        if door == "append":
            # the loop hands them over in order, so the scribe takes them in order
            for act, outcome in zip(batch, asyncio.run(at_once(batch)), strict=True):
                assert _told(outcome) == model.expect(act)
            continue
        act = batch[0]
        expected = model.expect(act)
        try:
            with rig.log.unit("act", draft(act)) as unit:
                pass
            outcome = unit.written[0]
        except (NotFound, Conflict) as refusal:
            outcome = refusal
        assert _told(outcome) == expected

    for n, head in enumerate(heads):
        _stands(rig, head, model.streams[n])


def _told(outcome: object) -> object:
    if isinstance(outcome, Written):
        return ("repeat" if outcome.duplicate else "new", outcome.event.seq)
    return type(outcome)


def _stands(rig: Rig, head: Head, kept: list[Act]) -> None:
    events = rig.log.read(head.workspace, head.stream, limit=1000, audience=Audience.TEAM)
    assert [event.seq for event in events] == list(range(1, len(kept) + 1))
    for event, act in zip(events, kept, strict=True):
        body = event.opened()
        assert isinstance(body, Noted if act.team else Said)
        assert body.text == act.text
    everyone = [event.seq for event in events if event.audience == Audience.ALL]
    for event in events:
        assert event.after_all == max((seq for seq in everyone if seq < event.seq), default=0)
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
