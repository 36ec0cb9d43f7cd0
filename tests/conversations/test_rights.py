"""The table of rights has two renderings; both must say the same of any world, on this database."""

from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.accounts.asker import Asker, PersonAsker, VisitorAsker
from troth.accounts.models import Member, Person, Workspace
from troth.conversations import access, rights
from troth.conversations.models import Conversation, Participation
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.log import Log
from troth.sites.add import add
from troth.sites.models import Site
from troth.visitors.models import Visitor

_number = count(1)


def _place(member: Any) -> tuple[int, int]:
    return member["workspace"], member["person"]


members: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "workspace": st.integers(0, 1),
        "person": st.integers(0, 2),
        "role": st.sampled_from(["owner", "admin", "agent", "officer", "guest"]),
        "active": st.booleans(),
    }
)
worlds = st.fixed_dictionaries(
    {
        "members": st.lists(members, max_size=5, unique_by=_place),
        "sleeping": st.sets(st.integers(0, 2)),  # persons whose login is switched off
        "conversations": st.lists(st.integers(0, 1), min_size=1, max_size=2),  # of which workspace
        # (conversation, member, still taking part)
        "parts": st.sets(st.tuples(st.integers(0, 1), st.integers(0, 4), st.booleans()), max_size=4),
    }
)


@given(world=worlds)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_renderings_agree(log: Log, world: dict[str, Any]) -> None:
    with transaction.atomic():
        people, made, visitors, talks = _make(world)
    for verb in rights.CONVERSATION:
        _agree(log, verb, people, made, visitors, talks)


def _visiting(visitor: Visitor) -> VisitorAsker:
    return VisitorAsker(visitor.id, visitor.workspace_id, visitor.site_id)


def _same_of(asker: Asker, verb: str, talks: list[Conversation]) -> None:
    ids = [talk.id for talk in talks]
    by_ids = access.allowed_of(asker, verb, ids).values_list("id", flat=True)
    assert set(by_ids) == set(access.allowed(asker, verb).filter(id__in=ids).values_list("id", flat=True))


def _agree(
    log: Log, verb: str, people: list[Person], made: list[Member], visitors: list[Visitor], talks: list[Conversation]
) -> None:
    for person in people:
        _same_of(PersonAsker(person.id), verb, talks)
    for visitor in visitors:
        _same_of(_visiting(visitor), verb, talks)
    for talk in talks:
        for member in made:
            asked = log.ask(verb, [(talk.workspace_id, talk.id, "agent", member.id)])[0]
            mine = member.workspace_id == talk.workspace_id
            by_rows = access.allowed(PersonAsker(member.person_id), verb).filter(id=talk.id).exists()
            assert asked == (by_rows and mine)
        for person in people:
            if not any(m.person_id == person.id and m.workspace_id == talk.workspace_id for m in made):
                assert not access.allowed(PersonAsker(person.id), verb).filter(id=talk.id).exists()
        for visitor in visitors:
            asker = _visiting(visitor)
            by_rows = access.allowed(asker, verb).filter(id=talk.id).exists()
            assert log.ask(verb, [(talk.workspace_id, talk.id, "visitor", visitor.id)])[0] == by_rows
            # a true id with another workspace, or another kind of author, is nobody
            elsewhere = new_id()
            assert not log.ask(verb, [(elsewhere, talk.id, "visitor", visitor.id)])[0]
            assert not log.ask(verb, [(talk.workspace_id, talk.id, "agent", visitor.id)])[0]


def test_an_unknown_verb_is_a_bug_and_no_right(log: Log) -> None:
    with pytest.raises(KeyError):
        rights.where("fly")


def test_a_member_reads_the_stream_of_their_own_workspace_only(log: Log) -> None:
    people, made, _, _ = _make(
        {
            "members": [
                {"workspace": 0, "person": 0, "role": "agent", "active": True},
                {"workspace": 1, "person": 1, "role": "owner", "active": True},
            ],
            "sleeping": set(),
            "conversations": [0],
            "parts": set(),
        }
    )
    assert people
    first, second = made
    own, other = first.workspace_id, second.workspace_id
    asked = [
        (own, own, "agent", first.id),
        (other, other, "agent", first.id),
        (own, other, "agent", first.id),
        (other, own, "agent", first.id),
        (own, own, "visitor", first.id),
    ]
    assert log.ask("read_workspace", asked) == [True, False, False, False, False]


def _make(world: dict[str, Any]) -> tuple[list[Person], list[Member], list[Visitor], list[Conversation]]:
    workspaces = [Workspace.objects.create(name=f"W{n}", slug=new_id().hex) for n in range(2)]
    sites: list[Site] = [add(workspace.id, workspace.name) for workspace in workspaces]
    people = [
        Person.objects.create(email=f"{new_id().hex}@example.test", name=f"P{n}", is_active=n not in world["sleeping"])
        for n in range(3)
    ]
    made = [
        Member.objects.create(
            workspace=workspaces[m["workspace"]],
            person=people[m["person"]],
            role=m["role"],
            active=m["active"],
            alias="A",
        )
        for m in world["members"]
    ]
    visitors = [
        Visitor.objects.create(workspace=site.workspace, site=site, token_hash=new_id().bytes * 2) for site in sites
    ]
    talks = [_talk(visitors[n]) for n in world["conversations"]]
    for talk, member, still in world["parts"]:
        if talk < len(talks) and member < len(made):
            Participation.objects.get_or_create(
                conversation=talks[talk],
                member=made[member],
                defaults={"joined_at": now(), "left_at": None if still else now(), "alias": "A"},
            )
    return people, made, visitors, talks


def _talk(visitor: Visitor) -> Conversation:
    at, made = now(), new_id()
    return Conversation.objects.create(
        id=UUID(int=made.int),
        workspace=visitor.workspace,
        site=visitor.site,
        visitor=visitor,
        number=next(_number),
        opened_at=at,
        last_at=at,
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's planner")
def test_those_of_some_ids_are_found_by_their_ids_and_not_in_the_whole_workspace(log: Log) -> None:
    rows = access.allowed_of(PersonAsker(new_id()), "read", [new_id() for _ in range(100)])
    assert "(id=?)" in rows.explain().splitlines()[0], rows.explain()
