"""Who asks what is kept of them gets all of it, and nobody else."""

import os
from datetime import timedelta
from html.parser import HTMLParser
from uuid import UUID

import pytest

from tests.cast import Cast, Guest, guest
from tests.conversations.talk import close, join, opened, say
from tests.conversations.test_files import png, upload
from tests.privacy.packages import made, make_due, parts_of, unpacked
from troth.conversations.models import Conversation
from troth.datamap.doors import PurposeViolation
from troth.datamap.vocabulary import Subject
from troth.filestore import Missing, open_store
from troth.kernel import config
from troth.kernel.clock import now
from troth.kernel.errors import Gone, NotFound, TooMany
from troth.kernel.ids import new_id
from troth.log import Log
from troth.privacy.access.end import end_old
from troth.privacy.access.link import link, redeem
from troth.privacy.access.order import MOST, order
from troth.privacy.access.orders import AccessOrder
from troth.privacy.access.package import gather
from troth.privacy.plan import plan
from troth.privacy.run import run
from troth.privacy.subjects import scope_of
from troth.visitors.models import Visitor


def _talk(cast: Cast, who: Guest, words: str, **fields: str) -> UUID:
    fields = {"name": "Vi Castellanos", "email": f"{who.id.hex}@example.test"} | fields
    talk = opened(who, text=words, fields=fields)
    join(cast.ada, talk)
    return talk


def test_it_holds_all_that_was_said_and_known_and_nothing_of_anybody_else(cast: Cast, log: Log) -> None:
    talk = _talk(cast, cast.vi, "My lamp is broken")
    receipt = png()
    say(cast.vi, talk, "", files=[upload(cast.vi, talk, "receipt.png", receipt).id])
    say(cast.ada, talk, "We send a new one")
    cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="A patient one")
    close(cast.ada, talk)
    cast.vi.api.post(f"/conversations/{talk}/rating", client_id=new_id(), score=4, comment="Quick")
    otto = guest(cast.bikes_site)
    _talk(cast, otto, "Otto's own secret", name="Otto Brandt", email="otto@example.test")

    packed = unpacked(made(cast.bikes, cast.vi.id))
    parts = parts_of(packed)
    (told,) = parts["conversations"]
    assert (told["id"], told["site"], told["rating"], told["rating_comment"]) == (str(talk), "Bikes", 4, "Quick")
    assert [(one["kind"], one["name"]) for one in told["events"] if one["by"] == "agent"] == [
        ("joined", "Robin"), ("said", "Robin"), ("noted", "Robin"), ("closed", "Robin"),
    ]  # fmt: skip
    words = [(one["body"] or {}).get("text") for one in told["events"]]
    assert {"My lamp is broken", "We send a new one", "A patient one"} <= set(words)
    assert [one["identities"][0]["value"] for one in parts["contact"]] == [f"{cast.vi.id.hex}@example.test"]
    assert [one["id"] for one in parts["browsers"]] == [str(cast.vi.id)]
    (file,) = parts["files"]
    assert packed.read(f"files/{file['path']}") == receipt
    everything = packed.read("your-data.json").decode() + packed.read("your-data.html").decode()
    assert "Ada Lindqvist" not in everything
    assert "Otto" not in everything
    for one in ("My lamp is broken", "We send a new one", "A patient one", "Vi Castellanos", "Quick", "receipt.png"):
        assert one in packed.read("your-data.html").decode(), one


def test_others_in_words_about_somebody_are_masked_and_they_themselves_are_not(cast: Cast, log: Log) -> None:
    other = guest(cast.bikes_site)
    _talk(cast, other, "Hello", name="Olga  Novák-Petit", email="olga@example.test")
    talk = _talk(cast, cast.vi, "Is Olga Novák-Petit there? mine@example.test", email="vi@example.test")
    say(cast.ada, talk, "Not OLGA novák-petit, but Ben Okafor. Vi Castellanos, write to olga@example.test.")
    note = "Knows Olga Novák-Petit, lives with jan@elsewhere.test; vi@example.test is hers. Olga Novák-Petitova."
    cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text=note)
    (told,) = parts_of(unpacked(made(cast.bikes, cast.vi.id)))["conversations"]
    texts = [one["body"]["text"] for one in told["events"] if one["kind"] in ("said", "noted")]
    assert texts == [
        "Is Olga Novák-Petit there? mine@example.test",  # their own
        "Not [another person], but [somebody of the team]. Vi Castellanos, write to [another person].",
        "Knows [another person], lives with [another person]; vi@example.test is hers. Olga Novák-Petitova.",
    ]


def test_the_page_is_whole_in_itself_and_speaks_the_persons_language(cast: Cast, log: Log) -> None:
    _talk(cast, cast.vi, "<script>alert(1)</script> مرحبا 你好 🙂")
    page = unpacked(made(cast.bikes, cast.vi.id, language="ar-EG")).read("your-data.html").decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "المحادثات" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; مرحبا 你好 🙂" in page
    found = _Links()
    found.feed(page)
    assert found.fetched == []
    assert all(one.startswith(("#", "files/")) for one in found.links)


class _Links(HTMLParser):
    """What a browser would fetch by itself, and where one may go."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.links += [told["href"]] if tag == "a" else []
        self.fetched += [told[name] for name in ("src", "srcset", "data") if name in told]
        if tag in ("link", "script", "iframe"):
            self.fetched.append(tag)


def test_a_link_that_is_too_old_leads_nowhere(cast: Cast) -> None:
    opened(cast.vi)
    token = link(made(cast.bikes, cast.vi.id), lasts=timedelta(seconds=-1))
    with pytest.raises(Gone, match="too old"):
        redeem(token)


def test_a_large_one_lies_in_pieces_each_sealed(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, text="a canary in clear")
    body = png() + os.urandom(6 * 2**20)
    say(cast.vi, talk, "", files=[upload(cast.vi, talk, "photo.png", body).id])
    ordered = made(cast.bikes, cast.vi.id)
    assert ordered.pieces > 1
    store = open_store(config.current().files)
    boxes = [store.get(ordered.place(piece)) for piece in range(ordered.pieces)]
    assert all(b"canary" not in box and box[:2] != b"PK" for box in boxes)
    packed = unpacked(ordered)
    (file,) = parts_of(packed)["files"]
    assert packed.read(f"files/{file['path']}") == body


def test_the_same_is_not_made_twice_at_once_and_not_without_end(cast: Cast) -> None:
    opened(cast.vi)
    whose = (Subject.VISITOR, cast.vi.id)
    first = order(cast.bikes.id, whose, kind="access")
    assert order(cast.bikes.id, whose, kind="access").id == first.id
    assert order(cast.bikes.id, whose, kind="portability").id != first.id
    make_due()
    for _ in range(MOST - 1):
        made(cast.bikes, cast.vi.id)
    with pytest.raises(TooMany):
        order(cast.bikes.id, whose, kind="access")


def test_nobody_of_another_company_can_be_ordered(cast: Cast) -> None:
    for where, who in ((cast.lamps, cast.vi.id), (cast.bikes, new_id())):
        with pytest.raises(NotFound):
            order(where.id, (Subject.VISITOR, who), kind="access")


def test_one_that_was_cut_off_goes_on_when_its_maker_is_dead(cast: Cast, log: Log) -> None:
    opened(cast.vi, text="Still here")
    ordered = order(cast.bikes.id, (Subject.VISITOR, cast.vi.id), kind="access")
    held = AccessOrder.objects.filter(id=ordered.id)
    held.update(holder=new_id(), held_until=now() + timedelta(minutes=1), pieces=3)
    make_due()
    assert held.get().state == "making", "another has it in hand"
    held.update(held_until=now() - timedelta(seconds=1))
    make_due()
    assert held.get().state == "ready"
    assert "Still here" in unpacked(held.get()).read("your-data.html").decode()


def test_who_is_erased_takes_what_was_made_along(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi)
    ordered = made(cast.bikes, cast.vi.id)
    token, places = link(ordered), [ordered.place(piece) for piece in range(ordered.pieces)]
    contact = Conversation.objects.get(id=talk).contact_id
    of_contact = made(cast.bikes, contact, Subject.CONTACT) if contact else ordered
    waiting = order(cast.bikes.id, (Subject.VISITOR, cast.vi.id), kind="portability")
    told = run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id, force=True))
    cleared = {step["store"]: step["count"] for step in told["steps"]}
    assert (cleared["keys of packages"], cleared["rows privacy.AccessOrder"]) == (2, 3)
    with pytest.raises(Gone):
        redeem(token)
    for place in places:
        with pytest.raises(Missing):
            open_store(config.current().files).get(place)
    for one in (ordered, waiting, of_contact):
        one.refresh_from_db()
        assert (one.state, one.subject_id) == ("ended", None)
    assert make_due() == 0


def test_what_was_made_goes_after_a_week(cast: Cast, log: Log) -> None:
    opened(cast.vi)
    ordered = made(cast.bikes, cast.vi.id)
    token, place = link(ordered), ordered.place(0)
    end_old()
    assert AccessOrder.objects.get(id=ordered.id).state == "ready"
    AccessOrder.objects.filter(id=ordered.id).update(ends_at=now())
    end_old()
    ordered.refresh_from_db()
    assert (ordered.state, ordered.subject_id) == ("ended", None)
    with pytest.raises(Gone):
        redeem(token)
    with pytest.raises(Missing):
        open_store(config.current().files).get(place)


def test_a_person_of_the_team_gets_their_own(cast: Cast, log: Log) -> None:
    talk = _talk(cast, cast.vi, "A visitor's words")
    say(cast.ada, talk, "An agent's words")
    packed = unpacked(made(cast.bikes, cast.ada.person.id, Subject.PERSON))
    parts = parts_of(packed)
    assert parts["login"][0]["email"] == cast.ada.person.email
    assert [one["role"] for one in parts["memberships"]] == ["owner"], "of this company alone"
    assert [one["alias"] for one in parts["took_part"]] == ["Robin"]
    assert {"member_added"} == {one["what"] for one in parts["history"]}
    assert "words" not in str(parts)
    assert cast.ben.person.email not in packed.read("your-data.json").decode()


def test_nothing_is_gathered_for_no_purpose(cast: Cast) -> None:
    opened(cast.vi)
    with pytest.raises(PurposeViolation):
        gather(scope_of(cast.bikes.id, Subject.VISITOR, cast.vi.id))


def test_an_address_that_was_known_before_is_not_theirs_who_type_it(cast: Cast) -> None:
    """Also when no other browser of whom it is is left, as retention leaves it."""
    _talk(cast, cast.vi, "My lamp is broken", email="vi@example.test")
    contact = scope_of(cast.bikes.id, Subject.VISITOR, cast.vi.id).contacts
    assert len(contact) == 1
    curious = guest(cast.bikes_site)
    nobody = guest(cast.bikes_site)
    Conversation.objects.filter(contact=contact[0]).update(visitor=nobody.id, contact=None)
    Visitor.objects.filter(id=cast.vi.id).delete()
    _talk(cast, curious, "Who is this?", name="", email="vi@example.test")
    assert Visitor.objects.get(id=curious.id).contact_id == contact[0]
    assert scope_of(cast.bikes.id, Subject.VISITOR, curious.id).contacts == []
    packed = unpacked(made(cast.bikes, curious.id))
    assert not any(b"Castellanos" in packed.read(name) for name in packed.namelist())
