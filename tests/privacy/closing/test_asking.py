"""An owner asks to close a workspace: what comes is shown, nothing new begins, and until the day it can be undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Answer, Cast, guest
from tests.conversations.talk import opened, say, seen
from troth.accounts.models import Member
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.post.models import Mail
from troth.privacy.closing.due import run_due
from troth.privacy.closing.letter import compose
from troth.privacy.closing.rows import Closing


def place(cast: Cast, path: str = "") -> str:
    return f"/workspaces/{cast.bikes.id}/closing{path}"


def close(cast: Cast, **said: object) -> Answer:
    return cast.ada.api.post(place(cast), **({"confirm": cast.bikes.slug} | said))


def undo(cast: Cast) -> Answer:
    return cast.ada.api.post(place(cast, "/undo"))


def closing(cast: Cast) -> dict[str, object] | None:
    found: dict[str, object] | None = cast.ada.api.get(place(cast))["closing"]
    return found


def hold(cast: Cast) -> Answer:
    held = {"subject": {"kind": "visitor", "id": cast.vi.id}, "reason": "Court order 7"}
    return cast.ada.api.post(f"/workspaces/{cast.bikes.id}/privacy/holds", **held)


def mailed(cast: Cast, act: str) -> list[Mail]:
    return list(Mail.objects.filter(workspace=cast.bikes.id, kind="closing", about__act=act))


def test_the_plan_says_what_would_go_and_changes_nothing(cast: Cast) -> None:
    talk = opened(cast.vi, fields={"name": "Vi", "email": f"vi.{cast.bikes.id.hex}@example.test"})
    say(cast.vi, talk, "One more")
    plan = cast.ada.api.get(place(cast, "/plan"))
    assert plan.status == 200, plan
    counts = plan["counts"]
    assert {name: counts[name] for name in ("sites", "conversations", "messages", "contacts", "members")} == {
        "sites": 1, "conversations": 1, "messages": 2, "contacts": 1, "members": 2,
    }  # fmt: skip
    assert counts["people"] == 1, "Ada has another workspace"
    assert counts["keys"] > 0
    assert plan["days"] == 30
    assert len(plan["hash"]) == 64
    assert any("another workspace" in one for one in plan["retained"])
    assert any(one.startswith("Backups") for one in plan["out_of_scope"])
    assert [one["sentence"] for one in plan["reasons"]] == plan["retained"] + plan["out_of_scope"]
    assert {one["code"]: one["params"] for one in plan["reasons"]}["members_elsewhere"] == {"n": 1}
    assert closing(cast) is None


def test_nothing_new_begins_and_what_is_there_is_read(cast: Cast) -> None:
    talk = opened(cast.vi)
    told = close(cast)
    assert told.status == 201, told
    assert (told["state"], told["asked_by"]["name"]) == ("closing", "Ada Lindqvist")
    begun = cast.public.post(f"/sites/{cast.bikes_site.key}/visitors", language="en")
    assert (begun.status, begun.code) == (410, "chat_ended")
    again = cast.vi.api.post("/conversations", id=new_id(), client_id=new_id(), text="And another", fields={})
    assert (again.status, again.code) == (410, "chat_ended")
    assert seen(cast.ada, talk)["id"] == str(talk)
    assert say(cast.ada, talk, "We close soon").status in (200, 201, 403)
    guest(cast.tea_site)  # another workspace goes on


def test_the_widget_draws_nothing_and_its_page_says_that_it_ended(cast: Cast) -> None:
    close(cast)
    web, key = Client(SERVER_NAME="localhost"), cast.bikes_site.key
    script = web.get(f"/w/{key}.js")
    assert (script.status_code, script.content.decode().count("\n")) == (200, 1)
    for path in (f"/w/{key}/panel", f"/chat/{key}"):
        page = web.get(path, headers={"Accept-Language": "ar"})
        assert page.status_code == 410
        assert "انتهت" in page.content.decode()


def test_undone_all_is_as_it_was(cast: Cast) -> None:
    close(cast)
    told = undo(cast)
    assert (told.status, told["state"]) == (200, "undone")
    assert closing(cast) is None
    guest(cast.bikes_site)
    opened(cast.vi)
    assert undo(cast).code == "conflict"
    run_due(at=now() + timedelta(days=31))
    assert Member.objects.filter(workspace=cast.bikes, active=True).count() == 2
    assert close(cast).status == 201, "and it can be asked for anew"


@pytest.mark.parametrize("typed", ["", "bikes", "Bikes!", "Tea"])
def test_the_name_is_typed_to_the_letter(cast: Cast, typed: str) -> None:
    refused = close(cast, confirm=typed)
    assert (refused.status, refused.code) == (422, "invalid")
    assert closing(cast) is None


def test_the_name_will_do_as_well_as_the_slug(cast: Cast) -> None:
    assert close(cast, confirm=" Bikes ").status == 201


def test_twice_is_once(cast: Cast) -> None:
    assert close(cast).status == 201
    again = close(cast)
    assert (again.status, again.code) == (409, "conflict")
    assert Closing.objects.filter(workspace=cast.bikes.id).count() == 1


def test_only_owners_close_and_all_of_the_team_see_it(cast: Cast) -> None:
    for path, by in (("", cast.ben), ("/undo", cast.ben)):
        assert by.api.post(place(cast, path), confirm=cast.bikes.slug).code == "forbidden"
    assert cast.ben.api.get(place(cast, "/plan")).code == "forbidden"
    assert cast.cy.api.post(place(cast), confirm=cast.bikes.slug).code == "not_found"
    close(cast)
    told = cast.ben.api.get(place(cast))["closing"]
    assert told["state"] == "closing"
    days = {one["workspace"]["id"]: one["workspace"]["closes_at"] for one in cast.ada.api.get("/me")["memberships"]}
    assert days == {str(cast.bikes.id): told["closes_at"], str(cast.tea.id): None}
    assert cast.cy.api.get(place(cast)).code == "not_found"
    assert cast.cy.api.post(place(cast, "/undo")).code == "not_found"


def test_a_hold_is_in_the_way_and_named(cast: Cast) -> None:
    placed = hold(cast)
    assert placed["id"] in cast.ada.api.get(place(cast, "/plan"))["blockers"][0]
    refused = close(cast)
    assert (refused.status, refused.code) == (409, "held")
    assert placed["id"] in refused["detail"]
    assert "Court order 7" in refused["detail"]
    assert closing(cast) is None


def test_a_hold_that_is_placed_meanwhile_makes_it_wait(cast: Cast) -> None:
    close(cast)
    placed = hold(cast)
    Closing.objects.filter(workspace=cast.bikes.id).update(closes_at=now())
    run_due()
    told: Any = closing(cast)
    assert told["state"] == "waiting"
    assert placed["id"] in told["waits_for"][0]
    assert [(one["code"], one["sentence"]) for one in told["reasons"]] == [("held", told["waits_for"][0])]
    theirs = cast.ben.api.get(place(cast))["closing"]
    assert (theirs["waits_for"], theirs["reasons"]) == ([], []), "why somebody is held is not for everybody"
    assert undo(cast).status == 200, "an owner may still undo it"


def test_all_owners_are_told_by_mail_in_their_language(cast: Cast) -> None:
    added = cast.ada.api.post(
        f"/workspaces/{cast.bikes.id}/members", email=f"o.{new_id().hex}@example.test", name="Omar", role="owner"
    )
    member = Member.objects.select_related("person").get(id=added["id"])
    member.person.language = "ar"
    member.person.save()
    close(cast)
    mails = mailed(cast, "asked")
    assert len(mails) == 2
    letters = [compose(mail) for mail in mails]
    subjects = {str(letter["Subject"]) for letter in letters if letter}
    assert any(one.startswith("Bikes closes on ") for one in subjects)
    assert any(one.startswith("تُغلق Bikes") for one in subjects)
    undo(cast)
    assert len(mailed(cast, "undone")) == 2
    assert [compose(mail) for mail in mails] == [None, None], "one that had not gone out is not sent any more"
