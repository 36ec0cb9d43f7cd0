"""Opening: the form, who is there, repeats, limits, contacts."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from tests.cast import Cast, guest
from tests.conversations.talk import events, open_, opened, say, seen
from troth.contacts.models import Contact, Identity
from troth.contacts.queries import name_of
from troth.contacts.sealed import mark_of
from troth.conversations import preview_reader
from troth.conversations.models import Conversation
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log


def _body(**more: Any) -> dict[str, Any]:
    body = {"id": str(new_id()), "client_id": str(new_id()), "text": "Hello", "fields": {"email": "vi@example.test"}}
    return body | more


def test_nobody_there_makes_an_offline_conversation_that_waits(cast: Cast) -> None:
    talk = opened(cast.vi)
    shown = seen(cast.ada, talk)
    assert shown["offline"] is True
    assert shown["waiting_since"] == shown["opened_at"]
    assert events(cast.vi, talk)[0]["body"]["offline"] is True


def test_somebody_there_makes_a_live_one_and_asks_the_live_form(cast: Cast) -> None:
    assert cast.ada.api.put("/me/availability", available=True).status == 200
    answer = cast.vi.api.post("/conversations", **_body(fields={}))
    assert answer.status == 201, answer
    assert answer["offline"] is False


def test_the_offline_form_demands_an_address_and_says_so(cast: Cast) -> None:
    answer = cast.vi.api.post("/conversations", **_body(fields={"name": "Vi"}))
    assert (answer.status, answer.code, answer["fields"]) == (422, "invalid", {"email": "required"})
    assert cast.vi.api.get("/conversations")["items"] == []


def test_a_site_that_is_closed_takes_the_offline_form_though_somebody_is_there(cast: Cast) -> None:
    assert cast.ada.api.put("/me/availability", available=True).status == 200
    closed = {"timezone": "UTC", "always": False, "days": {}}
    changed = cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}", hours=closed)
    assert changed.status == 200, changed
    assert open_(cast.vi)["offline"] is True


def test_the_same_request_again_is_the_same_conversation(cast: Cast) -> None:
    body = _body()
    first, again = (cast.vi.api.post("/conversations", **body) for _ in range(2))
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    # also when somebody came in between: what was decided stays
    cast.ada.api.put("/me/availability", available=True)
    assert cast.vi.api.post("/conversations", **body).status == 200
    assert len(events(cast.vi, UUID(body["id"]))) == 3


@pytest.mark.parametrize(
    "change", [{"text": "Other words"}, {"fields": {"email": "other@example.test"}}, {"client_id": str(new_id())}]
)
def test_the_same_id_with_another_body_is_a_conflict(cast: Cast, change: dict[str, Any]) -> None:
    body = _body()
    assert cast.vi.api.post("/conversations", **body).status == 201
    before = events(cast.vi, UUID(body["id"]))
    answer = cast.vi.api.post("/conversations", **(body | change))
    assert (answer.status, answer.code) == (409, "conflict")
    assert events(cast.vi, UUID(body["id"])) == before


@pytest.mark.parametrize("whose", ["bikes", "tea"])
def test_nobody_opens_a_conversation_in_the_place_of_a_workspaces_own_stream(cast: Cast, whose: str) -> None:
    """Its id is public (the widget tells it): a visitor there could speak in it and close it."""
    workspace = getattr(cast, whose).id
    answer = cast.vi.api.post("/conversations", **_body(id=str(workspace)))
    assert (answer.status, answer.code) == (409, "conflict")
    assert cast.vi.api.get("/conversations")["items"] == []
    assert not Conversation.objects.filter(id=workspace).exists()


def test_eight_repeats_at_once_are_one_conversation(cast: Cast) -> None:
    body = _body()

    def send(_: int) -> int:
        try:
            return cast.vi.api.post("/conversations", **body).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(send, range(8)))
    assert answers == [200] * 7 + [201]
    assert len(events(cast.vi, UUID(body["id"]))) == 3


def test_an_id_that_somebody_else_used_does_not_exist_for_us(cast: Cast) -> None:
    taken = opened(cast.vi)
    other = guest(cast.bikes_site)
    for stranger in (other, cast.val, cast.zoe):
        answer = stranger.api.post("/conversations", **_body(id=str(taken)))
        assert (answer.status, answer.code) == (404, "not_found")
    assert len(events(cast.vi, taken)) == 3


def test_numbers_count_up_in_a_workspace(cast: Cast) -> None:
    other = guest(cast.bikes_site)
    numbers = [seen(cast.ada, opened(who))["number"] for who in (cast.vi, other, cast.vi)]
    assert numbers == [1, 2, 3]
    assert seen(cast.ada, opened(cast.val))["number"] == 1


def test_too_many_conversations_an_hour_are_refused_and_others_are_not(cast: Cast) -> None:
    most = config.current().limits.visitor_conversations
    for _ in range(most):
        opened(cast.vi)
    answer = open_(cast.vi)
    assert (answer.status, answer.code) == (429, "too_many")
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    assert answer["detail"].startswith(f"One visitor may begin {most} conversations an hour.")
    assert answer["detail"].endswith("Try again in 60 minutes.")
    opened(guest(cast.bikes_site))
    assert Conversation.objects.filter(visitor_id=cast.vi.id).count() == most


def test_the_form_makes_a_contact_and_finds_it_again(cast: Cast) -> None:
    fields = {"name": "Vi Castellanos", "email": "Vi.C@Example.test"}
    opened(cast.vi, fields=fields)
    other = guest(cast.bikes_site)
    talk = opened(other, fields=fields)
    assert Contact.objects.filter(workspace=cast.bikes).count() == 1
    assert Identity.objects.get(workspace=cast.bikes).verified_at is None
    assert seen(cast.ada, talk)["visitor"] == {
        "id": str(other.id),
        "name": "Vi Castellanos",
        "email": "vi.c@example.test",
        "language": "en",
        "label": "Vi Castellanos",
        "restricted": False,
    }
    opened(cast.val, fields=fields)  # another tenant's contact is another contact
    assert Contact.objects.filter(workspace=cast.tea).count() == 1


def test_card_numbers_never_reach_a_row_or_an_answer(cast: Cast) -> None:
    card = "4111 1111 1111 1111"
    talk = opened(cast.vi, f"My card is {card}", fields={"name": card, "email": "vi@example.test"})
    told = events(cast.ada, talk)
    assert told[1]["body"]["answers"][0]["value"] == "•••• 1111"
    assert told[2]["body"] == {"text": "My card is •••• 1111", "masked": 1}
    assert seen(cast.ada, talk)["visitor"]["name"] == "•••• 1111"


def test_html_is_kept_as_the_plain_text_it_is(cast: Cast) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)> & \u202eevil \u200b 👩‍👩‍👧 نص"
    talk = opened(cast.vi, nasty, fields={"name": nasty[:90], "email": "vi@example.test"})
    assert events(cast.ada, talk)[2]["body"]["text"] == nasty
    # an answer is one line of what can be seen: signs of direction and of no width are not kept
    plain = nasty[:90].translate({0x202E: None, 0x200B: None})
    assert seen(cast.ada, talk)["visitor"]["name"] == " ".join(plain.split())


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"text": ""}, 422, "text"),
        ({"text": " \n\t "}, 422, "text"),
        ({"text": "a\x00b"}, 422, "text"),
        ({"text": "\ud800"}, 422, "text"),
        ({"text": "x" * 4001}, 413, "text"),
        ({"text": 7}, 422, "text"),
        ({"id": "not an id"}, 422, "id"),
        ({"client_id": None}, 422, "client_id"),
        ({"fields": {"email": "nobody"}}, 422, "email"),
        ({"fields": {"email": "a@b.test\r\nBcc: c@d.test"}}, 422, "email"),
        ({"fields": {"name": "x" * 5000, "email": "vi@example.test"}}, 422, "name"),
        ({"fields": []}, 422, "fields"),
        ({"language": "x" * 500}, 422, "language"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_kept(
    company: Cast, body: dict[str, Any], status: int, field: str
) -> None:
    cast = company
    answer = cast.vi.api.post("/conversations", **_body(**body))
    assert answer.status == status, answer
    assert field in str(answer["fields"])
    assert cast.vi.api.get("/conversations")["items"] == []


def test_an_agent_and_a_stranger_open_nothing(cast: Cast) -> None:
    assert cast.ada.api.post("/conversations", **_body()).status == 403
    assert cast.public.post("/conversations", **_body()).status == 401


def test_what_is_sealed_goes_with_the_key(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "My secret", fields={"name": "Vi", "email": "vi@example.test"})
    log.erase(cast.bikes.id, cast.vi.id)
    shown = seen(cast.ada, talk)
    assert (shown["answers"], shown["preview"]) == ([], None)
    assert [event["body"] for event in events(cast.ada, talk)] == [None, None, None]
    assert say(cast.vi, talk, "I am still here").status == 201


def test_a_preview_that_comes_after_the_erasure_is_not_kept(cast: Cast, log: Log) -> None:
    """The reader held the words opened when their key was destroyed."""
    talk = opened(cast.vi, "My secret")
    held = [event for event in log.read(cast.bikes.id, talk) if event.kind_name == "said"]
    log.erase(cast.bikes.id, cast.vi.id)
    preview_reader.write(preview_reader.prepare(held))
    assert seen(cast.ada, talk)["preview"] is None


def test_a_preview_is_written_also_when_those_who_are_remembered_are_too_many(
    cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forgetting makes room for a new conversation; one of the same batch that was known is written too."""
    monkeypatch.setattr(preview_reader, "_KNOWN", 1)
    monkeypatch.setattr(preview_reader, "_visitors", {})
    talks = [opened(cast.vi, f"Words {n}") for n in range(4)]
    held = [[event for event in log.read(cast.bikes.id, talk) if event.kind_name == "said"] for talk in talks]
    preview_reader.prepare(held[0] + held[1])
    rows = preview_reader.prepare(held[0] + held[2])
    assert len(rows) == 2
    assert len(preview_reader.prepare(held[3])) == 1
    assert len(preview_reader._visitors) <= 3


def test_who_types_the_address_of_another_learns_nothing_of_them(cast: Cast) -> None:
    address = f"vi.{cast.bikes.id.hex}@example.test"
    opened(cast.vi, fields={"name": "Violet Secret", "email": address})
    mallory = guest(cast.bikes_site)
    for fields in ({"email": address}, {"email": address, "name": "Mallory"}):
        talk = opened(mallory, fields=fields)
        shown = seen(mallory, talk)["visitor"]
        assert (shown["name"], shown["email"]) == (fields.get("name"), address)
        assert "Violet" not in str(mallory.api.get("/conversations").body)
    # for the team they are one contact, unproven; but nobody is renamed, nor gets an address, by who types theirs
    assert seen(cast.ada, talk)["visitor"]["name"] == "Violet Secret"
    talk = opened(mallory, fields={"email": f"mallory.{cast.bikes.id.hex}@example.test", "name": "Mallory"})
    assert seen(cast.ada, talk)["visitor"]["name"] == "Mallory"
    mark = mark_of(cast.bikes.id, "email", address)
    violet = Identity.objects.get(mark=mark, workspace_id=cast.bikes.id).contact
    assert (name_of(violet), violet.identities.count()) == ("Violet Secret", 1)


@pytest.mark.parametrize("language", ["en-\r\nBcc:a@b.co", "en us", "ar\u202e", "e" * 17])
def test_a_language_is_a_tag(cast: Cast, language: str) -> None:
    assert open_(cast.vi, language=language).status == 422
