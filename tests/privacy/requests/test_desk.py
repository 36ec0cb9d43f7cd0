"""Requests as an officer handles them: filed, clocked, tied to somebody, answered."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import Cast, guest
from tests.conversations.talk import opened
from tests.privacy.requests.desk import Desk, at, hired
from troth.contacts.models import Contact
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, Invalid, NotFound
from troth.kernel.ids import new_id
from troth.post.models import Mail
from troth.privacy.requests.file import MOST_OPEN, file
from troth.privacy.requests.own import of_address, of_subject
from troth.privacy.requests.rows import Request, RequestStep

DAY = timedelta(days=1)


def _of_vi(cast: Cast) -> dict[str, str]:
    return {"kind": "visitor", "id": str(cast.vi.id)}


def test_what_came_by_letter_is_filed_with_its_clock(cast: Cast, desk: Desk) -> None:
    came = now() - 3 * DAY
    made = desk.file("access", subject=_of_vi(cast), words="Send me everything.", reply_to="vi@example.test",
                     language="en", received_at=came)  # fmt: skip
    shown = desk.get(made["id"]).body
    assert (shown["state"], shown["channel"], shown["words"]) == ("open", "officer", "Send me everything.")
    assert (shown["reply_to"], shown["subject"]["id"]) == ("vi@example.test", str(cast.vi.id))
    assert 24 <= shown["days_left"] <= 27
    assert [(step["what"], step["by"]["name"]) for step in shown["history"]] == [("filed", "Olu Adeyemi")]
    assert desk.listed()[0]["id"] == made["id"]
    assert "words" not in desk.listed()[0]


def test_what_they_wrote_is_sealed(cast: Cast, desk: Desk) -> None:
    made = desk.file("complaint", words="Nobody answered", reply_to="vi@example.test", about={"since": "June"})
    desk.act(made["id"], "note", text="Called back")
    row = Request.objects.get(id=made["id"])
    kept = [row.words, row.about, row.reply_to, RequestStep.objects.get(request=row, what="noted").words]
    for box, words in zip(kept, (b"Nobody", b"June", b"vi@example", b"Called"), strict=True):
        assert box is not None
        assert words not in bytes(box)


@pytest.mark.parametrize(
    "body",
    [
        {"right": "everything"},
        {"right": "access", "words": "x" * 4_001},
        {"right": "access", "reply_to": "nobody"},
        {"right": "access", "received_at": "2019-01-01T00:00:00Z"},
        {"right": "access", "received_at": (datetime.now(UTC) + DAY).isoformat()},
        {"right": "access", "received_at": "2026-11-01T00:00:00"},
        {"right": "access", "language": "not a language"},
        {"right": "objection", "about": {"purposes": ["security"]}},
        {"right": "objection", "about": {"purposes": []}},
        {"right": "correction", "about": {"email": "nobody"}},
        {"right": "access", "about": {"a": ["x" * 5_000]}},
        {"right": "access", "mood": "bad"},
    ],
)
def test_what_is_no_request_is_refused(desk: Desk, body: dict[str, object]) -> None:
    answer = desk.api.post(f"{desk.place}/requests", **body)
    assert (answer.status, answer.code) == (422, "invalid")
    assert desk.listed() == []


def test_nobody_asks_for_somebody_of_another_company(cast: Cast, desk: Desk) -> None:
    body = {"right": "erasure", "subject": {"kind": "visitor", "id": str(cast.val.id)}}
    assert desk.api.post(f"{desk.place}/requests", **body).status == 404
    request = desk.file("erasure")["id"]
    for kind, who in (("visitor", cast.val.id), ("contact", new_id()), ("person", cast.cy.person.id)):
        assert desk.act(request, "subject", kind=kind, id=str(who)).status == 404
    assert desk.get(request)["subject"] is None
    with pytest.raises(NotFound):
        file(cast.tea.id, "access", subject=(Subject.VISITOR, cast.vi.id))


def test_a_request_of_another_workspace_does_not_exist(cast: Cast, desk: Desk) -> None:
    other = Desk(hired(cast, "officer", cast.tea), cast.tea)
    request = other.file()["id"]
    assert desk.get(request).status == 404
    assert desk.act(request, "done").status == 404
    assert other.get(request)["state"] == "open"


def test_one_person_has_a_bounded_number_open(cast: Cast) -> None:
    whose = (Subject.VISITOR, cast.vi.id)
    for _ in range(MOST_OPEN):
        file(cast.bikes.id, "access", subject=whose)
    with pytest.raises(Conflict):
        file(cast.bikes.id, "erasure", subject=whose)
    file(cast.bikes.id, "erasure", subject=(Subject.VISITOR, guest(cast.bikes_site).id))
    for _ in range(MOST_OPEN):
        file(cast.bikes.id, "complaint", reply_to="Somebody@example.test")
    with pytest.raises(Conflict):
        file(cast.bikes.id, "complaint", reply_to="somebody@example.test")


def test_what_presses_stands_first(cast: Cast, desk: Desk) -> None:
    old = desk.file("access", received_at=now() - 29 * DAY)["id"]
    new = desk.file("erasure")["id"]
    child = desk.file("child")["id"]
    listed = desk.listed()
    assert [one["id"] for one in listed] == [child, old, new]
    assert [one["urgent"] for one in listed] == [True, True, False]
    late = desk.file("access", received_at=now() - 60 * DAY)
    assert late["days_left"] < 0
    first = desk.api.get(f"{desk.place}/requests", limit=2)
    second = desk.api.get(f"{desk.place}/requests", limit=2, cursor=first["next"])
    assert [one["id"] for one in first["items"] + second["items"]] == [child, late["id"], old, new]
    assert second["next"] is None
    assert [one["id"] for one in desk.listed(right="erasure")] == [new]


def test_a_pause_stops_the_clock_and_adds_what_it_took(desk: Desk) -> None:
    began = now().replace(microsecond=0)
    with at(began):
        made = desk.file("access")
        paused = desk.act(made["id"], "pause", reason="identity_unclear", note="Which of the two?").body
        assert (paused["state"], paused["paused_since"] is not None) == ("paused", True)
        assert desk.act(made["id"], "pause", reason="identity_unclear").status == 409
    with at(began + 10 * DAY):
        assert desk.get(made["id"])["days_left"] == made["days_left"]
        again = desk.act(made["id"], "resume").body
        assert desk.act(made["id"], "resume").status == 409
        due = [datetime.fromisoformat(one["due_at"]) for one in (made, again)]
        assert due[1] - due[0] == 10 * DAY
        assert (again["state"], again["days_left"]) == ("open", made["days_left"])
        assert [step["what"] for step in again["history"]] == ["filed", "paused", "resumed"]
        assert again["history"][1]["reason"] == "identity_unclear"
        assert again["history"][1]["text"] == "Which of the two?"


def test_what_is_late_can_neither_be_paused_nor_extended(desk: Desk) -> None:
    late = desk.file("access", received_at=now() - 60 * DAY)["id"]
    assert desk.act(late, "pause", reason="clarification_needed").status == 409
    until = (now() + 5 * DAY).date()
    assert desk.act(late, "extend", until=until, reason="Much of it").status == 409
    assert desk.get(late)["extend_until"] is None


def test_it_is_extended_once_by_two_months_at_most(desk: Desk) -> None:
    made = desk.file("access")
    last = desk.get(made["id"])["extend_until"]
    beyond = datetime.fromisoformat(last).date() + DAY
    for until in (beyond, datetime.fromisoformat(made["due_at"]).date(), now().date()):
        assert desk.act(made["id"], "extend", until=until, reason="Much of it").status == 422
    assert desk.act(made["id"], "extend", until=last, reason=" ").status == 422
    longer = desk.act(made["id"], "extend", until=last, reason="Much of it").body
    assert longer["due_at"] == longer["extended_until"] == f"{last}T23:59:59Z"
    assert desk.act(made["id"], "extend", until=last, reason="More of it").status == 409


def test_days_are_those_of_the_controllers_zone(desk: Desk) -> None:
    put = desk.api.put(f"{desk.place}/settings", time_zone="Pacific/Kiritimati")
    assert put.status == 200, put
    with at(datetime(2027, 1, 30, 12, tzinfo=UTC)):  # there it is the 31st already
        made = desk.file("access")
    assert (made["zone"], made["due_at"]) == ("Pacific/Kiritimati", "2027-02-28T09:59:59Z")
    desk.api.put(f"{desk.place}/settings", time_zone="America/New_York")
    assert desk.get(made["id"])["due_at"] == made["due_at"]


def test_an_answered_request_stays_as_it_is(cast: Cast, desk: Desk) -> None:
    request = desk.file("complaint", subject=_of_vi(cast))["id"]
    done = desk.act(request, "done", text="We called you.").body
    assert (done["state"], done["outcome"], done["answer"]) == ("done", "done", "We called you.")
    for act, body in (
        ("done", {}), ("pause", {"reason": "identity_unclear"}), ("resume", {}), ("note", {"text": "x"}),
        ("accept", {}),
        ("refuse", {"reason": "unfounded", "text": "x"}), ("extend", {"until": "2027-01-01", "reason": "x"}),
        ("subject", _of_vi(cast)),
    ):  # fmt: skip
        answer = desk.act(request, act, **body)
        assert (answer.status, answer.code) == (409, "request_closed"), act
    assert desk.listed() == []
    assert [one["id"] for one in desk.listed(state="closed")] == [request]


def test_a_refusal_has_a_reason_that_is_said(desk: Desk) -> None:
    request = desk.file("erasure")["id"]
    assert desk.act(request, "refuse", reason="unfounded", text=" ").status == 422
    assert desk.act(request, "refuse", reason="mood", text="No").status == 422
    refused = desk.act(request, "refuse", reason="must_keep", text="The law wants the invoice kept.").body
    assert (refused["state"], refused["outcome"]) == ("refused", "must_keep")


def test_who_it_is_about_is_found_and_tied(cast: Cast, desk: Desk) -> None:
    address = f"vi.{new_id().hex}@example.test"
    opened(cast.vi, fields={"name": "Vi Castellanos", "email": address})
    contact = Contact.objects.get(workspace=cast.bikes)
    for sought in (address.upper(), "castel", str(contact.id)):
        found = desk.api.get(f"{desk.place}/subjects", q=sought)["items"]
        assert [(one["kind"], one["id"], one["label"]) for one in found] == [
            ("contact", str(contact.id), "Vi Castellanos")
        ], sought
        assert (found[0]["site_id"], found[0]["last_seen"] is not None) == (str(cast.bikes_site.id), True)
    visitor = desk.api.get(f"{desk.place}/subjects", q=str(cast.vi.id))["items"]
    assert [(one["kind"], one["label"]) for one in visitor] == [("visitor", "Vi Castellanos")]
    person = desk.api.get(f"{desk.place}/subjects", q=cast.ben.person.email)["items"]
    assert [(one["kind"], one["label"]) for one in person] == [("person", "Ben Okafor")]
    assert desk.api.get(f"{desk.place}/subjects", q="x").status == 422
    request = desk.file("access")["id"]
    tied = desk.act(request, "subject", kind="contact", id=str(contact.id)).body
    assert tied["subject"] == {"kind": "contact", "id": str(contact.id), "label": "Vi Castellanos"}


def test_nobody_of_another_company_is_found(cast: Cast, desk: Desk) -> None:
    address = f"val.{new_id().hex}@example.test"
    opened(cast.val, fields={"name": "Val Only", "email": address})
    for sought in (address, "Val Only", str(cast.val.id), str(Contact.objects.get(workspace=cast.tea).id),
                   cast.cy.person.email):  # fmt: skip
        assert desk.api.get(f"{desk.place}/subjects", q=sought)["items"] == [], sought


def test_people_see_what_they_asked_for(cast: Cast) -> None:
    whose = (Subject.VISITOR, cast.vi.id)
    first = file(cast.bikes.id, "access", subject=whose, channel="chat")
    second = file(cast.bikes.id, "erasure", subject=whose)
    file(cast.bikes.id, "access", subject=(Subject.VISITOR, guest(cast.bikes_site).id))
    assert [row.id for row in of_subject(cast.bikes.id, whose)] == [second.id, first.id]
    assert of_subject(cast.tea.id, whose) == []
    unknown = file(cast.bikes.id, "complaint", reply_to="Una@example.test")
    assert [row.id for row in of_address(cast.bikes.id, "una@example.test")] == [unknown.id]
    assert of_address(cast.tea.id, "una@example.test") == []


def test_words_that_are_no_text_are_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        file(cast.bikes.id, "access", words="\x00")
    with pytest.raises(Invalid):
        file(cast.bikes.id, "access", reply_to="vi@home\n.test")
    assert not Request.objects.filter(workspace=UUID(str(cast.bikes.id))).exists()


def test_the_same_twice_is_once(cast: Cast, desk: Desk) -> None:
    one = {"id": str(new_id()), "right": "access", "words": "All of it", "subject": _of_vi(cast)}
    first, again = (desk.api.post(f"{desk.place}/requests", **one) for _ in range(2))
    assert (first.status, again.status, first["id"]) == (201, 201, again["id"])
    for other in ({"right": "erasure"}, {"words": "Some of it"}, {"subject": None}):
        assert desk.api.post(f"{desk.place}/requests", **one | other).status == 409
    elsewhere = Desk(hired(cast, "officer", cast.tea), cast.tea)
    assert elsewhere.api.post(f"{elsewhere.place}/requests", **one | {"subject": None}).status == 409
    noted = {"id": str(new_id()), "text": "Called"}
    for _ in range(2):
        assert desk.act(first["id"], "note", **noted).status == 200
    assert [step["what"] for step in desk.get(first["id"])["history"]] == ["filed", "noted"]
    other_one = desk.file("access")["id"]
    assert desk.act(other_one, "note", **noted).status == 409
    assert [one["id"] for one in desk.listed()] == [first["id"], other_one]


@pytest.mark.parametrize(
    ("act", "body"),
    [("done", {}), ("refuse", {"reason": "unfounded", "text": "No"}), ("pause", {"reason": "identity_unclear"})],
)
def test_two_officers_at_once_do_it_once(desk: Desk, act: str, body: dict[str, str]) -> None:
    request = desk.file("complaint", reply_to="vi@example.test")["id"]
    both = threading.Barrier(2)

    def go(_: int) -> int:
        both.wait()
        try:
            return desk.act(request, act, **body).status
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, range(2))) == [200, 409]
    assert len(desk.get(request)["history"]) == 2
    assert Mail.objects.filter(stream=UUID(request)).count() == (1 if act == "pause" else 2)
