"""What is found, by whom, in which order, and with which words around it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Agent, Answer, Cast, Guest, guest
from tests.conversations.reading import catch_up
from tests.conversations.talk import close, join, opened, say, seen
from tests.privacy.requests.desk import Desk, hired
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log
from troth.project.reindexing import reindex
from troth.search import find


def ask(who: Agent | Guest, q: str, **query: Any) -> Answer:
    return who.api.get("/search", q=q, **query)


def found(who: Agent | Guest, q: str, **query: Any) -> list[UUID]:
    answer = ask(who, q, **query)
    assert answer.status == 200, answer
    return [UUID(item["conversation"]["id"]) for item in answer["items"]]


def marked(item: Any) -> list[str]:
    """The words that are marked in a result."""
    text = item["hit"]["text"]
    return [text[place["start"] : place["start"] + place["length"]] for place in item["hit"]["places"]]


def test_the_newest_hit_comes_first_and_each_conversation_once(cast: Cast, log: Log) -> None:
    first, second = opened(cast.vi, "My zebra bell is broken"), opened(guest(cast.bikes_site), "A zebra bell, please")
    catch_up(log)
    assert found(cast.ben, "zebra") == [second, first]
    say(cast.vi, first, "The ZEBRA bell again")
    catch_up(log)
    assert found(cast.ben, "zebra") == [first, second]
    item = ask(cast.ben, "zebra bell")["items"][0]
    assert item["hit"]["text"] == "The ZEBRA bell again"
    assert marked(item) == ["ZEBRA", "bell"]
    assert item["hit"]["what"] == "said"
    assert item["hit"]["seq"] == item["conversation"]["last_seq"]


def test_all_words_must_be_there_the_last_as_a_beginning_and_what_is_quoted_side_by_side(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "The crème brûlée for Saint-Malo, order AB-4711")
    catch_up(log)
    for q in ("creme", "BRULEE creme", "cre", "order ab", '"for saint malo"', "saint-malo", "ab-4711", "AB-47", "4711"):
        assert found(cast.ben, q) == [talk], q
    for q in ("creme tea", "rème", "cre order", '"saint for"', "ab 47 ", "4711-ab", '"order a"'):
        assert found(cast.ben, q) == [], q


def test_scripts_without_spaces_are_found_by_any_part(cast: Cast, log: Log) -> None:
    tokyo, bangkok, cairo = (
        opened(cast.vi, "東京都の店は?"),
        opened(cast.vi, "ร้านจักรยานในกรุงเทพ"),
        opened(cast.vi, "أين دَرّاجَتي؟ رقم ٤٧١"),
    )
    catch_up(log)
    for q in ("東京", "京都", "都", "東京都の店"):
        assert found(cast.ben, q) == [tokyo], q
    assert found(cast.ben, "จักรยาน") == [bangkok]
    for q in ("دراجتي", "اين", "471"):
        assert found(cast.ben, q) == [cairo], q
    assert found(cast.ben, "京東") == []
    assert marked(ask(cast.ben, "دراجتي")["items"][0]) == ["دَرّاجَتي"]


def test_who_they_are_is_found_by_name_and_address_in_all_their_talks(cast: Cast, log: Log) -> None:
    fields = {"name": "Quirina Østby", "email": f"q.{cast.vi.id.hex}@example.test"}
    first = opened(cast.vi, "Hello", fields=fields)
    second = opened(cast.vi, "Hello again", fields=fields)
    catch_up(log)
    assert found(cast.ben, "quirina ostby") == [second, first]
    assert found(cast.ben, fields["email"]) == [second, first]
    assert ask(cast.ben, "quirina")["items"][0]["hit"]["what"] == "answered"
    third = opened(cast.vi, "Married", fields=fields | {"name": "Quirina Vasari"})
    catch_up(log)
    assert found(cast.ben, "vasari") == [third, second, first]
    item = ask(cast.ben, "vasari")["items"][2]
    assert item["hit"]["what"] == "contact"
    assert marked(item) == ["Vasari"]
    assert found(cast.vi, "vasari") == [third]  # what the form of the others did not say, the team alone knows


def test_notes_are_of_the_team_alone_and_other_tenants_do_not_exist(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "About the walrus")
    cast.ben.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="A walrus of narwhals")
    catch_up(log)
    assert found(cast.ben, "narwhals") == found(cast.ada, "narwhals") == [talk]
    assert ask(cast.ben, "narwhals")["items"][0]["hit"]["what"] == "noted"
    assert found(cast.vi, "narwhals") == []
    assert found(cast.vi, "walrus") == [talk]
    assert ask(cast.vi, "walrus")["items"][0]["hit"]["text"] == "About the walrus"
    for stranger in (cast.cy, cast.val, guest(cast.bikes_site)):
        assert found(stranger, "walrus") == []
    assert ask(cast.cy, "walrus", workspace=str(cast.bikes.id)).status == 404
    assert found(cast.cy, "walrus", site=str(cast.bikes_site.id)) == []
    assert cast.public.get("/search", q="walrus").status == 401


def test_it_is_narrowed_by_client_site_person_time_and_state(cast: Cast, log: Log) -> None:
    bikes, tea = opened(cast.vi, "The gadwall"), opened(cast.val, "The gadwall")
    join(cast.ben, bikes)
    say(cast.ben, bikes, "What gadwall?")
    join(cast.ada, tea)
    close(cast.ada, tea)
    catch_up(log)
    ben = cast.ben.member(cast.bikes).id
    now = datetime.now(UTC)
    soon, before = (now + timedelta(hours=1)).isoformat(), (now - timedelta(hours=1)).isoformat()
    for query, expected in (
        ({}, [bikes, tea]),
        ({"workspace": cast.tea.id}, [tea]),
        ({"site": cast.bikes_site.id}, [bikes]),
        ({"by": ben}, [bikes]),
        ({"by": new_id()}, []),
        ({"state": "open"}, [bikes]),
        ({"state": "open", "by": ben}, [bikes]),
        ({"state": "open", "site": cast.tea_site.id}, []),
        ({"state": "closed"}, [tea]),
        ({"from": before, "to": soon}, [bikes, tea]),
        ({"from": soon}, []),
        ({"to": before}, []),
        ({"to": before, "state": "open"}, []),
    ):
        assert found(cast.ada, "gadwall", **{k: str(v) for k, v in query.items()}) == expected, query


def test_pages_neither_repeat_nor_lose(cast: Cast, log: Log) -> None:
    talks = [opened(guest(cast.bikes_site), "One plover") for _ in range(7)]
    catch_up(log)
    first = ask(cast.ben, "plover", limit=3)
    say(cast.vi, opened(cast.vi, "Another plover"), "and one plover more")
    say(guest(cast.bikes_site), talks[0], "Not mine")
    catch_up(log)
    pages = [[UUID(item["conversation"]["id"]) for item in first["items"]]]
    cursor = first["next"]
    while cursor:
        page = ask(cast.ben, "plover", limit=3, cursor=cursor)
        pages.append([UUID(item["conversation"]["id"]) for item in page["items"]])
        cursor = page["next"]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [talk for page in pages for talk in page] == talks[::-1]


def test_a_talk_with_many_hits_is_on_one_page(cast: Cast, log: Log) -> None:
    visitor = guest(cast.bikes_site)
    long = opened(visitor, "dunlin 0")
    between = opened(cast.vi, "dunlin too")
    for n in range(5):
        say(visitor, long, f"dunlin {n}")
    catch_up(log)
    first = ask(cast.ben, "dunlin", limit=1)
    second = ask(cast.ben, "dunlin", limit=1, cursor=first["next"])
    assert [UUID(page["items"][0]["conversation"]["id"]) for page in (first, second)] == [long, between]
    assert second["next"] is None


def test_a_page_behind_a_talk_of_very_many_hits_is_not_empty(
    cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "AT_ONCE", 2)
    monkeypatch.setattr(find, "MOST_LOOKED_AT", 5)
    visitor = guest(cast.bikes_site)
    before = opened(cast.vi, "whimbrel first")
    long = opened(visitor, "whimbrel 0")
    for n in range(24):
        say(visitor, long, f"whimbrel {n}")
    catch_up(log)
    first = ask(cast.ben, "whimbrel", limit=1)
    second = ask(cast.ben, "whimbrel", limit=1, cursor=first["next"])
    assert [[UUID(item["conversation"]["id"]) for item in page["items"]] for page in (first, second)] == [
        [long], [before],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": ""}, "q"), ({"q": " ?! "}, "q"), ({"q": "a" * 201}, "q"), ({"q": " ".join(map(str, range(17)))}, "q"),
        ({"q": "a", "cursor": "e30"}, "cursor"), ({"q": "a", "limit": 0}, "limit"),
        ({"q": "a", "state": "asleep"}, "state"), ({"q": "a", "from": "yesterday"}, "from"),
        ({"q": "a", "site": "x"}, "site"), ({}, "q"),
    ],
)  # fmt: skip
def test_what_can_not_be_asked_is_told(cast: Cast, query: dict[str, str], field: str) -> None:
    answer = cast.ben.api.get("/search", **query)
    assert answer.status == 422
    assert field in str(answer.body["fields"])


def test_a_long_message_is_cut_around_the_hit(cast: Cast, log: Log) -> None:
    opened(cast.vi, "word " * 200 + "the fulmar " + "word " * 200)
    catch_up(log)
    item = ask(cast.ben, "fulmar")["items"][0]
    assert marked(item) == ["fulmar"]
    assert len(item["hit"]["text"]) <= 162
    assert item["hit"]["text"].startswith("…word")
    assert item["hit"]["text"].endswith("word…")


def test_a_privacy_officer_finds_no_word_of_a_talk(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi, "My zebra bell is broken")
    catch_up(log)
    assert found(cast.ben, "zebra") == [talk]
    officer = hired(cast, "officer")
    assert found(officer, "zebra") == []
    assert found(officer, "zebra", workspace=str(cast.bikes.id)) == []


def test_who_was_corrected_is_found_by_the_new_name_alone(cast: Cast, log: Log) -> None:
    earlier = opened(cast.vi, fields={"name": "wrongling ", "email": f"wrong.{new_id().hex}@example.test"})
    talk = opened(cast.vi, fields={"name": "Wrongling", "email": f"wrong.{new_id().hex}@example.test"})
    say(cast.vi, talk, "Wrongdoing is another word")
    catch_up(log)
    assert set(found(cast.ben, "wrongl")) == {talk, earlier}
    desk = Desk(hired(cast, "officer"), cast.bikes)
    about = {"name": "Rightly", "email": f"right.{new_id().hex}@example.test"}
    subject = {"kind": "visitor", "id": str(cast.vi.id)}
    request = desk.file("correction", subject=subject, about=about)["id"]
    assert desk.act(request, "accept").status == 200
    catch_up(log)
    _is_corrected(cast, talk, earlier, about["email"])
    shown = cast.ben.api.get("/search", q="rightl", workspace=str(cast.bikes.id))["items"]
    assert all("Rightly" in one["hit"]["text"] for one in shown), "around a hit stands what was found"
    assert seen(cast.ben, talk)["last_seq"] > 2, "consoles are told"
    reindex(config.current())
    catch_up(log)
    _is_corrected(cast, talk, earlier, about["email"])


def _is_corrected(cast: Cast, talk: UUID, earlier: UUID, email: str) -> None:
    assert set(found(cast.ben, "rightl")) == set(found(cast.ben, email)) == {talk, earlier}
    assert found(cast.ben, "wrongl") == []
    assert found(cast.ben, "wrongd") == [talk], "what was said stays"
