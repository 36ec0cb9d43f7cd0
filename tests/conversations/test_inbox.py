"""The inbox: one list over all workspaces of an agent, by view, page by page, at a constant number of statements."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ninja import Schema

from tests.cast import Agent, Cast, Guest, guest
from tests.conversations.reading import catch_up
from tests.conversations.talk import close, events, join, opened, say, seen
from troth.conversations import shapes
from troth.conversations.snapshots import Preview, Rated, Snapshot, WhoAnswers, WhoAsks
from troth.kernel.ids import new_id
from troth.kernel.paging import encode_cursor
from troth.log import Log
from troth.wire.events import Answer
from troth.wire.frames import MarkOf


def ids(who: Agent | Guest, **query: Any) -> list[UUID]:
    answer = who.api.get("/conversations", **query)
    assert answer.status == 200, answer
    return [UUID(row["id"]) for row in answer["items"]]


def test_each_view_over_all_workspaces_and_over_one(cast: Cast, log: Log) -> None:
    bikes, tea = opened(cast.vi), opened(cast.val)
    taken, over = opened(guest(cast.bikes_site)), opened(guest(cast.tea_site))
    join(cast.ben, taken)
    close(cast.ada, over)
    catch_up(log)
    assert ids(cast.ada, view="waiting") == [bikes, tea, taken]  # whom nobody took first, then the longest wait
    say(cast.ben, taken, "At your service")
    catch_up(log)
    assert ids(cast.ada, view="waiting") == [bikes, tea]
    assert ids(cast.ada, view="open") == [taken, tea, bikes]  # the newest words first
    assert ids(cast.ada, view="mine") == []
    assert ids(cast.ben, view="mine") == [taken]
    assert ids(cast.ada, view="closed") == [over]
    assert ids(cast.ada, workspace=str(cast.tea.id)) == [over, tea]
    assert ids(cast.ben) == [taken, bikes]
    assert ids(cast.cy) == []
    assert ids(cast.vi) == [bikes]
    assert cast.ben.api.get("/conversations", workspace=str(cast.tea.id)).status == 404
    assert cast.ada.api.get("/conversations", view="mad").status == 422


def test_a_visitor_may_ask_for_each_view(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi)
    opened(guest(cast.bikes_site))
    assert ids(cast.vi, view="waiting") == ids(cast.vi, view="mine") == ids(cast.vi, view="open") == [talk]
    assert ids(cast.vi, view="closed") == []
    join(cast.ben, talk)
    say(cast.ben, talk, "At your service")
    catch_up(log)
    assert ids(cast.vi, view="waiting") == []
    assert ids(cast.vi, view="mine") == [talk]


def test_pages_neither_repeat_nor_lose_while_words_come_in(cast: Cast, log: Log) -> None:
    talks = [opened(guest(cast.bikes_site)) for _ in range(7)]
    catch_up(log)
    for view, order in (("open", talks[::-1]), ("waiting", talks)):
        found: list[UUID] = []
        cursor = None
        while True:
            page = cast.ada.api.get("/conversations", view=view, limit=3, **({"cursor": cursor} if cursor else {}))
            found += [UUID(row["id"]) for row in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert found == order
    first = cast.ada.api.get("/conversations", view="open", limit=3)
    join(cast.ada, talks[0])
    say(cast.ada, talks[0], "I was last and am first now")
    catch_up(log)
    second = cast.ada.api.get("/conversations", view="open", limit=50, cursor=first["next"])
    assert [UUID(row["id"]) for row in second["items"]] == talks[1:4][::-1]


def test_pages_of_who_waits_go_from_the_untaken_to_the_taken(cast: Cast, log: Log) -> None:
    talks = [opened(guest(site)) for site in (cast.bikes_site, cast.tea_site) * 3]
    for talk in talks[:3]:
        join(cast.ada, talk)
    catch_up(log)
    found: list[UUID] = []
    cursor = None
    while True:
        page = cast.ada.api.get("/conversations", view="waiting", limit=2, **({"cursor": cursor} if cursor else {}))
        found += [UUID(row["id"]) for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == talks[3:] + talks[:3]
    assert cast.ada.api.get("/conversations", view="waiting", cursor="WzIsMSwyXQ").status == 422


def test_a_wrong_cursor_or_limit_is_told(cast: Cast) -> None:
    for query in ({"cursor": "nonsense"}, {"cursor": "e30"}, {"limit": 0}, {"limit": 201}, {"limit": "x"}):
        assert cast.ada.api.get("/conversations", **query).status == 422


def test_a_cursor_beyond_all_time_is_told_too(cast: Cast) -> None:
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        cursor = encode_cursor(moment, cast.bikes.id.hex)
        for path in ("/conversations", f"/workspaces/{cast.bikes.id}/mails"):
            assert cast.ada.api.get(path, cursor=cursor).status == 422


def test_unread_counts_the_words_of_others_for_each_reader(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "One")
    join(cast.ada, talk)
    say(cast.ada, talk, "Two")
    say(cast.vi, talk, "Three")
    cast.ben.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="No words of the talk")

    def unread(who: Agent | Guest) -> int:
        return int(who.api.get("/conversations")["items"][0]["unread"])

    assert [unread(who) for who in (cast.vi, cast.ada, cast.ben)] == [1, 2, 3]
    log.mark(cast.bikes.id, talk, cast.ben.member(cast.bikes).id, "agent", 99, 99)
    assert [unread(who) for who in (cast.vi, cast.ada, cast.ben)] == [1, 2, 0]


@pytest.mark.parametrize("goes", ["removed", "officer"])
def test_who_waits_for_somebody_who_reads_no_talks_any_more_waits_for_all(cast: Cast, log: Log, goes: str) -> None:
    talk = opened(cast.vi)
    join(cast.ben, talk)
    catch_up(log)
    other = opened(guest(cast.bikes_site))
    catch_up(log)
    assert ids(cast.ada, view="waiting") == [other, talk]
    ben = cast.ben.member(cast.bikes).id
    member = f"/workspaces/{cast.bikes.id}/members/{ben}"
    gone = cast.ada.api.delete(member) if goes == "removed" else cast.ada.api.patch(member, role=goes)
    assert gone.status in (200, 204)
    assert ids(cast.ada, view="waiting") == [talk, other]
    assert cast.ben.api.get(f"/conversations/{talk}").status == 404


@pytest.mark.parametrize("late", [False, True], ids=["the reader at once", "the reader at the end"])
def test_a_reopened_conversation_waits_only_where_the_visitor_spoke_last(cast: Cast, log: Log, late: bool) -> None:
    asked, told = (opened(guest(cast.bikes_site)) for _ in range(2))
    for talk in (asked, told):
        join(cast.ada, talk)
    say(cast.ada, told, "Here you are")
    for talk in (asked, told):
        if not late:
            catch_up(log)
        close(cast.ada, talk)
        assert seen(cast.ada, talk)["waiting_since"] is None
        if not late:
            catch_up(log)
        cast.ada.api.delete(f"/conversations/{talk}/closure", client_id=new_id())
    catch_up(log)
    assert ids(cast.ada, view="waiting") == [asked]
    reopened = [event for event in events(cast.ada, asked) if event["kind"] == "reopened"]
    since = datetime.fromisoformat(seen(cast.ada, asked)["waiting_since"])
    assert since == datetime.fromisoformat(reopened[-1]["at"])


def test_the_other_conversations_of_a_visitor(cast: Cast, log: Log) -> None:
    talks = [opened(cast.vi), opened(cast.vi)]
    opened(guest(cast.bikes_site))
    close(cast.vi, talks[0])
    catch_up(log)
    assert ids(cast.ada, visitor=str(cast.vi.id)) == talks  # closing was the newest that happened
    assert ids(cast.cy, visitor=str(cast.vi.id)) == []


def test_what_is_asked_of_a_visitor_or_of_ones_own_is_no_walk_through_the_years(cast: Cast, log: Log) -> None:
    """Plans of SQLite, which knows no numbers of rows, so that they are the same at any size."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the numbers of rows")
    join(cast.ben, opened(cast.vi))
    for who, query in ((cast.ada, {"visitor": str(cast.vi.id)}), (cast.vi, {}), (cast.vi, {"view": "open"})):
        assert "conversation_inbox" not in _plans(who, **query), query
    assert "participation_now" not in _plans(cast.ben, view="mine"), "all that the agent ever took part in"


def _plans(who: Agent | Guest, **query: Any) -> str:
    with CaptureQueriesContext(connection) as run:
        assert len(ids(who, **query)) == 1
    plans = []
    with connection.cursor() as cursor:
        for statement in run.captured_queries:
            if statement["sql"].startswith("SELECT"):
                cursor.execute("EXPLAIN QUERY PLAN " + statement["sql"].replace("%", "%%"), [])
                plans += [row[3] for row in cursor.fetchall()]
    return "\n".join(plans)


def test_a_page_costs_the_same_statements_at_any_size(cast: Cast, log: Log) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as run:
            cast.ada.api.get("/conversations", view="open")
        return len(run)

    join(cast.ada, opened(cast.vi))
    catch_up(log)
    cost()  # what is looked up once a process
    one = cost()
    for _ in range(5):
        talk = opened(guest(cast.bikes_site))
        join(cast.ada, talk)
        join(cast.ben, talk)
    catch_up(log)
    assert len(ids(cast.ada, view="open")) == 6
    assert cost() == one


DESCRIBED: dict[type[msgspec.Struct], type[Schema]] = {
    Snapshot: shapes.ConversationShown,
    WhoAsks: shapes.VisitorShown,
    WhoAnswers: shapes.AgentShown,
    Preview: shapes.PreviewShown,
    Rated: shapes.RatingShown,
    Answer: shapes.AnswerShown,
    MarkOf: shapes.MarkShown,
}


def test_what_is_sent_is_what_the_description_says(cast: Cast, log: Log) -> None:
    """The answers are written by other structs than those that describe them."""
    for sent, description in DESCRIBED.items():
        assert sent.__struct_fields__ == tuple(description.model_fields)
    talk = opened(cast.vi)
    join(cast.ben, talk)
    say(cast.ben, talk, "At your service")
    close(cast.ben, talk)
    cast.vi.api.post(f"/conversations/{talk}/rating", client_id=new_id(), score=5, comment="Thanks")
    catch_up(log)
    for who in (cast.ben, cast.vi):
        page = who.api.get("/conversations")
        [shown] = shapes.ConversationsPage.model_validate(page.body).items
        assert shown.agents
        assert shown.answers
        assert shown.preview
        assert shown.rating
        assert shown.model_dump(mode="json").keys() == page["items"][0].keys()
        assert seen(who, talk) == page["items"][0]
