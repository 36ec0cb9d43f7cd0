"""Saying, noting, joining, leaving, closing, reopening, rating: repeats are harmless, wrong ones are told why."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from tests.cast import Agent, Cast, Guest, guest
from tests.conversations.talk import close, events, join, open_, opened, say, seen
from troth.conversations.models import Participation
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.wire.frames import MAX_TEXT


@pytest.fixture
def few() -> Iterator[None]:
    """A visitor may say two things, and then wait for hours."""
    before = config.current()
    limits = msgspec.structs.replace(before.limits, visitor_burst=2, visitor_rate=0.0001)
    config.use(msgspec.structs.replace(before, limits=limits))
    yield
    config.use(before)


def kinds(who: Agent | Guest, talk: Any) -> list[str]:
    return [event["kind"] for event in events(who, talk)]


def test_a_repeated_message_is_the_same_message(cast: Cast) -> None:
    talk, client_id = opened(cast.vi), new_id()
    first = say(cast.vi, talk, "4111 1111 1111 1111", client_id=client_id)
    again = say(cast.vi, talk, "4111 1111 1111 1111", client_id=client_id)
    assert (first.status, again.status) == (201, 200)
    assert first["masked"] == again["masked"] == 1
    assert (first["seq"], first["at"]) == (again["seq"], again["at"])
    assert (first["duplicate"], again["duplicate"]) == (False, True)
    other = say(cast.vi, talk, "Something else", client_id=client_id)
    assert (other.status, other.code) == (409, "conflict")
    assert kinds(cast.vi, talk).count("said") == 2


def test_the_longest_message_fits_and_one_more_does_not(cast: Cast) -> None:
    talk = opened(cast.vi)
    assert say(cast.vi, talk, "😀" * MAX_TEXT).status == 201
    refused = say(cast.vi, talk, "😀" * MAX_TEXT + "x")
    assert (refused.status, refused.code, refused["fields"]) == (413, "too_large", {"text": "too_long"})


def test_a_note_is_for_the_team_and_is_taken_after_the_end(cast: Cast) -> None:
    talk = opened(cast.vi)
    close(cast.vi, talk)
    path, body = f"/conversations/{talk}/notes", {"client_id": new_id(), "text": "Rude, card 4111111111111111"}
    first, again = (cast.ben.api.post(path, **body) for _ in range(2))
    assert (first.status, again.status, first["masked"]) == (201, 200, 1)
    assert kinds(cast.ada, talk)[-1] == "noted"
    assert "noted" not in kinds(cast.vi, talk)
    assert cast.vi.api.post(path, **body).status == 403


def test_joining_twice_is_joining_once(cast: Cast) -> None:
    talk = opened(cast.vi)
    for _ in range(2):
        assert [agent["alias"] for agent in join(cast.ada, talk)["agents"]] == ["Robin"]
    assert kinds(cast.vi, talk).count("joined") == 1
    assert Participation.objects.filter(conversation_id=talk).count() == 1


def test_an_agent_who_left_says_nothing_and_may_come_back(cast: Cast) -> None:
    talk = opened(cast.vi)
    join(cast.ada, talk)
    join(cast.ben, talk)
    for _ in range(2):
        left = cast.ada.api.delete(f"/conversations/{talk}/participation", client_id=new_id())
        assert [agent["name"] for agent in left["agents"]] == ["Ben Okafor"]
    assert say(cast.ada, talk, "Hm").code == "forbidden"
    assert [agent["name"] for agent in join(cast.ada, talk)["agents"]] == ["Ben Okafor", "Ada Lindqvist"]
    assert say(cast.ada, talk, "Back").status == 201


def test_a_retry_of_what_was_kept_is_answered_after_leaving(cast: Cast) -> None:
    talk, once = opened(cast.vi), new_id()
    join(cast.ada, talk)
    first = say(cast.ada, talk, "Kept", client_id=once)
    assert cast.ada.api.delete(f"/conversations/{talk}/participation", client_id=new_id()).status == 200
    again = say(cast.ada, talk, "Kept", client_id=once)
    assert (again.status, again["seq"], again["duplicate"]) == (200, first["seq"], True)
    other = say(cast.ada, talk, "Not kept")
    assert (other.status, other.code, other["detail"]) == (403, "forbidden", "Join the conversation first.")


def test_delete_needs_no_body(cast: Cast) -> None:
    talk = opened(cast.vi)
    join(cast.ada, talk)
    assert cast.ada.api.send("DELETE", f"/conversations/{talk}/participation", b"").status == 200
    close(cast.ada, talk)
    assert cast.ada.api.send("DELETE", f"/conversations/{talk}/closure?client_id={new_id()}", b"")["state"] == "open"


def test_the_end_is_once_and_can_be_undone_by_an_agent(cast: Cast) -> None:
    talk, client_id = opened(cast.vi), new_id()
    first, again = (cast.vi.api.post(f"/conversations/{talk}/closure", client_id=client_id) for _ in range(2))
    assert first.body == again.body
    assert first["closed_at"] is not None
    assert close(cast.ada, talk).code == "closed"
    assert join(cast.ada, talk).code == "closed"
    assert say(cast.vi, talk, "Wait").code == "closed"
    assert cast.vi.api.delete(f"/conversations/{talk}/closure", client_id=new_id()).status == 403
    reopened = cast.ada.api.delete(f"/conversations/{talk}/closure", client_id=new_id())
    assert (reopened["state"], reopened["closed_at"]) == ("open", None)
    assert say(cast.vi, talk, "Thank you").status == 201
    assert kinds(cast.vi, talk).count("closed") == 1


def test_the_last_rating_counts_and_only_a_visitor_rates(cast: Cast) -> None:
    talk = opened(cast.vi)
    path = f"/conversations/{talk}/rating"
    assert cast.vi.api.post(path, client_id=new_id(), score=2, comment="Slow")["rating"] == {
        "score": 2,
        "comment": "Slow",
    }
    close(cast.vi, talk)
    assert cast.vi.api.post(path, client_id=new_id(), score=5)["rating"] == {"score": 5, "comment": ""}
    assert seen(cast.ada, talk)["rating"]["score"] == 5
    assert cast.ada.api.post(path, client_id=new_id(), score=5).status == 403
    for score in (0, 6, -1, 2**40):
        refused = cast.vi.api.post(path, client_id=new_id(), score=score)
        assert (refused.status, refused["fields"]) == (422, {"score": "range"})
    assert cast.vi.api.post(path, client_id=new_id(), score=3, comment="x" * 1001).status == 413


def test_ratings_are_counted_like_messages(cast: Cast, few: None) -> None:
    path = f"/conversations/{opened(cast.vi)}/rating"
    answers = [cast.vi.api.post(path, client_id=new_id(), score=5).status for _ in range(4)]
    assert answers == [200, 200, 429, 429]


def test_colleagues_are_called_as_their_workspace_calls_them(cast: Cast) -> None:
    """What another workspace calls the same person is none of this one's."""
    added = cast.cy.api.post(f"/workspaces/{cast.lamps.id}/members", email=cast.ben.person.email, name="B.")
    assert added.status == 201, added
    talk = opened(cast.zoe)
    assert [agent["name"] for agent in join(cast.ben, talk)["agents"]] == ["B."]
    assert [agent["name"] for agent in seen(cast.cy, talk)["agents"]] == ["B."]


def test_history_goes_by_pages_both_ways(cast: Cast) -> None:
    talk = opened(cast.vi)
    for n in range(7):
        say(cast.vi, talk, f"Line {n}")
    path = f"/conversations/{talk}/events"
    first = cast.vi.api.get(path, limit=4)
    assert ([event["seq"] for event in first["items"]], first["more"]) == ([1, 2, 3, 4], True)
    rest = cast.vi.api.get(path, after=4)
    assert ([event["seq"] for event in rest["items"]], rest["more"]) == ([5, 6, 7, 8, 9, 10], False)
    newest = cast.vi.api.get(path, before=2**31 - 1, limit=3)
    assert ([event["seq"] for event in newest["items"]], newest["more"]) == ([8, 9, 10], True)
    older = cast.vi.api.get(path, before=3, limit=3)
    assert ([event["seq"] for event in older["items"]], older["more"]) == ([1, 2], False)
    for wrong in ({"limit": 0}, {"limit": 201}, {"after": 1, "before": 2}, {"after": -1}, {"after": 2**70}):
        assert cast.vi.api.get(path, **wrong).status == 422


@pytest.mark.parametrize("address", ["", "vi", "vi@", "@example.test", "a b@c.test", "a@b.test\nBcc: c@d.test", "a@b"])
def test_a_transcript_goes_to_an_address(company: Cast, address: str) -> None:
    talk = opened(company.vi)
    answer = company.vi.api.post(f"/conversations/{talk}/transcripts", client_id=new_id(), address=address)
    assert (answer.status, answer["fields"]) == (422, {"address": "email"})


def test_a_visitor_is_sent_few_transcripts_an_hour(cast: Cast) -> None:
    talk = opened(cast.vi)
    path = f"/conversations/{talk}/transcripts"
    answers = [cast.vi.api.post(path, client_id=new_id(), address=f"v{n}@example.test").status for n in range(6)]
    assert answers == [202] * 5 + [429]
    told = cast.vi.api.post(path, client_id=new_id(), address="v@example.test")
    assert told["detail"].startswith("One person may ask for 5 transcripts an hour. Try again in "), told["detail"]
    assert int(told.headers["Retry-After"]) > 600


def test_visitors_do_not_fill_the_mailbox_of_somebody(cast: Cast) -> None:
    """One person may be any number of visitors; the address is perhaps not theirs."""
    to = [f"Neighbour.{cast.bikes.id.hex}@example.test", f"neighbour.{cast.bikes.id.hex}@example.test"]
    answers = []
    for n in range(6):
        visitor = guest(cast.bikes_site)
        path = f"/conversations/{opened(visitor)}/transcripts"
        answers.append(visitor.api.post(path, client_id=new_id(), address=to[n % 2]).status)
    assert answers == [202] * 5 + [429]


def from_(guest: Guest, address: str) -> Guest:
    """They ask from this network address."""
    guest.api.client.defaults["REMOTE_ADDR"] = address
    return guest


@pytest.mark.parametrize("limit", ["address_transcripts", "site_transcripts"])
def test_many_visitors_make_no_mail_relay_of_a_site(cast: Cast, limit: str, limited: Callable[..., None]) -> None:
    limited(**{limit: 3})
    here = "203.0.113.90" if limit == "address_transcripts" else "203.0.113.{n}"
    answers = []
    for n in range(4):
        visitor = from_(guest(cast.bikes_site), here.format(n=n))
        path = f"/conversations/{opened(visitor)}/transcripts"
        answers.append(visitor.api.post(path, client_id=new_id(), address=f"v{n}@example.test").status)
    assert answers == [202] * 3 + [429]
    elsewhere = from_(guest(cast.tea_site), "203.0.113.91")
    path = f"/conversations/{opened(elsewhere)}/transcripts"
    assert elsewhere.api.post(path, client_id=new_id(), address="v@example.test").status == 202


@pytest.mark.parametrize(
    ("limit", "whose"),
    [
        ("address_conversations", "One network address"),
        ("site_conversations", "All visitors of this site together"),
        ("workspace_conversations", "Everybody in this workspace together"),
    ],
)
def test_so_many_conversations_begin_an_hour(cast: Cast, limited: Callable[..., None], limit: str, whose: str) -> None:
    limited(**{limit: 2})
    answers = [open_(from_(guest(cast.bikes_site), "203.0.113.95")) for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 429]
    assert answers[2]["detail"].startswith(f"{whose} may begin 2 conversations an hour. Try again in ")
    assert int(answers[2].headers["Retry-After"]) > 60
    assert open_(from_(guest(cast.tea_site), "203.0.113.96")).status == 201
