"""What the person who asked is told by mail."""

import re
from uuid import UUID

from tests.cast import Cast
from tests.privacy.requests.desk import Desk, mails
from troth.post.models import Mail
from troth.post.queries import masked
from troth.privacy.requests.letter import compose

ADDRESS = "vi.asks@example.test"


def test_they_are_told_that_it_was_received_and_by_when_it_is_answered(cast: Cast, desk: Desk) -> None:
    made = desk.file("access", reply_to=ADDRESS, language="en", received_at="2026-11-20T12:00:00Z")
    ((subject, words),) = mails(made["id"])
    assert made["number"] in subject
    assert "Bikes received your request of 20 November 2026: a copy of what is kept of you." in words
    assert "You get an answer by 20 December 2026." in words
    assert masked(list(Mail.objects.filter(stream=UUID(made["id"])))) == ["v•••@example.test"]


def test_they_are_told_why_it_takes_longer_and_what_came_of_it(desk: Desk) -> None:
    desk.api.put(
        f"{desk.place}/settings", time_zone="Europe/Berlin", privacy_contact="privacy@bikes.test",
        authority="Data Protection Office", authority_url="https://dpo.test/",
    )  # fmt: skip
    made = desk.file("access", reply_to=ADDRESS)
    desk.act(made["id"], "extend", until=desk.get(made["id"])["extend_until"], reason="There are 4,000 talks.")
    desk.act(made["id"], "refuse", reason="excessive", text="You had it all last week.")
    (_, longer), (subject, no) = mails(made["id"])[1:]
    assert "There are 4,000 talks." in longer
    assert "You had it all last week." in no
    assert subject == f"Bikes: the answer to your request {made['number']}"
    for words in (longer, no):
        assert "supervisory authority (Data Protection Office https://dpo.test/)" in words
        assert "privacy@bikes.test" in words


def test_what_the_answer_says_is_theirs_to_read(desk: Desk) -> None:
    made = desk.file("complaint", reply_to=ADDRESS, language="ar-EG")
    desk.act(made["id"], "note", text="A difficult one")
    desk.act(made["id"], "done", text="نعتذر لك.")
    subject, words = mails(made["id"])[-1]
    assert "نُفّذ طلبك" in subject
    assert "نعتذر لك." in words
    assert "difficult" not in words


def test_who_left_no_address_gets_no_mail(desk: Desk) -> None:
    made = desk.file("complaint")
    desk.act(made["id"], "done", text="Thank you.")
    assert mails(made["id"]) == []


def test_a_mail_about_a_request_leads_to_no_conversation(cast: Cast, desk: Desk) -> None:
    desk.file("complaint", reply_to=ADDRESS)
    sent = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/mails")["items"]
    assert [(one["kind"], one["conversation_id"]) for one in sent if one["kind"] == "request"] == [("request", None)]


def test_it_can_be_read_in_colours_and_from_the_right_and_runs_nothing(desk: Desk) -> None:
    made = desk.file("complaint", reply_to=ADDRESS, language="ar")
    desk.act(made["id"], "done", text="<b>نعتذر</b> <script>alert(1)</script>")
    last = Mail.objects.filter(stream=UUID(made["id"])).order_by("-id").first()
    assert last is not None
    letter = compose(last)
    assert letter is not None
    html = letter.get_body(("html",))
    assert html is not None
    shown = html.get_content()
    assert '<html lang="ar" dir="rtl">' in shown
    assert "&lt;b&gt;نعتذر&lt;/b&gt;" in shown
    assert re.findall(r"<(script|img|b|link|a)\b", shown) == []
    assert letter["Content-Language"] == "ar"
