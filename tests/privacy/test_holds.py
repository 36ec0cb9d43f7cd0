"""A legal hold: what is held is erased neither by a request nor by retention, until it is lifted."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import Answer, Cast, guest
from tests.conversations.talk import close, opened, seen
from troth.contacts.models import Contact
from troth.datamap.vocabulary import Subject
from troth.kernel import clock
from troth.kernel.clock import now
from troth.kernel.errors import Conflict
from troth.kernel.ids import new_id
from troth.privacy.erasure import Erasure
from troth.privacy.holds.forget import forget
from troth.privacy.holds.rows import Hold
from troth.privacy.plan import plan, shown
from troth.privacy.run import run
from troth.privacy.subjects import mark_of


def hold(cast: Cast, **what: object) -> Answer:
    return cast.ada.api.post(f"/workspaces/{cast.bikes.id}/privacy/holds", **({"reason": "Court order 7"} | what))


def lift(cast: Cast, id: str) -> Answer:
    return cast.ada.api.post(f"/workspaces/{cast.bikes.id}/privacy/holds/{id}/lift", reason="The case is over")


def listed(cast: Cast, **query: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/privacy/holds", **query)["items"]
    return found


def _visitor(cast: Cast, talk: UUID) -> dict[str, object]:
    return {"subject": {"kind": "visitor", "id": cast.vi.id}}


def _contact(cast: Cast, talk: UUID) -> dict[str, object]:
    return {"subject": {"kind": "contact", "id": Contact.objects.get(conversations=talk).id}}


def _talk(cast: Cast, talk: UUID) -> dict[str, object]:
    return {"conversation": talk}


def _site(cast: Cast, talk: UUID) -> dict[str, object]:
    return {"site": cast.bikes_site.id}


@pytest.mark.parametrize("named", [_visitor, _contact, _talk, _site])
def test_who_is_held_is_not_erased_until_it_is_lifted(
    cast: Cast, named: Callable[[Cast, UUID], dict[str, object]]
) -> None:
    talk = opened(cast.vi)
    close(cast.ada, talk)
    placed = hold(cast, **named(cast, talk))
    assert placed.status == 201, placed
    assert (placed["reason"], placed["stands"], placed["by"]["name"]) == ("Court order 7", True, "Ada Lindqvist")
    made = plan(cast.bikes.id, Subject.VISITOR, cast.vi.id, force=True)
    assert placed["id"] in made.blockers[0]
    assert "Court order 7" in made.blockers[0]
    told = made.reasons[-1]
    assert (told.code, told.sentence, told.params["reason"]) == ("held", made.blockers[0], "Court order 7")
    with pytest.raises(Conflict):
        run(made)
    assert seen(cast.ada, talk)["visitor"]["name"] == "Vi"
    assert lift(cast, placed["id"]).status == 200
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id))
    assert seen(cast.ada, talk)["visitor"]["name"] is None


def test_a_hold_that_comes_between_the_plan_and_its_run_counts(cast: Cast) -> None:
    talk = opened(cast.vi)
    close(cast.ada, talk)
    made = plan(cast.bikes.id, Subject.VISITOR, cast.vi.id)
    assert made.blockers == []
    hold(cast, conversation=talk)
    with pytest.raises(Conflict, match="Court order 7"):
        run(made)
    assert not Erasure.objects.filter(workspace=cast.bikes.id).exists()


def test_somebody_else_may_be_erased_meanwhile(cast: Cast) -> None:
    hold(cast, subject={"kind": "visitor", "id": cast.vi.id})
    other = guest(cast.bikes_site)
    close(cast.ada, opened(other))
    assert run(plan(cast.bikes.id, Subject.VISITOR, other.id))["level"] >= 2


def test_one_browser_of_a_held_person_is_held_too(cast: Cast) -> None:
    phone = guest(cast.bikes_site)
    fields = {"name": "Vi", "email": f"vi.{cast.bikes.id.hex}@example.test"}
    talks = [opened(who, fields=fields) for who in (cast.vi, phone)]
    for talk in talks:
        close(cast.ada, talk)
    hold(cast, **_contact(cast, talks[0]))
    for who in (cast.vi, phone):
        assert plan(cast.bikes.id, Subject.VISITOR, who.id).blockers


def test_a_member_who_left_is_held(cast: Cast) -> None:
    cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{cast.ben.member(cast.bikes).id}")
    placed = hold(cast, subject={"kind": "person", "id": cast.ben.person.id})
    assert plan(cast.bikes.id, Subject.PERSON, cast.ben.person.id).blockers
    lift(cast, placed["id"])
    run(plan(cast.bikes.id, Subject.PERSON, cast.ben.person.id))


def test_a_hold_says_whom_it_is_on(cast: Cast) -> None:
    talk = opened(cast.vi, fields={"name": "Vi Tran", "email": f"vi.{cast.bikes.id.hex}@example.test"})
    hold(cast, **_contact(cast, talk))
    hold(cast, **_visitor(cast, talk))
    assert [row["subject"]["label"] for row in listed(cast)] == ["Vi Tran", "Vi Tran"]  # type: ignore[index]


def test_a_hold_ends_by_itself_at_its_end(cast: Cast) -> None:
    close(cast.ada, opened(cast.vi))
    end = now() + timedelta(days=30)
    hold(cast, **_visitor(cast, cast.vi.id), until=end.isoformat())
    assert plan(cast.bikes.id, Subject.VISITOR, cast.vi.id).blockers
    clock.set_clock(lambda: end)
    try:
        assert plan(cast.bikes.id, Subject.VISITOR, cast.vi.id).blockers == []
    finally:
        clock.set_clock(None)


def test_what_is_being_erased_can_not_be_held(cast: Cast) -> None:
    """Its steps have begun: half of it would be gone."""
    talk = opened(cast.vi)
    close(cast.ada, talk)
    made = plan(cast.bikes.id, Subject.VISITOR, cast.vi.id)
    mark = mark_of(Subject.VISITOR, cast.vi.id, cast.bikes.id)
    row = Erasure.objects.create(
        workspace=cast.bikes.id, subject="visitor", mark=mark, state="running", plan=shown(made), at=now()
    )
    for what in (_visitor, _talk, _contact):
        assert hold(cast, **what(cast, talk)).code == "conflict"
    assert listed(cast) == []
    row.delete()


def test_the_list_says_who_and_why_and_what_is_over(cast: Cast) -> None:
    first = hold(cast, **_visitor(cast, cast.vi.id))
    second = hold(cast, **_site(cast, cast.vi.id), reason="Audit  of  the year ")
    lifted = lift(cast, first["id"])
    assert (lifted["stands"], lifted["lift_reason"]) == (False, "The case is over")
    assert lift(cast, first["id"]).code == "conflict"
    assert [one["id"] for one in listed(cast)] == [second["id"], first["id"]]
    assert [one["id"] for one in listed(cast, standing=True)] == [second["id"]]
    assert (listed(cast)[0]["site"], listed(cast)[0]["reason"]) == (str(cast.bikes_site.id), "Audit of the year")
    page = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/privacy/holds", limit=1)
    more = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/privacy/holds", limit=1, cursor=page["next"])
    assert [one["id"] for one in (*page["items"], *more["items"])] == [second["id"], first["id"]]
    assert more["next"] is None


def test_what_makes_no_sense_is_refused(cast: Cast) -> None:
    vi = _visitor(cast, cast.vi.id)
    past = (now() - timedelta(days=1)).isoformat()
    for body in ({}, vi | {"site": cast.bikes_site.id}, vi | {"reason": " "}, vi | {"until": past}):
        assert hold(cast, **body).status == 422, body
    assert hold(cast, conversation=new_id()).status == 404
    assert hold(cast, subject={"kind": "visitor", "id": cast.zoe.id}).status == 404  # of another tenant
    assert lift(cast, str(new_id())).status == 404
    assert listed(cast) == []


def test_only_who_answers_for_privacy_may(cast: Cast) -> None:
    path = f"/workspaces/{cast.bikes.id}/privacy/holds"
    for who, status in ((cast.ben.api, 403), (cast.vi.api, 403), (cast.cy.api, 404)):
        assert who.get(path).status == status
        assert who.post(path, reason="Mine", **_visitor(cast, cast.vi.id)).status == status


def test_an_erasure_leaves_a_lifted_hold_to_nobody(cast: Cast) -> None:
    close(cast.ada, opened(cast.vi))
    placed = hold(cast, **_visitor(cast, cast.vi.id), reason="Vi against Bikes")
    lift(cast, placed["id"])
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id))
    (row,) = listed(cast)
    assert (row["subject"], row["reason"], row["lift_reason"]) == (None, "", "")
    assert row["by"] is not None


def test_a_hold_that_is_long_over_goes(cast: Cast) -> None:
    placed = hold(cast, **_visitor(cast, cast.vi.id))
    standing = hold(cast, **_site(cast, cast.vi.id))
    lift(cast, placed["id"])
    forget()
    assert len(listed(cast)) == 2
    later = now() + timedelta(days=3 * 365 + 1)
    clock.set_clock(lambda: later)
    try:
        forget()
    finally:
        clock.set_clock(None)
    assert [str(row.id) for row in Hold.objects.filter(workspace=cast.bikes.id)] == [standing["id"]]
