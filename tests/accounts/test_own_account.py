"""What a person changes of themselves, and who is told once more that they were invited."""

import pytest

from tests.cast import Cast
from troth.accounts.models import Member, Person
from troth.kernel.ids import new_id
from troth.post.models import Mail


def test_a_new_name_is_read_by_colleagues_everywhere_and_by_no_visitor(cast: Cast) -> None:
    changed = cast.ada.api.patch("/me/person", name="  Ada Lund ", language="ar")
    assert (changed["name"], changed["language"]) == ("Ada Lund", "ar")
    for workspace in (cast.bikes, cast.tea):
        members = cast.ada.api.get(f"/workspaces/{workspace.id}/members")["items"]
        own = next(one for one in members if one["email"] == cast.ada.person.email)
        assert own["name"] == "Ada Lund"
    assert cast.ada.member(cast.bikes).alias == "Robin"
    assert cast.ada.api.patch("/me/person", language="")["name"] == "Ada Lund"


@pytest.mark.parametrize(
    "body", [{"name": " "}, {"name": ""}, {"name": "x" * 121}, {"language": "<b>"}, {"email": "x"}]
)
def test_what_is_no_name_and_no_language_is_refused(cast: Cast, body: dict[str, str]) -> None:
    assert cast.ada.api.patch("/me/person", **body).code == "invalid"
    assert Person.objects.get(id=cast.ada.person.id).name == "Ada Lindqvist"


def test_visitors_are_no_persons(cast: Cast) -> None:
    assert cast.vi.api.patch("/me/person", name="Vi").code == "forbidden"


def test_one_person_has_one_colour_everywhere(cast: Cast) -> None:
    colour = cast.ada.api.get("/me")["person"]["colour"]
    members = cast.ada.api.get(f"/workspaces/{cast.tea.id}/members")["items"]
    assert [one["colour"] for one in members] == [colour]


def _mails(member: str) -> int:
    return Mail.objects.filter(kind="invitation", about__member=member.replace("-", "")).count()


def test_who_has_no_password_yet_is_invited_again_but_not_endlessly(cast: Cast) -> None:
    path = f"/workspaces/{cast.bikes.id}/members"
    eve = cast.ada.api.post(path, email=f"{new_id().hex}@example.test", name="Eve")
    assert eve["invited"] is True
    again = [cast.ada.api.post(f"{path}/{eve['id']}/invitations").status for _ in range(3)]
    assert again == [204, 204, 429]
    assert _mails(eve["id"]) == 3
    assert cast.ben.api.post(f"{path}/{eve['id']}/invitations").code == "forbidden"
    person = Member.objects.get(id=eve["id"]).person
    person.set_password("correct horse battery")
    person.save()
    assert cast.ada.api.post(f"{path}/{eve['id']}/invitations").code == "conflict"
    listed = cast.ada.api.get(path)["items"]
    assert [one["invited"] for one in listed if one["id"] == eve["id"]] == [False]
