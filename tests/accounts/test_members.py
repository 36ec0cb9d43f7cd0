"""Who may add, change and remove whom; what the workspace's stream hears of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.cast import Agent, Answer, Api, Cast, agent, agent_pass
from troth.accounts.found import found
from troth.accounts.models import Member, Workspace
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log
from troth.wire.events import Audience


def add(by: Agent, workspace: Workspace, name: str = "Dee Amari", **more: object) -> Answer:
    body = {"email": f"{new_id().hex}@example.test", "name": name, **more}
    return by.api.post(f"/workspaces/{workspace.id}/members", **body)


def told(log: Log, workspace: Workspace) -> list[str]:
    return [event.kind_name for event in log.read(workspace.id, workspace.id, audience=Audience.TEAM)]


def test_an_owner_adds_a_person_who_then_sees_the_workspace(cast: Cast, log: Log) -> None:
    added = add(cast.ada, cast.bikes, alias="Dee")
    assert (added.status, added["role"], added["alias"], added["available"]) == (201, "agent", "Dee", False)
    person = Member.objects.get(id=added["id"]).person
    assert not person.has_usable_password()
    api = Api(Authorization=f"Bearer {agent_pass(person.id)}")
    assert [item["name"] for item in api.get("/workspaces")["items"]] == ["Bikes"]
    assert told(log, cast.bikes)[-1] == "member_added"


def test_who_is_added_is_told_by_mail_how_to_get_in(cast: Cast) -> None:
    from troth.accounts.invitation import compose
    from troth.post.models import Mail
    from troth.post.queries import masked

    email = f"{new_id().hex}@example.test"
    added = add(cast.ada, cast.bikes, email=email)
    mail = Mail.objects.get(workspace=cast.bikes.id, kind="invitation", about__member=added["id"].replace("-", ""))
    assert masked([mail]) == [f"{email[0]}•••@example.test"]
    composed = compose(mail)
    assert composed is not None
    assert composed["Subject"] == "You were added to Bikes"
    assert f"{config.current().base_url}/console/" in composed.get_content()
    assert "none yet" in composed.get_content()
    cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{added['id']}")
    assert compose(mail) is None


def test_without_an_alias_visitors_see_the_first_name(cast: Cast) -> None:
    assert add(cast.ada, cast.bikes, "Dee Amari")["alias"] == "Dee"


def test_the_same_request_twice_adds_one_member(cast: Cast, log: Log) -> None:
    body = {"id": new_id(), "email": f"{new_id().hex}@example.test", "name": "Dee"}
    path = f"/workspaces/{cast.bikes.id}/members"
    first, second = cast.ada.api.post(path, **body), cast.ada.api.post(path, **body)
    assert first.body == second.body
    assert told(log, cast.bikes).count("member_added") == 3  # Ada, Ben, Dee


def test_the_same_id_with_other_words_is_refused(cast: Cast) -> None:
    body = {"id": new_id(), "email": f"{new_id().hex}@example.test", "name": "Dee"}
    path = f"/workspaces/{cast.bikes.id}/members"
    assert cast.ada.api.post(path, **body).status == 201
    for other in ({"role": "admin"}, {"name": "Eve"}):
        assert (answer := cast.ada.api.post(path, **body | other)).status == 409, answer
    assert cast.ada.api.post(path, **body).status == 201


def test_who_comes_back_is_added_by_a_repeated_request_too(cast: Cast) -> None:
    path = f"/workspaces/{cast.bikes.id}/members"
    before = cast.ben.member(cast.bikes)
    assert cast.ada.api.delete(f"{path}/{before.id}").status == 204
    body = {"id": new_id(), "email": cast.ben.person.email, "name": "Ben Okafor", "role": "admin"}
    first, again = cast.ada.api.post(path, **body), cast.ada.api.post(path, **body)
    assert (first.status, again.status, first.body) == (201, 201, again.body)
    assert (first["id"], first["role"]) == (str(before.id), "admin")


@pytest.mark.parametrize("name", ["X" * 120, "Y" * 61 + " Z"])
def test_a_long_first_name_makes_an_alias_that_fits(cast: Cast, name: str) -> None:
    assert add(cast.ada, cast.bikes, name)["alias"] == name[:60]
    person = agent(name)
    found("Long", person.person)
    assert person.api.get("/me")["memberships"][0]["alias"] == name[:60]


def test_an_alias_is_not_blank(cast: Cast) -> None:
    path = f"/workspaces/{cast.bikes.id}/members/{cast.ben.member(cast.bikes).id}"
    before = cast.ben.member(cast.bikes).alias
    assert cast.ada.api.patch(path, alias="   ").status == 422
    assert cast.ben.member(cast.bikes).alias == before
    assert cast.ada.api.patch(path, alias="  Benny ")["alias"] == "Benny"


def test_another_workspaces_member_id_takes_nothing_over(cast: Cast) -> None:
    victim = cast.cy.member(cast.lamps)
    assert add(cast.ada, cast.bikes, id=victim.id).status == 409
    victim.refresh_from_db()
    assert (victim.workspace_id, victim.person_id) == (cast.lamps.id, cast.cy.person.id)


def test_who_works_here_already_is_not_added_again(cast: Cast) -> None:
    again = add(cast.ada, cast.bikes, email=cast.ben.person.email.upper())
    assert (again.status, again.code, list(again["fields"])) == (409, "conflict", ["email"])


def test_a_stranger_is_added_under_the_name_this_workspace_gives(cast: Cast) -> None:
    """What another workspace calls the person is not told."""
    added = add(cast.ada, cast.bikes, "Somebody", email=cast.cy.person.email)
    assert added["name"] == "Somebody"
    assert "Cy Moreau" not in str(cast.ada.api.get(f"/workspaces/{cast.bikes.id}/members").body)


@pytest.mark.parametrize(
    ("email", "name", "field"), [("no address", "Dee", "email"), ("a@example.test", "   ", "name")]
)
def test_bad_input_names_the_field(cast: Cast, email: str, name: str, field: str) -> None:
    refused = add(cast.ada, cast.bikes, name, email=email)
    assert (refused.status, refused.code, list(refused["fields"])) == (422, "invalid", [field])


def test_agents_change_nobody(cast: Cast) -> None:
    members = f"/workspaces/{cast.bikes.id}/members"
    ada = cast.ada.member(cast.bikes)
    assert add(cast.ben, cast.bikes).status == 403
    assert cast.ben.api.patch(f"{members}/{ada.id}", role="agent").status == 403
    assert cast.ben.api.delete(f"{members}/{ada.id}").status == 403
    assert len(cast.ben.api.get(members)["items"]) == 2


def test_strangers_find_nothing(cast: Cast) -> None:
    members = f"/workspaces/{cast.bikes.id}/members"
    ben = cast.ben.member(cast.bikes)
    for api in (cast.cy.api, cast.vi.api):
        answers = [
            api.get(members),
            api.post(members, email="x@example.test", name="X"),
            api.patch(f"{members}/{ben.id}", alias="X"),
            api.delete(f"{members}/{ben.id}"),
        ]
        assert {answer.status for answer in answers} <= {403, 404}
    assert cast.cy.api.get(members).status == 404
    mine = f"/workspaces/{cast.lamps.id}/members"
    assert cast.cy.api.patch(f"{mine}/{ben.id}", alias="X").status == 404
    assert cast.cy.api.delete(f"{mine}/{ben.id}").status == 404


def test_only_owners_make_and_touch_owners(cast: Cast) -> None:
    members = f"/workspaces/{cast.bikes.id}/members"
    ben, ada = cast.ben.member(cast.bikes), cast.ada.member(cast.bikes)
    assert cast.ada.api.patch(f"{members}/{ben.id}", role="admin")["role"] == "admin"
    assert add(cast.ben, cast.bikes).status == 201
    assert add(cast.ben, cast.bikes, role="owner").status == 403
    assert cast.ben.api.patch(f"{members}/{ben.id}", role="owner").status == 403
    assert cast.ben.api.delete(f"{members}/{ada.id}").status == 403


def test_the_last_owner_stays(cast: Cast) -> None:
    member = f"/workspaces/{cast.bikes.id}/members/{cast.ada.member(cast.bikes).id}"
    assert cast.ada.api.delete(member).status == 409
    assert cast.ada.api.patch(member, role="agent").status == 409
    ben = cast.ben.member(cast.bikes)
    assert cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/members/{ben.id}", role="owner").status == 200
    assert cast.ada.api.delete(member).status == 204
    assert cast.ada.api.get(f"/workspaces/{cast.bikes.id}/members").status == 404


def test_two_last_owners_cannot_remove_each_other(cast: Cast) -> None:
    path = f"/workspaces/{cast.bikes.id}/members"
    ben, ada = cast.ben.member(cast.bikes), cast.ada.member(cast.bikes)
    cast.ada.api.patch(f"{path}/{ben.id}", role="owner")

    def remove(by: Agent, whom: Member) -> int:
        try:
            return by.api.delete(f"{path}/{whom.id}").status
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(remove, cast.ada, ben), pool.submit(remove, cast.ben, ada)]
    assert sorted(result.result() for result in results) in ([204, 404], [204, 403], [204, 409])
    assert Member.objects.filter(workspace=cast.bikes, role="owner", active=True).count() == 1


def test_who_is_removed_is_a_stranger_and_can_come_back_as_themselves(cast: Cast, log: Log) -> None:
    ben = cast.ben.member(cast.bikes)
    assert cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{ben.id}").status == 204
    assert told(log, cast.bikes)[-1] == "member_removed"
    assert cast.ben.api.get(f"/workspaces/{cast.bikes.id}/sites").status == 404
    assert cast.ben.api.get("/me")["memberships"] == []
    assert add(cast.ada, cast.bikes, email=cast.ben.person.email)["id"] == str(ben.id)
    assert cast.ben.api.get(f"/workspaces/{cast.bikes.id}/sites").status == 200


def test_an_alias_and_a_title_change_without_an_event(cast: Cast, log: Log) -> None:
    before = told(log, cast.bikes)
    ben = cast.ben.member(cast.bikes)
    changed = cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/members/{ben.id}", alias="Benny", title="Fitter")
    assert (changed["alias"], changed["title"]) == ("Benny", "Fitter")
    assert told(log, cast.bikes) == before


def test_a_pass_of_a_closed_login_opens_nothing(cast: Cast) -> None:
    dee = agent("Dee Amari")
    add(cast.ada, cast.bikes, email=dee.person.email)
    dee.person.is_active = False
    dee.person.save()
    assert dee.api.get("/me").status == 401
    assert dee.api.get(f"/workspaces/{cast.bikes.id}/members").status == 401


def test_availability_is_of_the_person_and_ends_with_its_lease(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from troth.accounts.availability import GRACE, available
    from troth.kernel import clock

    assert cast.ada.api.put("/me/availability", available=True).body == {"available": True}
    assert available(cast.bikes.id) == [cast.ada.member(cast.bikes).id]
    assert available(cast.tea.id) == [cast.ada.member(cast.tea).id]
    at = clock.now() + GRACE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "_read", lambda: at)
    assert available(cast.bikes.id) == []
    monkeypatch.undo()
    assert cast.ada.api.put("/me/availability", available=False).body == {"available": False}
    assert available(cast.bikes.id) == []
    assert cast.vi.api.put("/me/availability", available=True).status == 403
