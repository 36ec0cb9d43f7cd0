"""Who is erased is gone from every store, and nobody else is."""

from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast, Guest, guest
from tests.conversations.talk import opened, seen
from tests.privacy.packages import made, parts_of, unpacked
from troth.contacts.models import Contact, Identity
from troth.conversations.models import Conversation, File
from troth.datamap.vocabulary import Subject
from troth.kernel.errors import Conflict, NotFound
from troth.kernel.ids import new_id
from troth.log import Log
from troth.post.models import Mail
from troth.privacy.certificate import is_ours
from troth.privacy.erasure import Erasure
from troth.privacy.plan import Plan, plan
from troth.privacy.run import run
from troth.visitors.models import Visitor


def _talk(who: Guest, cast: Cast, **fields: str) -> UUID:
    fields.setdefault("name", "Vi")
    fields.setdefault("email", f"{who.id.hex}@example.test")
    talk: UUID = opened(who, fields=fields)
    who.api.post(f"/conversations/{talk}/messages", client_id=new_id(), text="My order is late")
    cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="A difficult one")
    cast.ada.api.post(f"/conversations/{talk}/closure", client_id=new_id())
    who.api.post(f"/conversations/{talk}/rating", client_id=new_id(), score=2, comment="Slow")
    return talk


def _plan(cast: Cast, who: Guest, **how: bool) -> Plan:
    return plan(cast.bikes.id, Subject.VISITOR, who.id, **how)


def _events(cast: Cast, talk: UUID) -> list[Any]:
    return list(cast.ada.api.get(f"/conversations/{talk}/events")["items"])


def test_an_erased_visitor_leaves_a_talk_of_nobody_that_still_opens(cast: Cast, log: Log) -> None:
    email = f"vi.{cast.bikes.id.hex}@example.test"
    talk = _talk(cast.vi, cast, name="Vi Castellanos", email=email)
    other = guest(cast.bikes_site)
    kept = _talk(other, cast, name="Otto", email=f"otto.{cast.bikes.id.hex}@example.test")
    told = run(_plan(cast, cast.vi))
    shown = seen(cast.ada, talk)
    assert (shown["visitor"]["name"], shown["visitor"]["email"], shown["answers"]) == (None, None, [])
    assert shown["visitor"]["id"] != str(cast.vi.id)
    assert (shown["state"], shown["preview"], shown["rating"]) == ("closed", None, None)
    events = _events(cast, talk)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert [event["kind"] for event in events if event["body"] is not None] == ["erased"]
    assert not Visitor.objects.filter(id=cast.vi.id).exists()
    assert Contact.objects.filter(workspace=cast.bikes).count() == 1
    assert Identity.objects.filter(workspace=cast.bikes).count() == 1
    assert cast.vi.api.get(f"/conversations/{talk}").status in (401, 404)
    assert seen(cast.ada, kept)["visitor"]["name"] == "Otto"
    assert all(event["body"] is not None for event in _events(cast, kept))
    assert is_ours(told)
    assert not is_ours({**told, "level": 4})
    assert str(cast.vi.id) not in str(told)
    assert [(step["store"], step["count"]) for step in told["steps"] if step["store"].startswith("rows contacts")] == [
        ("rows contacts.Contact", 1)
    ]


def test_the_plan_changes_nothing_and_is_what_the_run_clears(cast: Cast) -> None:
    _talk(cast.vi, cast, name="Vi")
    made = _plan(cast, cast.vi)
    assert _plan(cast, cast.vi) == made
    told = run(made)
    assert [(step["store"], step["count"]) for step in told["steps"]] == [
        (step.store, step.count) for step in made.steps
    ]
    assert told["plan"] == made.hash
    with pytest.raises(NotFound):
        _plan(cast, cast.vi)


def test_a_plan_that_was_altered_is_not_run(cast: Cast) -> None:
    _talk(cast.vi, cast)
    made = _plan(cast, cast.vi)
    other = guest(cast.bikes_site)
    scope = type(made.scope)(workspace=cast.bikes.id, subject=Subject.VISITOR, id=other.id, visitors=[other.id])
    altered = Plan(
        scope=scope, steps=made.steps, retained=[], out_of_scope=made.out_of_scope, blockers=[], hash=made.hash
    )  # fmt: skip
    with pytest.raises(Conflict):
        run(altered)
    assert Visitor.objects.filter(id=other.id).exists()


def test_nobody_is_erased_in_the_middle_of_a_talk_unless_forced(cast: Cast) -> None:
    talk = opened(cast.vi)
    made = _plan(cast, cast.vi)
    assert made.blockers
    with pytest.raises(Conflict):
        run(made)
    run(_plan(cast, cast.vi, force=True))
    assert seen(cast.ada, talk)["state"] == "closed"


def test_somebody_of_another_tenant_does_not_exist(cast: Cast) -> None:
    for workspace in (cast.tea, cast.lamps):
        with pytest.raises(NotFound):
            plan(workspace.id, Subject.VISITOR, cast.vi.id)


def test_a_contact_is_erased_with_all_their_browsers(cast: Cast) -> None:
    fields = {"name": "Vi", "email": f"vi.{cast.bikes.id.hex}@example.test"}
    phone = guest(cast.bikes_site)
    talks = [_talk(cast.vi, cast, **fields), _talk(phone, cast, **fields)]
    contact = Contact.objects.get(workspace=cast.bikes)
    run(plan(cast.bikes.id, Subject.CONTACT, contact.id))
    assert not Contact.objects.filter(id=contact.id).exists()
    for talk in talks:
        assert {event["kind"] for event in _events(cast, talk) if event["body"] is not None} == {"erased"}


def test_a_contact_of_two_browsers_outlives_one_of_them(cast: Cast) -> None:
    fields = {"name": "Vi", "email": f"vi.{cast.bikes.id.hex}@example.test"}
    phone = guest(cast.bikes_site)
    _talk(cast.vi, cast, **fields)
    kept = _talk(phone, cast, **fields)
    run(_plan(cast, cast.vi))
    assert seen(cast.ada, kept)["visitor"]["name"] == "Vi"


def test_a_person_who_left_is_nobody_and_what_they_said_stays(cast: Cast) -> None:
    talk = opened(cast.vi)
    cast.ben.api.post(f"/conversations/{talk}/participation", client_id=new_id())
    cast.ben.api.post(f"/conversations/{talk}/messages", client_id=new_id(), text="It is on its way")
    cast.ada.api.post(f"/conversations/{talk}/participation", client_id=new_id())
    assert None not in _joined(cast, talk)
    member = cast.ben.member(cast.bikes)
    assert plan(cast.bikes.id, Subject.PERSON, cast.ben.person.id).blockers
    cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{member.id}")
    run(plan(cast.bikes.id, Subject.PERSON, cast.ben.person.id))
    member.refresh_from_db()
    assert (member.name, member.alias, member.active) == ("", "", False)
    assert member.person_id != cast.ben.person.id
    assert not type(cast.ben.person).objects.filter(id=cast.ben.person.id).exists()
    assert not Mail.objects.filter(about__member=member.id.hex).exists()
    said = [event["body"]["text"] for event in _events(cast, talk) if event["kind"] == "said"]
    assert said[-1] == "It is on its way"
    assert seen(cast.ada, talk)["agents"][0]["alias"] == ""
    assert _joined(cast, talk) == [None, "Robin"], "nobody else is nobody"
    packed = unpacked(made(cast.bikes, cast.vi.id))
    (told,) = parts_of(packed)["conversations"]
    assert [one["name"] for one in told["agents"]] == ["Robin"]
    assert "The team joined" in packed.read("your-data.html").decode()


def _joined(cast: Cast, talk: UUID) -> list[str | None]:
    bodies = [event["body"] for event in _events(cast, talk) if event["kind"] == "joined"]
    return [body and body["alias"] for body in bodies]


def test_an_erasure_goes_on_where_it_was_cut_off(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.privacy import due, erasers

    talk = _talk(cast.vi, cast, name="Vi")
    made = _plan(cast, cast.vi)
    steps = [step for step in erasers.erasers.steps if Subject.VISITOR in step.of]
    for step in steps:  # each of them fails once before it is done, and the next run goes on

        def fails(_: object) -> None:
            raise RuntimeError("cut off")

        monkeypatch.setattr(
            erasers.erasers, "steps", [_but(one, fails) if one is step else one for one in erasers.erasers.steps]
        )
        with suppress(RuntimeError):
            run(made) if step is steps[0] else due.settle(alone=True)
        monkeypatch.undo()
    due.settle(alone=True)
    row = Erasure.objects.filter(workspace=cast.bikes.id).get()
    assert (row.state, row.plan) == ("done", None)
    assert {event["kind"] for event in _events(cast, talk) if event["body"] is not None} == {"erased"}
    assert File.objects.filter(conversation_id=talk).count() == 0
    assert Conversation.objects.get(id=talk).contact_id is None


def _but(step: Any, clear: Any) -> Any:
    from dataclasses import replace

    return replace(step, clear=clear)
