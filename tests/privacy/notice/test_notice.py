"""A notice says what the program does, in each language whole; once published it never changes, and what changes of
substance is announced to those whom it concerns before it holds."""

import hashlib
import json
import re
from ctypes.util import find_library
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cast import Cast, guest
from tests.conversations.talk import opened
from tests.privacy.at_the_portal import Browser, Later
from tests.privacy.notice.asked import back, guest_again, path, promise, publish, published, read, setting, text
from tests.privacy.notice.vocabulary import KNOWN, terms_of
from troth.kernel.clock import now
from troth.post.letters import composer
from troth.post.models import Mail
from troth.privacy.models import Notice, NoticePage, Processor
from troth.privacy.notice import paper, speech, tell_contacts, verdicts
from troth.privacy.profile.shipped import shipped, texts
from troth.privacy.register import changed
from troth.sites.consent import fingerprint, shown


def test_a_notice_says_what_the_site_really_does(cast: Cast) -> None:
    site = cast.bikes_site
    assert read(site).status_code == 404
    published(cast.ada, site)
    page = read(site)
    words = page.content.decode()
    assert not page.cookies
    assert "script" not in page["Content-Security-Policy"]
    assert "<script" not in words
    assert "style=" not in words
    assert "Of the pages you look at the team sees nothing." in words
    assert "The page on which you opened the chat" not in words
    assert "No other company is given it" in words
    kept = cast.ada.api.put(
        f"/workspaces/{site.workspace_id}/privacy/sites/{site.id}/retention",
        rules=[{"what": "conversations", "after": "closed", "days": 45}],
    )
    assert kept.status == 200
    setting(cast.ada, site, telemetry="basic")
    Processor.objects.create(name="Post Ltd", function="Carries mails", hosts=["m.example"], country="DE",
                             state="active", since=now())  # fmt: skip
    changed()
    preview = cast.ada.api.get(path(site, "/preview"))
    drawn = preview["pages"]["en"]["notice"]
    assert "The page on which you opened the chat" in drawn
    assert "45 days" in drawn
    assert "Post Ltd" in drawn
    assert "Germany" in drawn
    assert {(one["kind"], one["material"]) for one in preview["changes"]} == {
        ("category", True), ("signal", True), ("retention", False), ("recipient", True), ("promise", True),
    }  # fmt: skip


def test_every_language_is_whole_and_none_is_half_translated(cast: Cast) -> None:
    promise(cast.ada, cast.bikes_site, '[promises."only.english"]\ntext = "We say it."\nby = "room:tickets"')
    answer = publish(cast.ada, cast.bikes_site)
    assert (answer.status, answer.code) == (422, "notice_incomplete")
    assert answer["fields"] == {"ar": "promises.only.english"}
    assert read(cast.bikes_site).status_code == 404
    preview = cast.ada.api.get(path(cast.bikes_site, "/preview"))
    assert preview["lacking"] == {"ar": ["promises.only.english"]}
    assert set(preview["pages"]) == {"en"}
    published(cast.ada, cast.bikes_site, languages=["en"])
    assert 'id="only.english"' in text(cast.bikes_site, **{"Accept-Language": "ar"})
    assert publish(cast.ada, cast.bikes_site, languages=["de"]).code == "invalid"
    assert publish(cast.ada, cast.bikes_site, languages=[]).code == "invalid"


@pytest.mark.parametrize("name", sorted(shipped()))
def test_what_is_shipped_is_promised_in_every_language(cast: Cast, name: str) -> None:
    cast.ada.api.put(f"/workspaces/{cast.bikes.id}/privacy/profile", text=texts()[name])
    lacking = cast.ada.api.get(path(cast.bikes_site, "/preview"))["lacking"]
    assert lacking == {}


def test_a_missing_word_of_ours_is_a_clear_error_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    less = {key: words for key, words in speech._texts("ar").items() if key != "where.server"}
    monkeypatch.setattr(speech, "_texts", lambda one: less if one == "ar" else {"title": "Privacy notice"})
    answer = publish(cast.ada, cast.bikes_site, languages=["ar"])
    assert answer["fields"] == {"ar": "where.server"}


def test_promises_have_an_address_and_remarks_are_no_promises(cast: Cast) -> None:
    said = '[promises."DM-12.1"]\ntext = "We honour <it>."\nby = "room:tickets"\n[remarks]\nen = "Since 1987."'
    promise(cast.ada, cast.bikes_site, said)
    published(cast.ada, cast.bikes_site, languages=["en"])
    page = text(cast.bikes_site)
    assert re.search(r'<li id="DM-12.1"><p>We honour &lt;it&gt;.</p>', page)
    assert page.index("Since 1987.") > page.index("They are no promises")
    verdicts.write(cast.bikes.id, [verdicts.Found("DM-12.1", "KEPT", 1)], now())
    assert ">Kept</span>" in text(cast.bikes_site)
    assert "Kept</span>" not in text(cast.bikes_site, "/versions/1/en/notice.html")  # what was hashed stays as it was


def test_what_somebody_attested_counts_until_a_day_and_not_since(cast: Cast, later: Later) -> None:
    said = '[promises.doors]\ntext = "Our doors are locked."\nby = "room:tickets"'
    promise(cast.ada, cast.bikes_site, said)
    published(cast.ada, cast.bikes_site, languages=["en"])
    until = now() + timedelta(days=10)
    verdicts.write(cast.bikes.id, [verdicts.Found("doors", "ATTESTED", until=until)], now())
    page, etag = text(cast.bikes_site), read(cast.bikes_site)["ETag"]
    assert "Attested until" in page
    assert f"{until.day} {until:%B %Y}" in page
    assert "not since" not in page
    later(days=11)
    assert "and not since" in text(cast.bikes_site)
    assert read(cast.bikes_site)["ETag"] != etag, "who has read it is told anew"


def test_pages_speak_the_readers_language(cast: Cast) -> None:
    published(cast.ada, cast.bikes_site)
    arabic = read(cast.bikes_site, **{"Accept-Language": "ar-EG,en;q=0.5"})
    assert '<html lang="ar" dir="rtl"' in arabic.content.decode()
    assert arabic["Content-Language"] == "ar"
    assert 'lang="en"' in text(cast.bikes_site, "?lang=en", **{"Accept-Language": "ar"})
    for place in ("", "/cookies", "/versions", "/versions/1", "/versions/1/cookies"):
        assert read(cast.bikes_site, place).status_code == 200, place
    for place in ("/versions/2", "/versions/0", "/notice.pdf", "/versions/1/de/notice.html"):
        assert read(cast.bikes_site, place).status_code == 404, place
    etag = read(cast.bikes_site)["ETag"]
    assert read(cast.bikes_site, **{"If-None-Match": etag}).status_code == 304


def test_programs_read_the_same(cast: Cast) -> None:
    made = published(cast.ada, cast.bikes_site)
    public = Client(SERVER_NAME="localhost")
    told = public.get(f"/.well-known/privacy/{cast.bikes_site.key}.json").json()
    assert (told["version"], told["sha256"]) == (1, made["sha256"])
    raw = read(cast.bikes_site, "/versions/1/en/notice.html").content
    assert hashlib.sha256(raw).hexdigest() == told["pages"]["en"]["notice"]
    row = Notice.objects.get(id=made["id"])
    assert hashlib.sha256(bytes(row.told)).hexdigest() == made["sha256"]
    linked = public.get(f"/.well-known/privacy/{cast.bikes_site.key}.jsonld")
    assert linked["Content-Type"] == "application/ld+json"
    whole = linked.json()
    assert whole["@type"] == "dpv:PrivacyNotice"
    assert isinstance(whole["@context"], dict)
    assert {one for one in terms_of(whole) if not one.startswith("troth:right/")} <= KNOWN
    assert {"@id": "dpv:CommunicationForCustomerCare"} in [one.get("dpv:hasPurpose") for one in whole["dpv:hasProcess"]]
    cookies = read(cast.bikes_site, "/cookies.json").json()["cookies"]
    names = {one["name"] for one in cookies}
    assert {"troth_my_data", "csrftoken", f"troth.{cast.bikes_site.key}"} <= names
    assert not any("session" in name for name in names)
    assert all({"name", "purposes", "seconds", "party", "basis"} <= one.keys() for one in cookies)
    page = text(cast.bikes_site, "/cookies")
    assert all(f'<code dir="ltr">{one}</code>' in page for one in names)


@pytest.fixture
def drawn() -> None:
    """This machine draws PDFs, and in this test they are."""
    if find_library("pango-1.0") is None:
        pytest.skip("Pango is not installed")


def test_a_paper_that_was_not_drawn_when_it_was_published_is_drawn_later(cast: Cast, drawn: None) -> None:
    """As where the server was stopped in that moment, or had no time for it."""
    site = cast.bikes_site
    published(cast.ada, site, languages=["en"])
    NoticePage.objects.filter(notice__site=site).update(pdf=None)
    paper.draw_missing()
    answer = read(site, "/notice.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_a_version_never_changes_and_one_is_in_force(cast: Cast, later: Later) -> None:
    site = cast.bikes_site
    promise(cast.ada, site)
    published(cast.ada, site)
    first = text(site, "/versions/1/en/notice.html")
    assert publish(cast.ada, site).code == "conflict"  # it says the same
    setting(cast.ada, site, telemetry="full")
    second = published(cast.ada, site)
    assert (second["state"], second["material"], second["number"]) == ("announced", True, 2)
    assert "Version 1" in text(site)
    assert "A new version takes effect on" in text(site)
    told = cast.public.get(f"/sites/{site.key}/widget")["notice"]
    assert (told["number"], told["next_at"]) == (1, second["in_force_at"])
    assert told["next_path"] == f"/privacy/{site.key}/versions/2"
    later(days=15)
    assert "Version 2" in text(site)
    assert cast.public.get(f"/sites/{site.key}/widget")["notice"]["next_at"] is None
    assert text(site, "/versions/1/en/notice.html") == first
    assert "It was superseded on" in text(site, "/versions/1")
    assert re.findall(r"Version (?:\u2068)?(\d)", text(site, "/versions")) == ["2", "1"]
    rows = back(cast.ada).api.get(path(site))["items"]
    assert [row["state"] for row in rows] == ["in_force", "superseded"]
    assert rows[1]["superseded_at"] == rows[0]["in_force_at"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(site=site, number=1).update(state="in_force")


def test_a_change_of_substance_is_announced_and_never_made_small(cast: Cast) -> None:
    site = cast.bikes_site
    promise(cast.ada, site)
    published(cast.ada, site)
    setting(cast.ada, site, telemetry="basic")
    assert publish(cast.ada, site, material=False)["fields"] == {"material": "changes of substance"}
    assert publish(cast.ada, site, in_force_at=now())["fields"] == {"in_force_at": "too early"}
    assert not Mail.objects.filter(workspace=cast.bikes.id, kind="notice").exists()
    made = published(cast.ada, site, in_force_at=now() + timedelta(days=20))
    mails = Mail.objects.filter(workspace=cast.bikes.id, kind="notice")
    assert len(mails) == 1
    known = composer("notice")
    assert known is not None
    letter = known.compose(mails[0])
    assert letter is not None
    assert f"/privacy/{site.key}/versions/2" in letter.get_content()
    for who in (cast.ada, cast.ben):  # the whole team sees the banner, until it is put away
        (news,) = who.api.get(f"/workspaces/{cast.bikes.id}/privacy/notices/news")["items"]
        assert (news["id"], news["number"]) == (made["id"], 2)
    seen = f"/workspaces/{cast.bikes.id}/privacy/notices/{made['id']}/seen"
    assert [cast.ada.api.post(seen).status for _ in range(2)] == [204, 204]
    assert cast.ada.api.get(f"/workspaces/{cast.bikes.id}/privacy/notices/news")["items"] == []
    assert len(cast.ben.api.get(f"/workspaces/{cast.bikes.id}/privacy/notices/news")["items"]) == 1
    setting(cast.ada, site, telemetry="off")  # another is published before it holds
    assert publish(cast.ada, site).code == "conflict"
    assert known.compose(mails[0]) is not None


def test_what_the_notice_in_force_promised_of_changes_holds_for_the_one_that_takes_it_back(cast: Cast) -> None:
    """Else the lead time and the mail would go by the first change that nobody should hear of."""
    site = cast.bikes_site
    said = 'text = "A change is told {change.material}, {change.lead_days} before."'
    stands = 'parameters = ["change.material", "change.lead_days"]\nby = "room:tickets"'
    promise(cast.ada, site, f'material = ["mail"]\n[promises.changes]\n{said}\n{stands}')
    talk = opened(cast.vi)
    published(cast.ada, site, languages=["en"])
    less = 'name = "less"\ntitle = "Less"\n[telemetry]\nvisitor = "full"\n[change]\nlead_days = 0\nmaterial = ["page"]'
    assert cast.ada.api.put(f"/workspaces/{site.workspace_id}/privacy/profile", text=less).status == 200
    preview = cast.ada.api.get(path(site, "/preview"))
    made = published(cast.ada, site, languages=["en"])
    assert made["state"] == "announced"
    for told in (preview, made):
        assert datetime.fromisoformat(told["in_force_at"]) > now() + timedelta(days=13)
    while tell_contacts.some():
        pass
    assert Mail.objects.filter(workspace=cast.bikes.id, kind="notice", stream=talk).exists()


def test_no_notice_tells_of_a_transfer_that_stands_on_what_has_ended(cast: Cast) -> None:
    row = Processor.objects.create(name="Post Ltd", function="Carries mails", hosts=["m.example"], country="US",
                                   mechanism="Privacy Shield", state="active", since=now())  # fmt: skip
    refused = publish(cast.ada, cast.bikes_site)
    assert (refused.status, refused["fields"]) == (422, {"mechanism": "ended"})
    Processor.objects.filter(id=row.id).update(mechanism="Standard clauses")
    published(cast.ada, cast.bikes_site)


def test_contacts_are_mailed_where_the_profile_says_so(cast: Cast) -> None:
    site = cast.bikes_site
    promise(cast.ada, site, 'material = ["mail"]')
    talk = opened(cast.vi)
    published(cast.ada, site)
    setting(cast.ada, site, telemetry="basic")
    made = published(cast.ada, site)
    while tell_contacts.some():
        pass
    (mail,) = Mail.objects.filter(workspace=cast.bikes.id, kind="notice", stream=talk)
    assert mail.about["notice"] == UUID(made["id"]).hex
    row = Notice.objects.get(id=made["id"])
    assert (row.heard, row.told_at is not None) == (None, True)
    assert len(Mail.objects.filter(workspace=cast.bikes.id, kind="notice")) == 2  # Ada, and once


def test_small_changes_take_effect_at_once_and_tell_nobody(cast: Cast) -> None:
    site = cast.bikes_site
    published(cast.ada, site)
    set_up = cast.ada.api.put(f"/workspaces/{cast.bikes.id}/privacy/settings", time_zone="Europe/Berlin",
                              privacy_contact="privacy@example.test")  # fmt: skip
    assert set_up.status == 200, set_up
    made = published(cast.ada, site)
    assert (made["state"], made["material"]) == ("in_force", False)
    assert [one["kind"] for one in made["changes"]] == ["who"]
    assert not Mail.objects.filter(workspace=cast.bikes.id, kind="notice").exists()
    assert "privacy@example.test" in text(site)


def test_a_consent_holds_the_notice_that_was_in_force(cast: Cast, later: Later) -> None:
    site = cast.bikes_site
    setting(cast.ada, site, consent="ask")
    made = published(cast.ada, site)
    site.refresh_from_db()
    answer = {"answer": "given", "language": "en", "sha256": fingerprint(shown(site, "en"))}
    assert cast.public.post(f"/sites/{site.key}/consents", **answer).status == 201
    (row,) = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/sites/{site.id}/consents")["items"]
    assert (row["notice"], row["notice_sha256"]) == (1, made["sha256"])
    widget = cast.public.get(f"/sites/{site.key}/widget")["notice"]
    assert widget == {
        "number": 1, "sha256": made["sha256"], "path": f"/privacy/{site.key}", "asks_since": 0, "next_at": None,
        "next_path": "",
    }  # fmt: skip


def test_who_agreed_is_asked_again_only_where_purposes_changed(cast: Cast, later: Later) -> None:
    site = cast.bikes_site
    promise(cast.ada, site)
    published(cast.ada, site)
    setting(cast.ada, site, telemetry="basic")
    assert not published(cast.ada, site)["asks_again"]
    later(days=15)
    ada = back(cast.ada)
    setting(ada, site, consent="ask")  # what is remembered on a device rests on consent from now on
    assert published(ada, site)["asks_again"]
    assert cast.public.get(f"/sites/{site.key}/widget")["notice"]["asks_since"] == 0
    later(days=15)
    told = cast.public.get(f"/sites/{site.key}/widget")
    assert told["notice"]["asks_since"] == 3
    vi = guest_again(cast.vi)
    assert vi.post("/me/consents", answer="given", language="en", sha256="0" * 64).code == "consent_changed"
    assert vi.post("/me/consents", answer="refused", language="en", sha256=told["consent"]["en"]).status == 422
    assert vi.post("/me/consents", answer="given", language="en", sha256=told["consent"]["en"]).status == 204
    (row,) = back(cast.ada).api.get(f"/workspaces/{cast.bikes.id}/sites/{site.id}/consents")["items"]
    assert (row["visitor"], row["state"], row["notice"]) == (str(cast.vi.id), "given", 3)


def test_the_portal_leads_to_the_notice(cast: Cast) -> None:
    vi = Browser(cast.bikes_site)
    vi.get()
    link = f'href="/privacy/{cast.bikes_site.key}"'
    assert link not in vi.text
    published(cast.ada, cast.bikes_site)
    vi.get()
    assert link in vi.text
    setting(cast.ada, cast.bikes_site, privacy_url="https://example.test/privacy")
    vi.get()
    assert link not in vi.text


def test_only_owners_and_officers_publish(cast: Cast) -> None:
    assert publish(cast.ben, cast.bikes_site).code == "forbidden"
    assert publish(cast.cy, cast.bikes_site).code == "not_found"
    assert cast.ben.api.get(path(cast.bikes_site, "/preview")).status == 403
    assert guest(cast.bikes_site).api.get(path(cast.bikes_site)).status == 403


def test_a_page_is_the_same_whoever_asks(cast: Cast) -> None:
    """Nothing in it is of somebody: no token, no form."""
    published(cast.ada, cast.bikes_site)
    for place in ("", "/cookies", "/versions"):
        assert "csrf" not in text(cast.bikes_site, place).replace("csrftoken", "")
        assert "<form" not in text(cast.bikes_site, place)


def test_json_of_the_content_is_canonical(cast: Cast) -> None:
    row = Notice.objects.get(id=published(cast.ada, cast.bikes_site)["id"])
    told = json.loads(bytes(row.told))
    assert list(told) == sorted(told)
    assert list(told["content"]) == sorted(told["content"])
