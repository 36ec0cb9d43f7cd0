"""The transcript by mail: who gets one, how often, and what stands in it."""

import json
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from tests.cast import Cast, guest
from tests.conversations.reading import catch_up
from tests.conversations.talk import close, join, opened, say
from troth.channels.email import proof, story
from troth.channels.email.letter import zone_name
from troth.conversations.files import begin_upload, keep_upload, seal_upload
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log
from troth.post.models import Mail
from troth.post.sender import Sender
from troth.post.transport import Capture
from troth.proofs.sign import verifier_key
from troth.proofs.verify import Key, verify


def settle(cast: Cast, *addresses: str, **more: object) -> None:
    path = f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}"
    changed = cast.ada.api.patch(path, transcript_addresses=list(addresses), **more)
    assert changed.status == 200, changed


def mails(talk: UUID) -> list[Mail]:
    return list(Mail.objects.filter(stream=talk).order_by("id"))


def sent(log: Log, talk: UUID, folder: Path) -> list[EmailMessage]:
    """All mails of the conversation as they were captured, in the order they were written."""
    catch_up(log)
    sender = Sender(Capture(folder), "Troth <troth@example.test>")
    while sender.send_due():
        pass
    rows = mails(talk)
    assert [row.state for row in rows] == ["captured"] * len(rows)
    files = [folder / f"{row.id}.eml" for row in rows]
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def test_each_closing_is_mailed_once_to_each_address_of_the_site(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "a@shop.test", "b@shop.test", "c@shop.test")
    talk = opened(cast.vi, "My chain fell off")
    catch_up(log)
    assert mails(talk) == []
    close(cast.vi, talk)
    found = sent(log, talk, tmp_path)
    assert sorted(str(mail["To"]) for mail in found) == ["a@shop.test", "b@shop.test", "c@shop.test"]
    assert cast.ada.api.delete(f"/conversations/{talk}/closure", client_id=new_id()).status == 200
    catch_up(log)
    assert len(mails(talk)) == 3
    close(cast.ada, talk)
    assert len(sent(log, talk, tmp_path)) == 6


def test_the_fourth_address_is_refused_and_named(cast: Cast) -> None:
    path = f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}"
    refused = cast.ada.api.patch(path, transcript_addresses=[f"{n}@shop.test" for n in range(4)])
    assert refused.status == 422
    assert "transcript_addresses" in refused["fields"]


def test_events_handled_twice_are_one_mail(cast: Cast, log: Log) -> None:
    from troth.channels.email import transcript
    from troth.project.transactions import DjangoTransactions

    settle(cast, "a@shop.test")
    talk = opened(cast.vi)
    cast.vi.api.post(f"/conversations/{talk}/transcripts", client_id=new_id(), address="vi@home.test")
    close(cast.vi, talk)
    catch_up(log)
    events = log.read(cast.bikes.id, talk)
    with DjangoTransactions().atomic():
        transcript.handle(events)
    assert len(mails(talk)) == 2


def test_who_asks_is_mailed_at_the_end_and_after_it_at_once(cast: Cast, log: Log, tmp_path: Path) -> None:
    talk = opened(cast.vi)
    path = f"/conversations/{talk}/transcripts"
    assert cast.vi.api.post(path, client_id=new_id(), address=" vi@home.test ").status == 202
    catch_up(log)
    assert mails(talk) == []
    close(cast.vi, talk)
    assert [mail["To"] for mail in sent(log, talk, tmp_path)] == ["vi@home.test"]
    assert cast.vi.api.post(path, client_id=new_id(), address="vi@work.test").status == 202
    assert cast.vi.api.post(path, client_id=new_id(), address="VI@home.test").status == 202  # has it already
    assert [mail["To"] for mail in sent(log, talk, tmp_path)] == ["vi@home.test", "vi@work.test"]


def test_what_stands_in_it(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "a@shop.test")
    talk = opened(cast.vi, "My chain fell off", fields={"name": "Vi Castellanos", "email": "vi@home.test"})
    join(cast.ada, talk)
    say(cast.ada, talk, "Good morning, which bike?")
    cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="SECRET NOTE")
    upload = begin_upload(cast.vi.asker, talk, "bike.txt", "text/plain", 4)
    seal_upload(cast.vi.asker, upload, b"blue")
    keep_upload(upload.id)
    say(cast.vi, talk, "", files=[upload.id])
    close(cast.ada, talk)
    cast.vi.api.post(f"/conversations/{talk}/rating", client_id=new_id(), score=4, comment="Quick & kind")
    mail, _ = sent(log, talk, tmp_path)
    for shown in (text(mail), html(mail).replace("&amp;", "&")):
        for words in (
            "Bikes", "Vi Castellanos", "My chain fell off", "Robin", "Good morning, which bike?", "bike.txt",
            "Robin joined", "The conversation was closed", "4 of 5", "Quick & kind", "vi@home.test", "#1", "UTC",
        ):  # fmt: skip
            assert words in shown
        assert "SECRET" not in shown
        assert "Ada Lindqvist" not in shown
    row = mails(talk)[0]
    assert mail["Message-ID"] == f"<{row.id}@example.test>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == "Troth <troth@example.test>"
    assert mail["Subject"] == "Conversation #1 with Vi Castellanos, Bikes"
    assert mail.is_multipart()


def test_what_is_too_long_for_a_mail_is_left_out_and_said_so(
    cast: Cast, log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "MOST", 3_000)
    settle(cast, "a@shop.test")
    talk = opened(cast.vi, "The first words")
    for n in range(6):
        say(cast.vi, talk, f"{n}: " + "long " * 180)
    close(cast.vi, talk)
    (mail,) = sent(log, talk, tmp_path)
    for shown in (text(mail), html(mail)):
        assert "The first words" in shown
        assert "0: long" in shown
        assert "5: long" not in shown
        assert shown.count("too long for a mail") == 1
        assert "The conversation was closed" in shown


def test_an_arabic_site_writes_from_right_to_left(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "a@shop.test", languages=["ar", "en"])
    talk = opened(cast.vi, "مرحبا، دراجتي معطلة")
    close(cast.vi, talk)
    (mail,) = sent(log, talk, tmp_path)
    assert mail["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl">' in html(mail)
    assert "مرحبا، دراجتي معطلة" in text(mail)
    assert "المحادثة رقم 1 مع" in html(mail)


def test_a_visitor_reads_their_own_language_and_the_site_its_own(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "a@shop.test", languages=["en", "ar"])
    talk = opened(cast.vi, "مرحبا", language="ar")
    path = f"/conversations/{talk}/transcripts"
    assert cast.vi.api.post(path, client_id=new_id(), address="vi@home.test").status == 202
    close(cast.vi, talk)
    assert cast.vi.api.post(path, client_id=new_id(), address="vi@work.test").status == 202
    assert cast.ada.api.post(path, client_id=new_id(), address="ada@shop.test").status == 202
    written = {str(mail["To"]): mail["Content-Language"] for mail in sent(log, talk, tmp_path)}
    assert written == {"a@shop.test": "en", "vi@home.test": "ar", "vi@work.test": "ar", "ada@shop.test": "en"}


NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ settings.SECRET_KEY }} {% debug %}",
    "\r\nBcc: everyone@example.test\r\n\r\n<b>",
    ".\r\n.\r\nQUIT",
]


@pytest.mark.parametrize("words", NASTY)
def test_nasty_words_stay_words(cast: Cast, log: Log, tmp_path: Path, words: str) -> None:
    settle(cast, "a@shop.test", name=" ".join(words.split())[:100])
    talk = opened(cast.vi, words, fields={"name": words[:90], "email": "vi@home.test"})
    close(cast.vi, talk)
    (mail,) = sent(log, talk, tmp_path)
    assert mail["Bcc"] is None
    assert set(re.findall(r"<(script|img|b)\b", html(mail))) == set()
    assert words.replace("\r\n", "\n").strip() in "\n".join(line.rstrip() for line in text(mail).splitlines())
    assert "alert(1)" not in words or "alert(1)" in html(mail)


def test_what_was_erased_is_told_as_erased(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "a@shop.test")
    talk = opened(cast.vi, "My words")
    join(cast.ada, talk)
    say(cast.ada, talk, "Her words")
    close(cast.vi, talk)
    catch_up(log)
    log.erase(cast.bikes.id, cast.ada.member(cast.bikes).id, talk)
    mail, _ = sent(log, talk, tmp_path)
    assert "[erased]" in text(mail)
    assert "[erased]" in html(mail)
    assert "My words" in text(mail)
    assert "Her words" not in text(mail) + html(mail)


def test_an_erased_visitor_is_told_to_nobody(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "a@shop.test")
    talk = opened(cast.vi, "My words")
    close(cast.vi, talk)
    catch_up(log)
    log.erase(cast.bikes.id, cast.vi.id)
    sender = Sender(Capture(tmp_path), "troth@example.test")
    while sender.send_due():
        pass
    (row,) = mails(talk)
    assert (row.state, row.reason) == ("failed", "the address was erased")
    assert not list(tmp_path.glob(f"{row.id}*"))


def test_those_who_run_a_workspace_see_what_became_of_its_mail(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "boss@shop.test")
    talk = opened(cast.vi)
    close(cast.vi, talk)
    sent(log, talk, tmp_path)
    shown = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/mails")
    assert shown["next"] is None
    (mail,) = [row for row in shown["items"] if row["kind"] == "transcript"]
    assert (mail["to"], mail["state"], mail["kind"]) == ("b•••@shop.test", "captured", "transcript")
    assert (mail["attempts"], mail["conversation_id"]) == (1, str(talk))
    elsewhere = cast.ada.api.get(f"/workspaces/{cast.tea.id}/mails")["items"]
    assert not any(row["kind"] == "transcript" for row in elsewhere)
    assert cast.ben.api.get(f"/workspaces/{cast.bikes.id}/mails").status == 403
    assert cast.cy.api.get(f"/workspaces/{cast.bikes.id}/mails").status == 404


def test_agents_see_what_was_mailed_about_a_conversation(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "boss@shop.test")
    talk = opened(cast.vi, fields={"email": "vi@home.test"})
    path = f"/conversations/{talk}/mails"
    join(cast.ben, talk)
    say(cast.ben, talk, "Here is the answer")
    assert cast.ben.api.get(path)["items"] == []
    close(cast.ben, talk)
    catch_up(log)
    assert {(mail["to"], mail["state"]) for mail in cast.ben.api.get(path)["items"]} == {
        ("v•••@home.test", "waiting"), ("b•••@shop.test", "waiting"),
    }  # fmt: skip
    assert cast.vi.api.get(path).status in (401, 403)
    assert cast.cy.api.get(path).status == 404


def test_who_typed_the_address_of_another_is_not_mailed_their_name(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "a@shop.test")
    address = f"vi.{cast.bikes.id.hex}@example.test"
    opened(cast.vi, fields={"name": "Violet Secret", "email": address})
    mallory = guest(cast.bikes_site)
    talk = opened(mallory, fields={"email": address})
    mallory.api.post(f"/conversations/{talk}/transcripts", client_id=new_id(), address="mallory@home.test")
    close(mallory, talk)
    told = {str(mail["To"]): text(mail) + html(mail) for mail in sent(log, talk, tmp_path)}
    assert "Violet" in told["a@shop.test"]
    assert "Violet" not in told["mallory@home.test"]


def test_who_left_a_message_while_nobody_was_there_gets_the_answer_by_mail(
    cast: Cast, log: Log, tmp_path: Path
) -> None:
    settle(cast, "a@shop.test")
    talk = opened(cast.vi, "Do you ship to Malta?", fields={"name": "Kim", "email": "kim@home.test"}, language="en")
    close(cast.vi, talk)
    assert [mail["To"] for mail in sent(log, talk, tmp_path)] == ["a@shop.test"]  # nobody has answered
    assert cast.ada.api.delete(f"/conversations/{talk}/closure", client_id=new_id()).status == 200
    join(cast.ada, talk)
    say(cast.ada, talk, "We do")
    cast.vi.api.post(f"/conversations/{talk}/transcripts", client_id=new_id(), address="KIM@home.test")
    close(cast.ada, talk)
    shop, kim = sent(log, talk, tmp_path)[1:]  # asked for and owed: once all the same
    assert (shop["To"], kim["To"]) == ("a@shop.test", "KIM@home.test")
    assert shop["Subject"] == "Conversation #1 with Kim, Bikes"
    assert kim["Subject"].startswith("Bikes: your conversation of ")
    base = config.current().base_url
    for shown in (text(shop), html(shop)):
        assert f"{base}/console/closed/{talk}" in shown
        assert "/chat/" not in shown
    for shown in (text(kim), html(kim)):
        assert f"{base}/chat/{cast.bikes_site.key}" in shown
        assert "/console/" not in shown
        assert "We do" in shown
    assert kim["Reply-To"] is None


def test_a_visitor_who_left_before_the_last_words_gets_them_by_mail(cast: Cast, log: Log, tmp_path: Path) -> None:
    assert cast.ada.api.put("/me/availability", available=True).status == 200
    missed, seen_, unnamed = (
        opened(cast.vi, fields=fields, language="ar")
        for fields in ({"email": "vi@home.test"}, {"email": "vi@home.test"}, {"name": "Vi"})
    )
    for talk in (missed, seen_, unnamed):
        join(cast.ada, talk)
        words = say(cast.ada, talk, "It is ready")
        if talk == seen_:
            log.mark(cast.bikes.id, talk, cast.vi.id, "visitor", words["seq"], words["seq"])
        close(cast.ada, talk)
    (mail,) = sent(log, missed, tmp_path)
    assert (mail["To"], mail["Content-Language"]) == ("vi@home.test", "ar")
    assert "ربما لم تر الكلمات الأخيرة" in text(mail)
    assert sent(log, seen_, tmp_path) == sent(log, unnamed, tmp_path) == []


def test_an_agent_who_asks_for_the_visitor_asks_in_the_visitors_language(cast: Cast, log: Log, tmp_path: Path) -> None:
    talk = opened(cast.vi, fields={"email": "vi@home.test"}, language="ar")
    close(cast.vi, talk)
    path = f"/conversations/{talk}/transcripts"
    assert cast.ada.api.post(path, client_id=new_id(), address="vi@home.test").status == 202
    (mail,) = sent(log, talk, tmp_path)
    assert mail["Content-Language"] == "ar"
    assert "/console/" not in text(mail)


def test_times_are_those_of_the_site(cast: Cast, log: Log, tmp_path: Path) -> None:
    settle(cast, "a@shop.test", hours={"timezone": "Asia/Kathmandu", "always": True})
    talk = opened(cast.vi, "When?")
    close(cast.vi, talk)
    (mail,) = sent(log, talk, tmp_path)
    said = next(event for event in log.read(cast.bikes.id, talk) if event.kind_name == "said")
    local = said.at.astimezone(ZoneInfo("Asia/Kathmandu"))
    for shown in (text(mail), html(mail)):
        assert "Times are those of Kathmandu (UTC+5:45)." in shown
        assert f"{local:%H:%M}" in shown
        assert f"{said.at:%H:%M}" not in shown


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("UTC", "UTC"),
        ("Europe/Berlin", "Berlin (UTC+1)"),
        ("Europe/London", "London (UTC)"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires (UTC-3)"),
        ("America/St_Johns", "St Johns (UTC-3:30)"),
    ],
)
def test_a_zone_has_a_name_people_know(zone: str, name: str) -> None:
    assert zone_name(ZoneInfo(zone), datetime(2026, 1, 15, tzinfo=UTC)) == name


@pytest.mark.parametrize("large", [True, False])
def test_a_mail_carries_the_proof_of_what_it_says_and_none_of_the_team_s_notes(
    cast: Cast, log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    settle(cast, "a@shop.test")
    talk = opened(cast.vi, "My chain fell off")
    join(cast.ada, talk)
    cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="A secret of ours")
    close(cast.ada, talk)
    (mail,) = sent(log, talk, tmp_path)
    (file,) = mail.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("application/json", "transcript-1.json")
    assert b"A secret of ours" not in file.get_content()
    assert "proves that nothing here was altered" in text(mail)
    assert text(mail).count("/.well-known/troth-transcripts") == 1
    assert "/.well-known/troth-transcripts" in html(mail)
    kept = file.get_content().decode()
    assert verify(json.loads(kept), Key.of(verifier_key())).good
    now = transcript_of(cast, talk)
    assert verify(now, Key.of(verifier_key()), kept).good
    assert cast.ada.api.delete(f"/conversations/{talk}/closure", client_id=new_id()).status == 200
    if large:
        monkeypatch.setattr(proof, "LARGEST", 100)
    else:
        settle(cast, "a@shop.test", transcript_proof="checkpoint")
    close(cast.ada, talk)
    (_, mail) = sent(log, talk, tmp_path)
    (file,) = mail.iter_attachments()
    assert file.get_filename() == "checkpoint-1.json"
    assert "seals this conversation" in text(mail)
    sealed = file.get_content().decode()
    assert "chain" not in sealed
    assert verify(transcript_of(cast, talk), Key.of(verifier_key()), sealed).good


def transcript_of(cast: Cast, talk: UUID) -> dict[str, Any]:
    return dict(cast.ada.api.get(f"/conversations/{talk}/transcript").body)
