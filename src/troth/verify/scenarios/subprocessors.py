"""Who else is given data: the register, what is published of it, and that nobody else gets anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from troth.kernel.clock import now
from troth.verify.inside import purposes, register
from troth.verify.scenario import scenario
from troth.verify.world import World

HOST, OTHER, NOBODY = "first.verify.invalid", "second.verify.invalid", "nobody.verify.invalid"
POLICY = "https://first.verify.invalid/policy"


@scenario("subprocessors", needs=("inside", "mail"), parameters=("change.lead_days",))
def play(world: World) -> None:
    """The published list is the register, nobody else is given anything, and another recipient is told before."""
    world.promise()
    at = f"{world.at_workspace}/privacy/sites/{world.site['id']}/notices"
    with world.check("no_entry_no_data", level=2):
        before = world.inside(purposes.refused).get("egress", 0)
        assert world.inside(register.reach, host=NOBODY), "a host without an entry is reached"
        assert world.inside(purposes.refused).get("egress", 0) > before, "the refusal is not counted"
    with entry(world, HOST, country="DE", policy=POLICY) as first:
        with world.check("blocked_until_active", level=2):
            assert world.inside(register.reach, host=HOST), "one that is only proposed is given data"
            early = world.inside(register.move, entry=first, to="active")
            assert early == "conflict", f"one that nobody announced becomes {early}"
            world.inside(register.move, entry=first, to="announced")
            assert world.inside(register.reach, host=HOST), "one that is only announced is given data"
            world.inside(register.move, entry=first, to="active")
            assert not world.inside(register.reach, host=HOST), "an active one is given nothing"
        for state in ("announced", "active"):
            world.inside(register.move, entry=first, to=state)
        world.api("owner").must("POST", at)
        page = world.public.at("GET", f"/privacy/{world.site['key']}?lang=en", headers={"Accept": "text/html"}).text
        told = world.public.at("GET", f"/.well-known/privacy/{world.site['key']}.json")["content"]["companies"]
        with world.check("list_equals_register"):
            names = [one["name"] for one in world.inside(register.active)]
            assert names, "the register is empty, so that nothing could be told"
            assert sorted(one["name"] for one in told) == sorted(names), "the list for machines is not the register"
            assert all(name in page for name in names), "the page leaves somebody out"
        with world.check("row_is_complete"):
            row = next(one for one in told if HOST in one["name"])
            assert row["function"], "it is not told what they do"
            assert row["country"] == "DE", "it is not told where they are"
            assert row["policy"] == POLICY, "it is not told where their own policy is"
            assert POLICY in page, "the page does not lead to their policy"
        with world.check("change_is_announced"), entry(world, OTHER) as second:
            for state in ("announced", "active"):
                world.inside(register.move, entry=second, to=state)
            before = told_of(world)
            small = world.api("owner").post(at, material=False)
            assert small.status == 422, f"another recipient can be published as a small change: {small.told}"
            made = world.api("owner").post(at)
            assert made.status == 201, f"it makes no other notice: {made.told}"
            assert made["material"], "another recipient is no change of substance"
            lead = timedelta(days=int(world.values.get("change.lead_days", 0)))
            assert datetime.fromisoformat(made["in_force_at"]) >= now() + lead - timedelta(minutes=5), (
                "it counts at once"
            )
            world.until(lambda: told_of(world) > before, "nobody is mailed")


@contextmanager
def entry(world: World, host: str, country: str = "", policy: str = "") -> Iterator[str]:
    """One of the register, gone afterwards."""
    made = world.inside(register.propose, host=host, browser=[], country=country, policy=policy)
    try:
        yield made
    finally:
        world.inside(register.remove, entry=made)


def told_of(world: World) -> int:
    """How many mails the owner got about notices of sites of this name; other plays have one of it too."""
    mails = world.mails(world.cast.login("owner").email)
    return sum(world.site["name"] in one.subject and "notice" in one.subject for one in mails)
