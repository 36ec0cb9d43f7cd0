"""Retention: what a dry run counts is what the run takes, whatever the world is; nothing of it is left, nobody else is
touched, and the statistics stay."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.conversations.talk import events, opened, seen
from tests.conversations.test_files import there
from tests.privacy.test_holds import hold, lift
from tests.privacy.worlds import World, ago
from troth.contacts.models import Contact
from troth.conversations.models import Conversation, File
from troth.datamap.keeping import KEEPS
from troth.kernel.clock import now
from troth.post.models import Mail
from troth.privacy.clearing import clear_all
from troth.privacy.compact import compact
from troth.privacy.holds.rows import Hold
from troth.privacy.retention import daily
from troth.privacy.retention import run as running
from troth.privacy.retention.bounds import BOUNDS
from troth.privacy.retention.dry_run import ids
from troth.privacy.retention.forget_mails import forget_mails
from troth.privacy.retention.rows import KeptCount, RetentionRun
from troth.privacy.retention.rules import rules_of
from troth.sites.models import Site
from troth.visitors.models import Visitor

EVERYTHING = 10_000


def ran(world: World, at: datetime | None = None) -> RetentionRun:
    begun = running.begin(world.site, at or now())
    return running.go_on(begun.id, most=EVERYTHING)


def counts(world: World) -> dict[tuple[str, str], int]:
    shown = world.cast.ada.api.get(f"{world.path}/counts")
    return {(one["day"], one["measure"]): one["count"] for one in shown["items"]}


def kinds(world: World, talk: UUID) -> set[str]:
    """What can still be read of it."""
    return {event["kind"] for event in events(world.cast.ada, talk) if event["body"] is not None}


def test_nothing_is_kept_for_ever_whatever_is_not_said(cast: Cast) -> None:
    shown = cast.ada.api.get(World(cast, cast.bikes_site).path)
    assert {rule["what"] for rule in shown["rules"]} == set(BOUNDS)
    bounds = {bound["what"]: bound for bound in shown["bounds"]}
    longest = {keep.name: keep.longest.days for keep in KEEPS}
    for rule in shown["rules"]:
        assert rule["id"] is None
        assert rule["after"] in bounds[rule["what"]]["after"]
        assert 1 <= rule["days"] <= bounds[rule["what"]]["most"]
    assert bounds["mails"]["most"] == longest["mail"]
    assert bounds["conversations"]["most"] == longest["conversation"]
    assert [{**rule, "id": None} for rule in shown["defaults"]] == shown["rules"]


def test_rules_are_set_all_at_once_and_within_bounds(cast: Cast) -> None:
    world = World.fresh(cast)
    shown = world.rules(conversations=30, files=7)
    said = {rule["what"]: rule for rule in shown["rules"]}
    assert (said["conversations"]["days"], said["files"]["days"], said["files"]["id"] is None) == (30, 7, False)
    again_whole = world.rules(conversations=31)["rules"]
    again = {rule["what"]: rule for rule in again_whole}
    assert (again["conversations"]["days"], again["files"]["id"]) == (31, None)
    assert again["conversations"]["id"] == said["conversations"]["id"]
    whole = {"what": "conversations", "after": "closed", "days": 30}
    wrong: list[list[dict[str, Any]]] = [
        [{**whole, "days": 0}], [{**whole, "days": 1096}], [{**whole, "days": 100_000}],
        [{**whole, "after": "created"}], [{**whole, "what": "dreams"}], [whole, whole],
        [{"what": "mails", "after": "created", "days": 366}],
    ]  # fmt: skip
    for rules in wrong:
        for answer in (
            cast.ada.api.put(world.path, rules=rules),
            cast.ada.api.post(f"{world.path}/dry-run", rules=rules),
        ):
            assert answer.status == 422, rules
    assert cast.ada.api.get(world.path)["rules"] == again_whole


def test_a_conversation_whose_time_is_over_ends_like_an_erased_one(cast: Cast) -> None:
    world = World.fresh(cast)
    old = world.talk(31, file=True, rating=2, mail=True)
    young = world.talk(29, file=True, rating=5, mail=True)
    files = {talk: File.objects.get(conversation=talk).id for talk in (old, young)}
    world.rules(conversations=30)
    tried = world.tried()
    assert {one["what"]: one["count"] for one in tried["items"] if one["count"]} == {"conversations": 1}
    done = ran(world, datetime.fromisoformat(tried["at"]))
    assert (done.hash, done.counts) == (tried["hash"], {"conversations": 1})
    assert kinds(world, old) == {"erased"}
    shown = seen(cast.ada, old)
    assert (shown["visitor"]["name"], shown["rating"], shown["preview"], shown["answers"]) == (None, None, None, [])
    assert not there(files[old])
    assert not Mail.objects.filter(stream=old).exists()
    assert "said" in kinds(world, young)
    assert seen(cast.ada, young)["rating"]["score"] == 5
    assert there(files[young])
    assert Mail.objects.filter(stream=young).exists()
    assert ran(world).counts == {}  # what is gone is not taken again


def test_the_visitor_goes_the_day_after_their_last_conversation(cast: Cast) -> None:
    world = World.fresh(cast)
    who = world.browser(40)
    first, second = world.talk(40, who), world.talk(10, who)
    world.rules(conversations=30, visitors=30)
    assert ran(world).counts == {"conversations": 1}
    assert kinds(world, first) == {"erased"}
    assert who.api.get(f"/conversations/{second}").status == 200  # the other talk is theirs as before
    world.rules(conversations=5, visitors=30)
    assert ran(world).counts == {"conversations": 1}
    assert ran(world).counts == {"visitors": 1}
    assert not Visitor.objects.filter(id=who.id).exists()
    assert who.api.get("/me").status == 401


def test_files_may_go_sooner_than_what_was_said(cast: Cast) -> None:
    world = World.fresh(cast)
    talk = world.talk(8, file=True)
    file = File.objects.get(conversation=talk).id
    world.rules(files=7)
    assert ran(world).counts == {"files": 1}
    assert not there(file)
    assert cast.ada.api.post(f"/files/{file}/tickets").status == 404
    assert kinds(world, talk) >= {"said"}


def test_who_waits_is_not_forgotten_by_a_short_rule(cast: Cast) -> None:
    world = World.fresh(cast)
    waiting, long_ago = world.talk(5, closed=False, file=True), world.talk(3 * 365 + 1, closed=False)
    world.rules(conversations=1, files=1, contacts=1)
    assert ran(world).counts["conversations"] == 1
    assert "said" in kinds(world, waiting)
    assert Contact.objects.filter(conversations=waiting).exists()
    assert kinds(world, long_ago) == {"erased"}
    assert seen(cast.ada, long_ago)["state"] == "closed"


def test_a_contact_goes_by_the_longest_of_the_sites_that_know_them(cast: Cast) -> None:
    first, second = World.fresh(cast), World.fresh(cast)
    fields = {"name": "Vi", "email": f"vi.{first.site.id.hex}@example.test"}
    both = [opened(world.browser(50), fields=fields) for world in (first, second)]
    for talk in both:
        cast.ada.api.post(f"/conversations/{talk}/closure", client_id=talk)
        Conversation.objects.filter(id=talk).update(last_at=ago(50), closed_at=ago(50))
    contact = Contact.objects.get(conversations=both[0])
    Contact.objects.filter(id=contact.id).update(created_at=ago(50))
    first.rules(contacts=10)
    second.rules(contacts=60)
    assert ran(first).counts == {}
    second.rules(contacts=49)
    assert ran(first).counts == {"contacts": 1}
    assert not Contact.objects.filter(id=contact.id).exists()
    assert seen(cast.ada, both[1])["visitor"]["name"] is None


def test_the_statistics_stay(cast: Cast) -> None:
    world = World.fresh(cast)
    for rating in (2, 5, 5):
        world.talk(31, rating=rating, file=rating == 2)
    world.browser(31)
    day = (now() - timedelta(days=31, hours=1)).date().isoformat()
    world.rules(conversations=30, visitors=30)
    ran(world)
    assert counts(world) == {
        (day, "conversations"): 3, (day, "offline"): 3, (day, "rated_2"): 1, (day, "rated_5"): 2, (day, "files"): 1,
        (day, "visitors"): 1,
    }  # fmt: skip
    ran(world)
    assert counts(world)[day, "visitors"] == 4
    (last, first) = cast.ada.api.get(
        f"/workspaces/{cast.bikes.id}/privacy/retention/runs", site_id=world.site.id
    )["items"]  # fmt: skip
    assert (first["counts"], last["counts"]) == ({"conversations": 3, "visitors": 1}, {"visitors": 3})
    assert first["done_at"] is not None


def test_a_hold_keeps_what_is_due_and_is_counted(cast: Cast) -> None:
    world = World.fresh(cast)
    held, free = world.talk(31, file=True, mail=True), world.talk(31, file=True, mail=True)
    placed = hold(cast, conversation=held)
    world.rules(conversations=30, files=7, mails=7, contacts=30, visitors=30)
    tried = world.tried()
    assert {one["what"]: (one["count"], one["held"]) for one in tried["items"]} == {
        "conversations": (1, 1), "files": (1, 1), "mails": (1, 1), "contacts": (1, 1), "visitors": (0, 0),
        "consents": (0, 0),
    }  # fmt: skip
    assert tried["held"] == 4
    done = ran(world)
    assert done.held["conversations"] == 1
    assert seen(cast.ada, held)["visitor"]["name"] == "Vi"
    assert File.objects.filter(conversation=held).exists()
    assert kinds(world, free) == {"erased"}
    lift(cast, placed["id"])
    assert ran(world).counts["conversations"] == 1
    assert kinds(world, held) == {"erased"}


def test_whose_request_waits_is_left_alone_until_it_is_answered(cast: Cast) -> None:
    """Nobody is to hear that nothing is kept of them because the answer took its time."""
    world = World.fresh(cast)
    who = world.browser(31)
    talk = world.talk(31, who)
    contact = Contact.objects.get(conversations=talk).id
    world.rules(conversations=30, contacts=30)
    desk = f"/workspaces/{cast.bikes.id}/privacy/requests"
    asked = cast.ada.api.post(desk, right="access", subject={"kind": "contact", "id": contact})
    assert {one["what"]: one["held"] for one in world.tried()["items"] if one["held"]} == {
        "contacts": 1, "conversations": 1,
    }  # fmt: skip
    assert ran(world).counts == {}
    assert cast.ada.api.post(f"{desk}/{asked['id']}/done", text="All there is").status == 200
    limit = cast.ada.api.post(desk, right="restriction", subject={"kind": "visitor", "id": who.id})
    assert cast.ada.api.post(f"{desk}/{limit['id']}/accept").status == 200
    cast.ada.api.post(f"{desk}/{limit['id']}/done")
    assert ran(world).counts == {}
    assert cast.ada.api.post(f"{desk}/{limit['id']}/lift", reason="They asked").status == 200
    assert ran(world).counts == {"contacts": 1, "conversations": 1}
    assert kinds(world, talk) == {"erased"}


AGES = st.integers(min_value=0, max_value=12)


@given(data=st.data())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_a_dry_run_is_the_run_in_any_world(company: Cast, data: st.DataObject) -> None:
    world = World.fresh(company)
    browsers = [world.browser(data.draw(AGES)) for _ in range(data.draw(st.integers(0, 2)))]
    for _ in range(data.draw(st.integers(0, 4))):
        who = data.draw(st.sampled_from([None, *browsers]))
        yes = {name: data.draw(st.booleans()) for name in ("closed", "file", "mail")}
        world.talk(data.draw(AGES), who, **yes, rating=data.draw(st.sampled_from([0, 1, 5])))
    for talk in world.talks:
        if data.draw(st.sampled_from([False, False, True])):
            hold(company, conversation=talk)
    days = st.integers(min_value=1, max_value=12)
    world.rules(**{what: data.draw(days) for what in BOUNDS if data.draw(st.booleans())})

    tried = world.tried()
    at = datetime.fromisoformat(tried["at"])
    foretold = ids(world.site, rules_of(world.site.id), at)
    before = _there(world)
    handful = data.draw(st.sampled_from([1, 2, 50]))
    whole, running.AT_ONCE = running.AT_ONCE, handful
    try:
        done = ran(world, at)
    finally:
        running.AT_ONCE = whole
    assert done.hash == tried["hash"]
    assert done.counts == {one["what"]: one["count"] for one in tried["items"] if one["count"]}
    assert done.held == {one["what"]: one["held"] for one in tried["items"]}
    after = _there(world)
    for what in ("conversations", "contacts", "visitors"):
        assert before[what] - after[what] == set(foretold[what]), what
    for what in ("files", "mails"):  # those of an ended conversation go with it
        gone = before[what] - after[what]
        assert gone >= set(foretold[what])
        assert {before["talk"][one] for one in gone - set(foretold[what])} <= set(foretold["conversations"]), what
    Hold.objects.filter(workspace=company.bikes.id).delete()


def _there(world: World) -> dict[str, Any]:
    talks = Conversation.objects.filter(site=world.site)
    files = dict(File.objects.filter(conversation__site=world.site).values_list("id", "conversation_id"))
    mails = dict(Mail.objects.filter(stream__in=world.talks).values_list("id", "stream"))
    return {
        "conversations": set(talks.filter(erased_at=None).values_list("id", flat=True)),
        "contacts": set(Contact.objects.filter(workspace=world.cast.bikes).values_list("id", flat=True)),
        "visitors": _browsers(world),
        "files": set(files), "mails": set(mails), "talk": files | mails,
    }  # fmt: skip


def _browsers(world: World) -> set[UUID]:
    """Without the nobodies that ended conversations belong to."""
    nobodies = Conversation.objects.filter(site=world.site).exclude(erased_at=None).values("visitor")
    return set(Visitor.objects.filter(site=world.site).exclude(id__in=nobodies).values_list("id", flat=True))


@pytest.mark.parametrize("step", range(6))
def test_a_run_that_was_killed_goes_on_and_counts_nothing_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    world = World.fresh(cast)
    for _ in range(3):
        world.talk(31, file=True, rating=4, mail=True)
    world.rules(conversations=30, mails=20, contacts=30)
    tried = world.tried()
    monkeypatch.setattr(running, "AT_ONCE", 2)
    whole, calls = clear_all, iter(range(EVERYTHING))

    def cut_off(steps: Any, scope: Any, renew: Any) -> None:
        if next(calls) == step // 2:
            whole(steps[: 1 + step % 2], scope, renew)  # some steps are done, then the power fails
            raise RuntimeError("cut off")
        whole(steps, scope, renew)

    monkeypatch.setattr("troth.privacy.retention.clear.clear_all", cut_off)
    begun = running.begin(world.site, datetime.fromisoformat(tried["at"]))
    with suppress(RuntimeError):
        running.go_on(begun.id, most=EVERYTHING)
    monkeypatch.setattr("troth.privacy.retention.clear.clear_all", whole)
    assert running.begin(world.site, now()).id == begun.id
    done = running.go_on(begun.id, most=EVERYTHING)
    assert (done.hash, done.hand) == (tried["hash"], None)
    assert done.counts == {"contacts": 3, "mails": 3, "conversations": 3}
    assert all(kinds(world, talk) == {"erased"} for talk in world.talks)
    assert KeptCount.objects.get(site=world.site, measure="rated_4").count == 3
    assert KeptCount.objects.get(site=world.site, measure="mails").count == 3


def test_what_is_in_hand_can_not_be_held_any_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World.fresh(cast)
    talk = world.talk(31)
    world.rules(conversations=30)

    def cut_off(*_: Any) -> None:
        raise RuntimeError("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(running, "clear", cut_off)
        with suppress(RuntimeError):
            ran(world)
    assert hold(cast, conversation=talk).code == "conflict"
    ran(world)
    assert kinds(world, talk) == {"erased"}


def test_every_site_has_its_turn_once_a_day_a_handful_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    RetentionRun.objects.all().delete()
    world = World.fresh(cast)
    for _ in range(3):
        world.talk(31)
    world.rules(conversations=30)
    ours = [cast.bikes.id, cast.tea.id, cast.lamps.id]
    RetentionRun.objects.bulk_create(  # the hundreds of sites that other tests left have had their turn
        RetentionRun(workspace_id=site.workspace_id, site=site, at=now(), rules={}, done_at=now())
        for site in Site.objects.exclude(workspace__in=ours)
    )
    monkeypatch.setattr(running, "AT_ONCE", 1)
    monkeypatch.setattr(daily, "AT_ONCE", 1)
    turns = 0
    while daily.some():
        turns += 1
        assert turns < EVERYTHING
    (run,) = RetentionRun.objects.filter(site=world.site)
    assert run.done_at is not None
    assert run.counts == {"conversations": 3}
    assert turns > 3
    assert daily.some() == 0


def test_a_run_reaches_the_bytes_by_the_compaction(cast: Cast) -> None:
    world = World.fresh(cast)
    world.talk(31)
    world.rules(conversations=30)
    run = ran(world)
    assert run.level == 2
    compact()
    run.refresh_from_db()
    assert run.level == 3


def test_mails_of_no_conversation_go_at_the_longest_time(cast: Cast) -> None:
    mails = [
        Mail.objects.create(
            workspace=cast.bikes.id, stream=cast.bikes.id, kind="invitation", key=f"{cast.bikes.id}{days}", to=b"",
            domain="", state=state, next_at=ago(days), at=ago(days),
        )
        for days, state in ((364, Mail.State.SENT), (365, Mail.State.SENT), (366, Mail.State.WAITING))
    ]  # fmt: skip
    while forget_mails():
        pass
    left = set(Mail.objects.filter(stream=cast.bikes.id).values_list("id", flat=True))
    assert [one.id in left for one in mails] == [True, False, True]


def test_only_who_answers_for_privacy_may(cast: Cast) -> None:
    path = World(cast, cast.bikes_site).path
    for who, status in ((cast.ben.api, 403), (cast.cy.api, 404)):
        for answer in (
            who.get(path), who.put(path, rules=[]), who.post(f"{path}/dry-run"), who.get(f"{path}/counts"),
            who.get(f"/workspaces/{cast.bikes.id}/privacy/retention/runs"),
        ):  # fmt: skip
            assert answer.status == status
