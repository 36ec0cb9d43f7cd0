"""My data: who shows that an address or a chat is theirs sees what is kept, and before that nothing tells anybody
anything. Its forms are its own."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.conversations.talk import opened
from tests.privacy.at_the_portal import COOKIE, Browser, chat_code, codes, mails, words, wrong
from troth.datamap.vocabulary import Subject
from troth.kernel.ids import new_id
from troth.post.models import Mail
from troth.privacy.portal.proof import Proof
from troth.privacy.portal.style import GROUND
from troth.sites.contrast import contrast


def test_who_proves_an_address_sees_what_is_kept_of_it(cast: Cast, address: str) -> None:
    vi = Browser(cast.bikes_site)
    assert vi.get() == 200
    assert vi.ask(address) == 200
    assert vi.place_now == f"{vi.root}/code"
    assert vi.send("/code", code=codes(address)[0]) == 200
    assert vi.place_now == f"{vi.root}/rights"
    assert address in vi.text
    assert re.search(r"Conversations</dt><dd>1<", vi.text)
    assert vi.send("/leave") == 200
    assert not vi.at_their_rights()


def test_an_address_is_known_however_it_is_written(cast: Cast, address: str) -> None:
    vi = Browser(cast.bikes_site)
    vi.ask(f"  {address.upper()} ")
    code = codes(address)[0]
    assert vi.send("/code", code=f" {code[:3]} {code[3:]} ") == 200
    assert re.search(r"Conversations</dt><dd>1<", vi.text)


def test_who_of_the_team_proves_their_address_is_known_too(cast: Cast) -> None:
    ben = Browser(cast.bikes_site)
    assert ben.proves(cast.ben.person.email) == 200
    assert Proof.objects.get(subject=cast.ben.person.id).kind == Subject.PERSON


def test_a_chat_shows_a_code_that_opens_its_visitors_data(cast: Cast) -> None:
    opened(cast.vi)
    vi = Browser(cast.bikes_site)
    assert vi.shows(f" {chat_code(cast.vi).lower().replace('-', ' ')} ") == 200
    assert vi.place_now == f"{vi.root}/rights"
    assert re.search(r"Conversations</dt><dd>1<", vi.text)


def test_pages_speak_the_browsers_language_or_the_chosen_one(cast: Cast) -> None:
    vi = Browser(cast.bikes_site, "ar-EG,en;q=0.5")
    vi.get()
    assert '<html lang="ar" dir="rtl"' in vi.text
    vi.get("?lang=en")
    assert '<html lang="en" dir="ltr"' in vi.text
    assert f'action="{vi.root}/address?lang=en"' in vi.text
    for odd in ("?lang=de", "?lang=../x", "?lang=%00"):
        vi.get(odd)
        assert '<html lang="ar"' in vi.text


def test_nothing_tells_a_known_address_from_an_unknown_one(cast: Cast, address: str) -> None:
    stranger = f"{new_id().hex}{'x' * (len(address) - 45)}@example.test"
    assert len(stranger) == len(address)
    told: list[list[object]] = []
    for one in (address, stranger):
        vi, said = Browser(cast.bikes_site), []
        vi.get()
        with CaptureQueriesContext(connection) as asked:
            vi.send_only("/address", address=one)
        said += [vi.last.status_code, vi.last["Location"], len(asked), _cookie(vi)]
        vi.get("/code")
        said.append(_without(vi.text, one))
        with CaptureQueriesContext(connection) as asked:
            vi.send("/code", code=wrong(codes(one)[0]))
        said += [vi.last.status_code, len(asked), _without(vi.text, one)]
        said.append(_without(words(mails(one)[0]), codes(one)[0]))
        told.append(said)
    assert told[0] == told[1]


def _cookie(browser: Browser) -> dict[str, object]:
    found = browser.client.cookies[COOKIE]
    return {name: found[name] for name in ("path", "httponly", "samesite", "max-age")} | {"size": len(found.value)}


def _without(page: str, word: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.replace(word, ""))


def test_an_unknown_address_once_proven_is_told_that_nothing_is_kept(cast: Cast) -> None:
    nobody = Browser(cast.bikes_site)
    assert nobody.proves(f"{new_id().hex}@example.test") == 200
    assert "Nothing of this address is kept here" in nobody.text


def test_an_address_of_another_company_is_unknown_here(cast: Cast, address: str) -> None:
    elsewhere = Browser(cast.lamps_site)
    elsewhere.proves(address)
    assert "Nothing of this address is kept here" in elsewhere.text


@pytest.mark.parametrize(
    "typed", ["", "vi", "vi@", "a@b.c\nBcc: x@y.z", "x" * 300 + "@example.test", "\x00@example.test"]
)
def test_what_is_no_address_is_said_and_no_mail_goes(cast: Cast, typed: str) -> None:
    vi, before = Browser(cast.bikes_site), Mail.objects.count()
    assert vi.ask(typed) == 422
    assert "This is not an email address" in vi.text
    assert (Mail.objects.count(), vi.token) == (before, "")


def test_a_form_of_another_website_does_nothing(cast: Cast, address: str) -> None:
    vi = Browser(cast.bikes_site)
    vi.proves(address)
    before = Mail.objects.count()
    for path in ("/address", "/code", "/chat", "/leave", "/withdraw"):
        answer = vi.client.post(vi.root + path, {"address": address, "code": "123456"})
        assert (answer.status_code, answer["Content-Security-Policy"].startswith("default-src 'none'")) == (403, True)
        vi.get("/rights")
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', vi.text)
        assert token is not None
        foreign = vi.client.post(
            vi.root + path, {"csrfmiddlewaretoken": token[1]}, headers={"Origin": "https://evil.example"}
        )
        assert foreign.status_code == 403
    assert vi.at_their_rights()
    assert Mail.objects.count() == before


@pytest.mark.parametrize("accent", ["#ffe000", "#c97b16", "#ffffff", "#000000", "#0f766e"])
def test_a_sites_colour_can_be_read_on_the_page(cast: Cast, accent: str) -> None:
    cast.bikes_site.look = {"accent": accent}
    cast.bikes_site.save()
    vi = Browser(cast.bikes_site)
    vi.get("/colours.css")
    light, dark = re.findall(r"--accent-text:light-dark\((#\w+),(#\w+)\)", vi.text)[0]
    assert contrast(light, GROUND) >= 4.5
    assert contrast(dark, "#12110f") >= 4.5


def test_reading_changes_nothing(cast: Cast) -> None:
    vi = Browser(cast.bikes_site)
    assert [vi.get(path, follow=False) for path in ("/address", "/chat", "/leave")] == [405] * 3


@pytest.mark.parametrize("key", ["nobody", "x" * 200, "a'b", "..%2f"])
def test_a_site_that_is_not_there_is_a_page_that_says_so(key: str, log: object) -> None:
    for path in ("", "/rights", "/code"):
        answer = Client(SERVER_NAME="localhost").get(f"/my-data/{key}{path}")
        assert answer.status_code == 404


def test_no_script_runs_and_nothing_comes_from_elsewhere(cast: Cast, address: str) -> None:
    vi = Browser(cast.bikes_site)
    vi.get()
    for _ in range(2):
        policy = dict(part.split(" ", 1) for part in vi.last["Content-Security-Policy"].split("; "))
        assert policy == {
            "default-src": "'none'", "style-src": "'self'", "img-src": "'self'", "base-uri": "'none'",
            "form-action": "'self'", "frame-ancestors": "'none'",
        }  # fmt: skip
        assert vi.last["Cache-Control"] == "no-store"
        assert vi.last["X-Frame-Options"] == "DENY"
        assert "<script" not in vi.text
        assert not re.search(r'(?:src|href|action)="(\w+:)?//', vi.text)
        vi.proves(address)
    cookie = vi.client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/my-data")
