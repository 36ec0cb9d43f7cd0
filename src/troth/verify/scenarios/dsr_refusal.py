"""What is not done, and why."""

import json
from datetime import datetime, timedelta
from typing import Any

from troth.verify.desk import Desk
from troth.verify.inside import clock, rights
from troth.verify.scenario import scenario
from troth.verify.world import Visitor, World

DAYS = 5
REASONS = ("because", "", "legal")


@scenario("dsr-refusal", needs=("store", "clock", "mail", "inside"))
def play(world: World) -> None:
    """A legal hold keeps and is named; what it kept goes once it ends; who is refused learns why."""
    desk = Desk(world)
    retention = f"{world.at_workspace}/privacy/sites/{world.site['id']}/retention"
    rule = {"what": "conversations", "after": "closed", "days": DAYS}
    world.api("owner").must("PUT", retention, rules=[rule])
    lifted, ending, why = Held(world), Held(world), world.plant()
    until = (now(world) + timedelta(days=DAYS + 2)).isoformat()
    first = desk.api.must("POST", f"{desk.privacy}/holds", subject=lifted.subject, reason=why)
    second = desk.api.must("POST", f"{desk.privacy}/holds", subject=ending.subject, reason=why, until=until)
    request = desk.of(lifted.visitor, "erasure", words="Forget me")
    with world.check("reason_needed"):
        for reason in REASONS:
            answer = desk.act(request, "refuse", reason=reason, text="No.")
            assert answer.status == 422, f"a refusal with the reason {reason!r} is answered {answer.told}"
        answer = desk.act(request, "refuse", reason="must_keep", text="")
        assert answer.status == 422, f"a refusal that says nothing is answered {answer.told}"
        assert desk.seen(request)["state"] == "open", "a refusal without a reason closed the request"
    with world.check("person_told_why"):
        address, words = f"{world.plant()}@home.example", world.plant()
        settings = {"authority": f"Authority {world.plant()}", "privacy_contact": "privacy@firm.example"}
        desk.api.must("PUT", f"{desk.privacy}/settings", **settings)
        other = desk.of(ending.visitor, "objection", words="Stop", reply_to=address)
        desk.must(other, "refuse", reason="unfounded", text=words)
        world.until(lambda: len(world.mails(address)) > 1, "who was refused got no mail")
        said = world.mails(address)[-1].text
        assert words in said, "the mail does not tell why"
        assert settings["authority"] in said, "the mail does not tell where to complain"
    with world.check("held_is_kept_and_named", level=2):
        for force in (False, True):
            plan = desk.must(request, "plan", force=force)
            assert first["id"] in json.dumps(plan["blockers"]), f"the plan does not name the hold: {plan['blockers']}"
            answer = desk.act(request, "erase", hash=plan["hash"], force=force)
            assert answer.status == 409, f"an erasure under a hold is answered {answer.told}"
        desk.must(request, "refuse", reason="must_keep", text="A court asks for it.")
        world.clock.forward(days=DAYS, hours=1)
        run(world)
        for one in (lifted, ending):
            assert one.rows(world), "retention took the browser of who is held"
            assert one.reads(world), "retention took what a hold keeps"
    with world.check("freed_goes", level=2):
        desk.api.must("POST", f"{desk.privacy}/holds/{first['id']}/lift", reason="The case is closed")
        run(world)
        assert not lifted.reads(world), "the hold was lifted, and what it kept is still read"
        assert ending.reads(world), "what another hold keeps went with it"
        world.clock.forward(days=3)
        shown = desk.api.must("GET", f"{desk.privacy}/holds")["items"]
        assert not next(one["stands"] for one in shown if one["id"] == second["id"]), "a hold stands after its day"
        run(world)
        assert not ending.reads(world), "the hold ended, and what it kept is still read"
        world.settled()
        left = world.store.rows_hold(lifted.words, ending.words)
        assert not any(left.values()), f"it is still in {left}"


class Held:
    """A visitor whose talk has ended."""

    def __init__(self, world: World) -> None:
        self.words = world.plant()
        self.visitor: Visitor = world.visitor()
        self.subject = {"kind": "visitor", "id": str(self.visitor.id)}
        talk = self.visitor.open(self.words)
        talk.close()
        self.talk = talk.id

    def rows(self, world: World) -> list[dict[str, Any]]:
        return world.store.rows("visitors.Visitor", id=str(self.visitor.id))

    def reads(self, world: World) -> bool:
        """Whether somebody of the team still reads what was said."""
        return self.words in world.api("owner").get(f"/conversations/{self.talk}/events").text


def now(world: World) -> datetime:
    return datetime.fromisoformat(world.inside(clock.shows))


def run(world: World) -> None:
    world.inside(rights.retention, site=world.site["id"], at=now(world).isoformat())
