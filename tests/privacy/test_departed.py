"""Who left the team is kept for a time, and no longer."""

from datetime import timedelta

from tests.cast import Agent, Cast
from tests.privacy.requests.desk import at, hired
from tests.privacy.test_holds import hold, lift
from troth.accounts.models import Member, Person, Workspace
from troth.datamap.keeping import MEMBER, PERSON
from troth.kernel.clock import now
from troth.privacy.retention.forget_departed import forget_departed

DAY = timedelta(days=1)


def left(cast: Cast, who: Agent, workspace: Workspace) -> None:
    member = who.member(workspace)
    assert cast.ada.api.delete(f"/workspaces/{workspace.id}/members/{member.id}").status == 204


def pass_over(time: timedelta) -> None:
    with at(now() + time):
        while forget_departed():
            pass


def is_known(who: Agent) -> bool:
    return Person.objects.filter(id=who.person.id).exists()


def test_a_login_ends_a_year_after_its_last_workspace(cast: Cast) -> None:
    gone, works = hired(cast, "agent"), hired(cast, "agent")
    member = gone.member(cast.bikes)
    left(cast, gone, cast.bikes)
    pass_over(PERSON.longest - DAY)
    assert is_known(gone)
    pass_over(PERSON.longest + DAY)
    assert not is_known(gone)
    member.refresh_from_db()
    assert (member.name, member.left_at) == ("", None)
    assert is_known(works)


def test_who_works_elsewhere_is_kept_longer_and_keeps_the_login(cast: Cast) -> None:
    email = f"{cast.bikes.id.hex}@example.test"
    added = [
        cast.ada.api.post(f"/workspaces/{one.id}/members", email=email, name="Ny Okafor", role="agent")
        for one in (cast.bikes, cast.tea)
    ]
    rows = [Member.objects.select_related("person").get(id=one["id"]) for one in added]
    assert cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{rows[0].id}").status == 204
    pass_over(MEMBER.longest - DAY)
    assert Member.objects.filter(id=rows[0].id, person=rows[1].person).exists()
    pass_over(MEMBER.longest + DAY)
    assert not Member.objects.filter(id=rows[0].id, person=rows[1].person).exists()
    assert Person.objects.filter(id=rows[1].person_id).exists()


def test_who_came_back_or_is_held_stays(cast: Cast) -> None:
    back, held = hired(cast, "agent"), hired(cast, "agent")
    for one in (back, held):
        left(cast, one, cast.bikes)
    again = cast.ada.api.post(
        f"/workspaces/{cast.bikes.id}/members", email=back.person.email, name="Olu Adeyemi", role="agent"
    )
    assert again.status == 201
    placed = hold(cast, subject={"kind": "person", "id": held.person.id})
    assert placed.status == 201, placed
    pass_over(MEMBER.longest + DAY)
    assert is_known(back)
    assert is_known(held)
    assert lift(cast, placed["id"]).status == 200
    pass_over(MEMBER.longest + DAY)
    assert not is_known(held)
