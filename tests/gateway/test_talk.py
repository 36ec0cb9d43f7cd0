"""A visitor and an agent talk through the real server."""

import time
from uuid import UUID

from tests.cast import Cast
from tests.gateway.talk import Socket, joined, opened
from troth.kernel.ids import new_id


def test_what_one_says_the_other_hears_and_both_have_it_once(cast: Cast, port: int) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada:
        assert (vi.follow(talk))["op"] == "subscribed"
        assert (ada.follow(talk))["op"] == "subscribed"
        ack = vi.tell(talk, "Is the red one in stock?")
        heard = ada.event()
        assert heard["body"] == {"text": "Is the red one in stock?"}
        assert (heard["seq"], heard["author"]["id"]) == (ack["seq"], str(cast.vi.id))
        again = ada.tell(talk, "It is.")
        assert (vi.event())["seq"] == ack["seq"]
        answer = vi.event()
        assert (answer["seq"], answer["after"]) == (again["seq"], ack["seq"])
        assert answer["author"] == {"kind": "agent", "id": str(cast.ada.member(cast.bikes).id)}


def test_an_agent_who_only_looks_is_told_to_join_first(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.ada) as ada:
        ada.follow(talk)
        refused = ada.tell(talk, "Hello")
        assert (refused["code"], refused["message"]) == ("forbidden", "Join the conversation first.")


def test_a_repeat_is_the_same_message_and_another_body_a_conflict(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi:
        vi.follow(talk)
        same = str(new_id())
        first = vi.tell(talk, "once", client_id=same)
        repeat = vi.tell(talk, "once", client_id=same)
        assert (repeat["op"], repeat["seq"], repeat["duplicate"]) == ("ack", first["seq"], True)
        other = vi.tell(talk, "twice", client_id=same)
        assert (other["code"], other["client_id"], other["ref"]) == ("conflict", same, 7)


def test_who_comes_back_gets_what_was_missed_and_no_gap(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi:
        last = (vi.follow(talk))["last"]
        for number in range(3):
            vi.tell(talk, f"message {number}")
    with Socket.of(port, cast.vi) as vi:
        assert (vi.follow(talk, after=last))["last"] == last + 3
        missed = vi.hear("events")
        assert [event["body"]["text"] for event in missed["events"]] == ["message 0", "message 1", "message 2"]
        assert [event["after"] for event in missed["events"]] == [last, last + 1, last + 2]


def test_a_visitor_neither_gets_notes_nor_can_tell_that_there_are_any(cast: Cast, port: int) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada:
        before = (vi.follow(talk))["last"]
        ada.follow(talk)
        note = cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="a difficult one")
        assert note.status == 201
        assert (ada.event("noted"))["audience"] == "team"
        ack = ada.tell(talk, "Hello")
        heard = vi.event()
        assert (heard["seq"], heard["after"]) == (ack["seq"], before)
        vi.say(op="after", ref=3, stream=str(talk), after=before)
        assert [event["seq"] for event in (vi.hear("events"))["events"]] == [ack["seq"]]
        ada.say(op="after", ref=3, stream=str(talk), after=before)
        assert [event["kind"] for event in (ada.hear("events"))["events"]] == ["noted", "said"]


def test_a_refused_inbox_says_which_one(cast: Cast, port: int) -> None:
    with Socket.of(port, cast.ada) as ada:
        ada.say(op="subscribe", ref=7, workspace=str(cast.bikes.id), cursor="not a cursor")
        refused = ada.hear("error")
        assert (refused["code"], refused["ref"], refused["workspace"]) == ("invalid", 7, str(cast.bikes.id))


def test_the_end_of_a_subscription_that_never_was_is_answered(cast: Cast, port: int) -> None:
    """A client asks so whether its line still lives."""
    with Socket.of(port, cast.vi) as vi:
        vi.say(op="unsubscribe", ref=9, stream=str(UUID(int=0)))
        assert vi.hear("unsubscribed")["ref"] == 9


def test_the_inbox_hears_of_every_conversation_and_resumes_by_its_cursor(cast: Cast, port: int) -> None:
    with Socket.of(port, cast.ada) as ada:
        ada.say(op="subscribe", ref=1, workspace=str(cast.bikes.id))
        cursor = (ada.hear("subscribed"))["cursor"]
        talk = opened(cast)
        live = ada.hear("summary")
        assert (live["event"]["kind"], live["event"]["stream"]) == ("opened", str(talk))
    with Socket.of(port, cast.ada) as ada:
        ada.say(op="subscribe", ref=1, workspace=str(cast.bikes.id), cursor=cursor)
        ada.hear("subscribed")
        again = ada.hear("summary")
        assert again["event"] == live["event"]
        assert again["cursor"] == live["cursor"]


def test_typing_is_told_to_the_others_and_ends_with_the_socket(cast: Cast, port: int) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    with Socket.of(port, cast.vi) as vi:
        vi.follow(talk)
        with Socket.of(port, cast.ada) as ada:
            ada.follow(talk)
            ada.say(op="typing", stream=str(talk))
            typing = vi.hear("typing")
            assert (typing["who"], typing["on"]) == ("agent", True)
        assert (vi.hear("typing"))["on"] is False


def test_an_agent_who_only_looks_is_not_seen_typing(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada:
        vi.follow(talk)
        ada.follow(talk)
        ada.say(op="typing", stream=str(talk))
        assert (ada.tell(talk, "not taking part"))["code"] == "forbidden"
        joined(cast.ada, talk)
        ada.say(op="typing", stream=str(talk))
        assert (vi.hear("typing", "event"))["op"] == "event"  # joined comes first
        assert (vi.hear("typing"))["on"] is True


def test_marks_are_told_at_once_and_never_run_ahead(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ada) as ada:
        vi.follow(talk)
        last = (ada.follow(talk))["last"]
        vi.say(op="mark", stream=str(talk), seen=2**31 - 1)
        mark = (ada.hear("mark"))["mark"]
        assert mark == {"participant": str(cast.vi.id), "kind": "visitor", "delivered": last, "seen": last}
    with Socket.of(port, cast.ada) as ada:
        assert mark in (ada.follow(talk))["marks"]


def test_agents_see_who_is_on_their_sites_and_visitors_how_many_agents(cast: Cast, port: int) -> None:
    with Socket.of(port, cast.ada) as ada:
        ada.say(op="subscribe", ref=1, workspace=str(cast.bikes.id))
        board = ada.hear("here")
        assert board["all"] is True
        with Socket.of(port, cast.vi) as vi:
            assert (vi.hear("here")).get("agents", 0) == 0
            assert [v["visitor"] for v in (ada.hear("here"))["visitors"]] == [str(cast.vi.id)]
            ada.say(op="here", available=True)
            assert (vi.hear("here"))["agents"] == 1
            ada.say(op="here", available=False)
            assert (vi.hear("here")).get("agents", 0) == 0
        while not (board := ada.hear("here")).get("visitors"):
            pass
        assert board["visitors"][0]["gone"] is True


def test_a_visitor_who_changes_pages_without_end_does_not_flood_the_agents(cast: Cast, port: int) -> None:
    cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}", telemetry="basic")
    with Socket.of(port, cast.ada) as ada:
        ada.say(op="subscribe", ref=1, workspace=str(cast.bikes.id))
        ada.hear("here")
        with Socket.of(port, cast.vi) as vi:
            began = time.monotonic()
            for page in [*(f"https://a.example/{n}" for n in range(150)), *["https://a.example/end"] * 40]:
                vi.say(op="here", page={"url": page, "title": ""})
            heard: list[str] = []
            while heard[-1:] != ["https://a.example/end"]:
                heard += [one["page"]["url"] for one in ada.hear("here").get("visitors", []) if one.get("page")]
    assert len(heard) < 40 + (time.monotonic() - began)  # one a second, as long as it took


def test_ben_who_is_removed_does_not_get_the_next_message(cast: Cast, port: int) -> None:
    talk = opened(cast)
    ben = cast.ben.member(cast.bikes).id
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ben) as socket:
        vi.follow(talk)
        socket.follow(talk)
        socket.say(op="subscribe", ref=2, workspace=str(cast.bikes.id))
        socket.hear("subscribed")
        assert cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{ben}").status == 204
        assert (vi.tell(talk, "secret"))["op"] == "ack"
        heard = [socket.hear("gone", "event", "summary") for _ in range(2)]
        assert {frame["op"] for frame in heard} == {"gone"}
        assert (socket.tell(talk, "still here?"))["code"] == "not_found"
        assert (socket.follow(talk))["code"] == "not_found"


def test_an_agent_added_to_a_workspace_can_follow_it_at_once(cast: Cast, port: int) -> None:
    talk = opened(cast)
    with Socket.of(port, cast.cy) as cy:
        assert (cy.follow(talk))["code"] == "not_found"
        added = cast.ada.api.post(
            f"/workspaces/{cast.bikes.id}/members", email=cast.cy.person.email, name="Cy", role="agent"
        )
        assert added.status == 201
        assert (cy.follow(talk))["op"] == "subscribed"
