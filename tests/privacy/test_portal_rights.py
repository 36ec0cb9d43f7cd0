"""What people do at the portal once they have shown who they are: get a copy, ask, take back consent."""

import re

import pytest

from tests.cast import Api, Cast, guest
from tests.conversations.talk import opened as talk
from tests.privacy.at_the_portal import COOKIE, Browser, Later, chat_code
from tests.privacy.packages import make_due
from tests.privacy.test_consent import answer, ask_first, guest_of, records
from troth.datamap.vocabulary import Subject
from troth.kernel.errors import Gone
from troth.kernel.ids import new_id
from troth.privacy.access.link import redeem
from troth.privacy.access.orders import AccessOrder
from troth.privacy.requests.rows import Request
from troth.privacy.requests.sealed import WORDS, about_of, opened
from troth.visitors.models import Visitor

ASKS = ("correct", "erase", "restrict", "object", "complain", "child")
FILLED: dict[str, dict[str, str]] = {
    "correct": {"name": "Vi Tran", "email": "vi.tran@example.test"}, "erase": {}, "restrict": {"words": "In dispute"},
    "object": {"purposes": "board"}, "complain": {"words": "Nobody answered me"}, "child": {"words": "Ten years old"},
}  # fmt: skip


@pytest.fixture
def vi(cast: Cast, address: str) -> Browser:
    """At their rights, by mail."""
    browser = Browser(cast.bikes_site)
    assert browser.proves(address) == 200
    return browser


def asked(cast: Cast) -> list[Request]:
    return list(Request.objects.filter(workspace=cast.bikes).order_by("id"))


# --- asking
@pytest.mark.parametrize("which", ASKS)
def test_what_is_asked_is_filed_for_who_asked_and_shown_to_them(
    cast: Cast, vi: Browser, which: str, address: str
) -> None:
    assert vi.get(f"/{which}") == 200
    assert vi.send(f"/{which}", **FILLED[which]) == 200
    assert vi.place_now == f"{vi.root}/rights?asked"
    assert "We have your request. You get an answer by" in vi.text
    (row,) = asked(cast)
    rights = {
        "correct": "correction", "erase": "erasure", "restrict": "restriction", "object": "objection",
        "complain": "complaint", "child": "child",
    }  # fmt: skip
    assert (row.right, row.channel, row.site_id, row.subject) == (
        rights[which], "portal", cast.bikes_site.id, Subject.CONTACT,
    )  # fmt: skip
    assert opened(row, WORDS, row.words) == FILLED[which].get("words", "")
    assert about_of(row) == {
        "correct": {"name": "Vi Tran", "email": "vi.tran@example.test"}, "object": {"purposes": ["board"]},
    }.get(which, {})  # fmt: skip
    assert row.id.hex[-8:].upper() in vi.text
    other = Browser(cast.bikes_site)
    other.proves(f"{new_id().hex}@example.test")
    assert row.id.hex[-8:].upper() not in other.text


@pytest.mark.parametrize(
    ("which", "fields", "said"),
    [
        ("complain", {}, "Write what it is about"),
        ("child", {"words": "   "}, "Write what it is about"),
        ("correct", {}, "Write at least one thing"),
        ("correct", {"email": "vi@"}, "This is not an email address"),
        ("object", {}, "Tick at least one"),
        ("object", {"purposes": "everything"}, "Tick at least one"),
        ("erase", {"words": "x" * 4001}, "longer than 4000"),
    ],
)
def test_a_form_that_is_not_whole_says_so_and_keeps_what_was_written(
    cast: Cast, vi: Browser, which: str, fields: dict[str, str], said: str
) -> None:
    vi.get(f"/{which}")
    assert vi.send(f"/{which}", **fields) == 422
    assert said in vi.text
    assert asked(cast) == []
    for written in (fields.get("email"), fields.get("words")):
        assert not written or written.strip() in vi.text


def test_erasure_is_asked_for_once(cast: Cast, vi: Browser) -> None:
    for _ in range(2):
        vi.get("/erase")
        vi.send("/erase")
    assert [row.right for row in asked(cast)] == ["erasure"]
    vi.get("/erase")
    assert "You asked for this on" in vi.text
    assert "Ask to erase everything" not in vi.text


def test_a_button_pressed_twice_files_once(cast: Cast, vi: Browser) -> None:
    vi.get("/complain")
    page = vi.last
    form = re.search(r'name="id" value="([\w-]+)"', vi.text)
    assert form is not None
    for _ in range(2):
        vi.last = page
        assert vi.send("/complain", words="Twice", id=form[1]) == 200
    assert len(asked(cast)) == 1


def test_an_answer_is_shown_where_there_is_no_address_to_send_it_to(cast: Cast) -> None:
    by_chat = Browser(cast.bikes_site)
    by_chat.shows(chat_code(cast.vi))
    by_chat.get("/restrict")
    assert by_chat.send("/restrict") == 200
    (row,) = asked(cast)
    assert (row.subject, row.who, row.reply_to) == (Subject.VISITOR, cast.vi.id, None)
    refused = cast.ada.api.post(
        f"/workspaces/{cast.bikes.id}/privacy/requests/{row.id}/refuse", reason="unfounded", text="Nothing is disputed."
    )
    assert refused.status == 200, refused
    by_chat.get("/rights")
    assert "Nothing is disputed." in by_chat.text
    assert re.search(r'class="state refused">Refused<', by_chat.text)


def test_who_came_by_their_chat_may_name_an_address_that_nobody_floods(cast: Cast) -> None:
    address = f"{new_id().hex}@example.test"
    told = []
    for _ in range(4):
        browser = Browser(cast.bikes_site)
        browser.shows(chat_code(guest(cast.bikes_site)))
        browser.get("/complain")
        told.append(browser.send("/complain", words="Why?", reply=address))
    assert told == [200, 200, 200, 429]


def test_so_many_wait_and_no_more(cast: Cast, vi: Browser) -> None:
    vi.get("/complain")
    for number in range(20):
        vi.get("/complain")
        assert vi.send("/complain", words=f"Complaint {number}") == 200
    vi.get("/complain")
    assert vi.send("/complain", words="One more") == 409
    assert "One more" in vi.text
    assert len(asked(cast)) == 20


def test_an_address_of_which_nothing_is_kept_may_complain_and_report(cast: Cast) -> None:
    nobody, address = Browser(cast.bikes_site), f"{new_id().hex}@example.test"
    nobody.proves(address)
    for which in ("copy", "take-along", "correct", "erase", "restrict", "object"):
        nobody.get(f"/{which}")
        assert nobody.place_now == f"{nobody.root}/rights"
        nobody.send(f"/{which}", **FILLED.get(which, {}))
        assert f'href="{nobody.root}/{which}"' not in nobody.text
    assert asked(cast) == []
    for which in ("complain", "child"):
        nobody.get(f"/{which}")
        assert nobody.send(f"/{which}", **FILLED[which]) == 200
    assert [(row.right, row.who) for row in asked(cast)] == [("complaint", None), ("child", None)]
    assert asked(cast)[0].id.hex[-8:].upper() in nobody.text


def test_the_authority_is_named_where_it_is_set(cast: Cast, vi: Browser) -> None:
    vi.get("/complain")
    assert "the data protection authority of the place where you live" in vi.text
    told = {"time_zone": "Europe/Malta", "authority": "IDPC", "authority_url": "https://idpc.example/"}
    answer_ = cast.ada.api.put(
        f"/workspaces/{cast.bikes.id}/privacy/settings", **told, privacy_contact="dpo@bikes.example"
    )
    assert answer_.status == 200, answer_
    vi.get("/complain")
    assert '<a href="https://idpc.example/" rel="external noopener noreferrer">IDPC</a>' in vi.text
    assert '<a href="mailto:dpo@bikes.example">' in vi.text


# --- copies
def test_a_copy_is_ordered_waited_for_and_fetched_once_in_this_session(cast: Cast, vi: Browser) -> None:
    vi.get("/copy")
    assert vi.send("/copy") == 200
    assert '<meta http-equiv="refresh"' in vi.text
    (order,) = AccessOrder.objects.filter(workspace=cast.bikes.id)
    vi.get("/copy")
    assert vi.send("/copy") == 200  # twice is as once
    assert AccessOrder.objects.filter(workspace=cast.bikes.id).count() == 1
    make_due()
    vi.get("/copy")
    word = re.search(r'<input type="hidden" name="token" value="([\w-]+)">', vi.text)
    assert word is not None
    assert "refresh" not in vi.text
    with pytest.raises(Gone):
        redeem(word[1], "somebody else's session")
    assert redeem(word[1], vi.client.cookies[COOKIE].value).order == order.id
    with pytest.raises(Gone, match="used already"):
        redeem(word[1], vi.client.cookies[COOKIE].value)


def test_a_copy_is_nobody_elses(cast: Cast, vi: Browser) -> None:
    vi.get("/copy")
    vi.send("/copy")
    make_due()
    neighbour = Browser(cast.bikes_site)
    neighbour.shows(chat_code(guest(cast.bikes_site)))
    neighbour.get("/copy")
    assert 'name="token"' not in neighbour.text


# --- consent
def test_consent_is_taken_back_at_once(cast: Cast) -> None:
    consented = guest_of(cast, answer(cast, ask_first(cast)["en"]))
    talk(consented)
    browser = Browser(cast.bikes_site)
    browser.shows(chat_code(consented))
    browser.get("/withdraw")
    assert browser.send("/withdraw") == 200
    assert "Your consent is taken back, and that was recorded." in browser.text
    assert [one["state"] for one in records(cast)] == ["withdrawn", "given"]
    assert consented.api.get("/me").status == 401
    assert Api(Authorization=f"Bearer {consented.token}").post("/passes").status == 401
    (row,) = asked(cast)
    assert (row.right, row.state) == ("withdrawal", "done")
    browser.get("/withdraw")
    assert "You gave no consent" in browser.text


def test_who_never_wrote_is_gone_with_their_consent(cast: Cast) -> None:
    consented = guest_of(cast, answer(cast, ask_first(cast)["en"]))
    browser = Browser(cast.bikes_site)
    browser.shows(chat_code(consented))
    browser.get("/withdraw")
    assert browser.send("/withdraw") == 200
    assert "nothing is kept of you any more" in browser.text
    assert not Visitor.objects.filter(id=consented.id).exists()
    assert [one["state"] for one in records(cast)] == ["withdrawn", "given"]


def test_every_page_of_theirs_needs_a_session(cast: Cast, vi: Browser, later: Later) -> None:
    pages = ("rights", "copy", "take-along", "withdraw", *ASKS)
    assert [vi.get(f"/{page}") for page in pages] == [200] * len(pages)
    later(minutes=31)
    for page in pages:
        vi.get(f"/{page}")
        assert vi.place_now == f"{vi.root}?ended"
        vi.send(f"/{page}", words="late", purposes="board")
        assert vi.last.status_code in (200, 405)
    assert asked(cast) == []
