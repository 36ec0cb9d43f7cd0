"""What is past its time goes."""

import re
from typing import Any

from troth.privacy.profile.read import read
from troth.privacy.profile.refused import ProfileRefused
from troth.verify.inside import rights
from troth.verify.scenario import scenario
from troth.verify.world import World

SHORT = 23  # days; no other time of a notice is as long
WRONG = ("0", "-1", "100000", '"forever"')
COLUMNS = {"id", "workspace_id", "site_id", "day", "measure", "count"}
ENDLESS = 'name = "endless"\ntitle = "Without an end"\n[retention]\nconversations = {{ after = "closed", days = {} }}\n'


@scenario("retention-sweep", needs=("store", "clock", "inside"), parameters=("retention.conversations",))
def play(world: World) -> None:
    """What is past its time is gone, what is not stays, and the dry run told it before."""
    place = f"{world.at_workspace}/privacy/sites/{world.site['id']}/retention"
    promised = dict(world.values.get("retention.conversations") or {"after": "closed", "days": 1095})
    days = min(SHORT, int(promised["days"]))
    world.promise()
    with world.check("finite_rules_only"):
        shown = world.api("owner").must("GET", place)
        bounds = {one["what"]: one["most"] for one in shown["bounds"]}
        assert {one["what"] for one in shown["rules"]} == set(bounds), "a kind of data has no rule"
        assert all(1 <= one["days"] <= bounds[one["what"]] for one in shown["rules"]), "a rule has no end"
        endless = [wrong for wrong in WRONG if not refused(ENDLESS.format(wrong))]
        assert not endless, f"a profile that keeps talks {endless[0]} days is taken"
    with world.check("owner_sets_within_bound"):
        longer = {"what": "conversations", "after": promised["after"], "days": int(promised["days"]) + 1}
        answer = world.api("owner").put(place, rules=[longer])
        assert answer.status in (409, 422), f"longer than what is promised is answered {answer.told}"
        kept = {"what": "conversations", "after": promised["after"], "days": days}
        assert kept in [without_id(one) for one in world.api("owner").must("PUT", place, rules=[kept])["rules"]]
    old = closed(world)
    world.clock.forward(days=days, hours=1)
    young = closed(world)
    with world.check("dry_run_is_the_run", level=2):
        tried = world.api("owner").must("POST", f"{place}/dry-run")
        told = {one["what"]: one["count"] for one in tried["items"] if one["count"]}
        assert told == {"conversations": 1}, f"one talk is past its time, and the dry run tells {told}"
        ran = world.inside(rights.retention, site=world.site["id"], at=tried["at"])
        assert ran == {"counts": told, "hash": tried["hash"]}, f"the run took {ran['counts']}, the dry run told {told}"
    with world.check("due_goes", level=3):
        world.settled()
        assert kinds(world, old["id"]) == {"erased"}, f"what is past its time still shows {kinds(world, old['id'])}"
        held = world.store.bytes_hold(old["words"], old["file"])
        assert not any(held.values()), f"it is still in {held}"
        assert not world.store.rows("conversations.File", conversation=str(old["id"])), "its file is still there"
        assert "said" in kinds(world, young["id"]), "what is not past its time is gone too"
    with world.check("what_stays_names_nobody", level=2):
        items = world.api("owner").must("GET", f"{place}/counts")["items"]
        assert items, "nothing was counted"
        assert all(set(one) == {"day", "measure", "count"} for one in items), f"a count says more: {items[0]}"
        assert all(re.fullmatch(r"[a-z]+(_[a-z]+|_[1-5])?", one["measure"]) for one in items), f"no measure: {items}"
        rows = world.store.rows("privacy.KeptCount", site_id=world.site["id"])
        assert not [row for row in rows if str(old["visitor"]) in str(row)], "a count has the visitor's id"
        assert set(rows[0]) <= COLUMNS, f"a row has {sorted(rows[0])}"
    with world.check("number_is_published"):
        notice = world.notice()
        assert f"{days} days" in notice, f"the notice does not say that conversations are kept {days} days"


def closed(world: World) -> dict[str, Any]:
    """A talk with a file, that has ended."""
    visitor, words, name = world.visitor(), world.plant(), world.plant()
    talk = visitor.open(words)
    file = visitor.sdk.upload(talk.id, f"{name}.txt", f"{name}\n".encode(), "text/plain")
    talk.say("Here it is", files=[file.id])
    talk.close()
    return {"id": talk.id, "visitor": visitor.id, "words": words, "file": name}


def kinds(world: World, talk: object) -> set[str]:
    """What can still be read of it."""
    events = world.api("owner").must("GET", f"/conversations/{talk}/events?limit=200")["items"]
    return {one["kind"] for one in events if one["body"] is not None}


def without_id(rule: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in rule.items() if name != "id"}


def refused(text: str) -> bool:
    try:
        read(text, origin="a profile of the scenario")
    except ProfileRefused:
        return True
    return False
