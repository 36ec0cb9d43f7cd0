"""A site that asks before anything is stored: what the server makes, keeps and refuses."""

import hashlib
from uuid import UUID

import pytest

from tests.cast import Answer, Api, Cast, Guest
from tests.conversations.talk import opened
from tests.gateway.talk import Socket
from tests.serving import serving
from troth.datamap.vocabulary import Subject
from troth.log import Log
from troth.privacy.plan import plan
from troth.privacy.run import run
from troth.visitors.models import Visitor


def ask_first(cast: Cast, **more: object) -> dict[str, str]:
    """Vi's site asks from here on; the fingerprints of what it shows."""
    changed = cast.ada.api.patch(
        f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}",
        consent="ask", privacy_url="https://bikes.example/privacy", **more,
    )  # fmt: skip
    assert changed.status == 200, changed
    return shown(cast)


def shown(cast: Cast) -> dict[str, str]:
    told: dict[str, str] = cast.public.get(f"/sites/{cast.bikes_site.key}/widget")["consent"]
    return told


def answer(cast: Cast, sha256: str, said: str = "given", language: str = "en") -> Answer:
    return cast.public.post(f"/sites/{cast.bikes_site.key}/consents", answer=said, language=language, sha256=sha256)


def guest_of(cast: Cast, begun: Answer) -> Guest:
    assert begun.status == 201, begun
    return Guest(
        UUID(begun["visitor_id"]), cast.bikes_site, begun["token"], Api(Authorization=f"Bearer {begun['pass']}")
    )


def records(cast: Cast) -> list[dict[str, object]]:
    found: list[dict[str, object]] = cast.ada.api.get(
        f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}/consents"
    )["items"]
    return found


def test_a_site_that_asks_makes_no_visitor_before_the_answer(cast: Cast) -> None:
    before = Visitor.objects.filter(site=cast.bikes_site).count()
    assert shown(cast) is None
    ask_first(cast)
    refused = cast.public.post(f"/sites/{cast.bikes_site.key}/visitors", language="en")
    assert (refused.status, refused.code) == (403, "consent_needed")
    assert Visitor.objects.filter(site=cast.bikes_site).count() == before


@pytest.mark.parametrize(("said", "language"), [("given", "en"), ("refused", "ar")])
def test_the_answer_makes_a_visitor_and_a_record_of_what_was_shown(cast: Cast, said: str, language: str) -> None:
    texts = ask_first(cast, texts={"en": {"consent": "May we?"}, "ar": {"consent": "هل تسمح؟"}})
    vi = guest_of(cast, answer(cast, texts[language], said, language))
    assert vi.api.get("/me")["id"] == str(vi.id)
    opened(vi)  # whichever the answer was
    (record,) = records(cast)
    words = {"en": "May we?", "ar": "هل تسمح؟"}[language]
    assert record["text"] == f"Bikes\n{words}\nhttps://bikes.example/privacy"
    assert record["sha256"] == hashlib.sha256(str(record["text"]).encode()).hexdigest() == texts[language]
    assert {name: record[name] for name in ("visitor", "purpose", "language", "version", "act", "state")} == {
        "visitor": str(vi.id), "purpose": "preference", "language": language, "version": 1, "act": "button",
        "state": said,
    }  # fmt: skip


def test_another_text_is_another_version_and_an_old_one_is_not_taken(cast: Cast) -> None:
    first = ask_first(cast)["en"]
    answer(cast, first)
    second = ask_first(cast, texts={"en": {"consent": "Something else."}})["en"]
    late = answer(cast, first)
    assert (late.status, late.code) == (409, "consent_changed")
    answer(cast, second)
    answer(cast, second)
    assert [(one["version"], one["sha256"]) for one in records(cast)] == [(2, second), (2, second), (1, first)]


@pytest.mark.parametrize(
    "body",
    [
        {"answer": "yes"}, {"answer": "withdrawn"}, {"language": "de"}, {"language": "../"}, {"sha256": "0" * 63},
        {"sha256": "Z" * 64},
    ],
)  # fmt: skip
def test_what_is_no_answer_leaves_nothing(cast: Cast, body: dict[str, str]) -> None:
    good = {"answer": "given", "language": "en", "sha256": ask_first(cast)["en"]}
    before = Visitor.objects.count()
    refused = cast.public.post(f"/sites/{cast.bikes_site.key}/consents", **(good | body))
    assert (refused.status, refused.code) == (422, "invalid")
    assert (Visitor.objects.count(), records(cast)) == (before, [])


def test_the_records_are_for_those_who_lead(cast: Cast) -> None:
    answer(cast, ask_first(cast)["en"])
    path = f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}/consents"
    assert [cast.ada.api.get(path).status, cast.ben.api.get(path).status, cast.cy.api.get(path).status] == [
        200, 403, 404,
    ]  # fmt: skip
    for _ in range(2):
        answer(cast, shown(cast)["en"])
    first = cast.ada.api.get(path, limit=2)
    second = cast.ada.api.get(path, limit=2, cursor=first["next"])
    assert [len(first["items"]), len(second["items"]), second["next"]] == [2, 1, None]


def test_who_withdraws_before_a_word_is_gone_and_the_record_stays(cast: Cast) -> None:
    vi = guest_of(cast, answer(cast, ask_first(cast)["en"]))
    assert vi.api.post("/me/departure").status == 204
    assert not Visitor.objects.filter(id=vi.id).exists()
    assert [(one["state"], one["visitor"], one["version"]) for one in records(cast)] == [
        ("withdrawn", str(vi.id), 1), ("given", str(vi.id), 1),
    ]  # fmt: skip
    for dead in (
        vi.api.get("/me"),
        vi.api.post("/me/departure"),
        Api(Authorization=f"Bearer {vi.token}").post("/passes"),
    ):
        assert (dead.status, dead.code) == (401, "sign_in")


def test_who_refused_has_nothing_to_withdraw(cast: Cast) -> None:
    vi = guest_of(cast, answer(cast, ask_first(cast)["en"], "refused"))
    assert vi.api.post("/me/departure").status == 204
    assert [one["state"] for one in records(cast)] == ["refused"]


def test_who_wrote_and_turns_the_chat_off_keeps_no_way_in(cast: Cast, log: Log) -> None:
    """The talk stays the company's; with the token goes every pass, and the socket within the second."""
    talk = opened(cast.vi)
    with serving(log) as port, Socket.of(port, cast.vi) as socket:
        socket.follow(talk)
        assert cast.vi.api.post("/me/departure").status == 204
        assert socket.hear("error")["code"] == "sign_in"
        assert socket.closed() == 4401
    vi = cast.vi.api
    asked = [
        vi.get("/me"), vi.get(f"/conversations/{talk}"), vi.get("/conversations"),
        vi.post(f"/conversations/{talk}/messages", client_id=talk, text="me?"),
        vi.post(f"/conversations/{talk}/closure", client_id=talk),
        Api(Authorization=f"Bearer {cast.vi.token}").post("/passes"),
    ]  # fmt: skip
    assert {(one.status, one.code) for one in asked} == {(401, "sign_in")}
    assert cast.ada.api.get(f"/conversations/{talk}")["visitor"]["id"] == str(cast.vi.id)


def test_agents_are_nobody_who_could_depart(cast: Cast) -> None:
    assert cast.ada.api.post("/me/departure").status == 403


def test_who_is_erased_is_in_no_record(cast: Cast) -> None:
    vi = guest_of(cast, answer(cast, ask_first(cast)["en"]))
    opened(vi)
    run(plan(cast.bikes.id, Subject.VISITOR, vi.id, force=True))
    (record,) = records(cast)
    assert (record["visitor"], record["state"]) == (None, "given")
