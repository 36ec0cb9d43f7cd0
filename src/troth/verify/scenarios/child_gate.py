"""Children."""

import json
from typing import Any

from troth.verify.desk import Desk
from troth.verify.inside import rights
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World


@scenario("child-gate", needs=("store", "mail", "inside"))
def play(world: World) -> None:
    """Who does not declare their age leaves nothing; what was kept of a child goes once somebody reports it."""
    desk = Desk(world)
    name, words, comment = world.plant(), world.plant(), world.plant()
    address = f"{name}@home.example"
    world.set_site(transcript_addresses=["house@clients.example"])
    child = world.visitor()
    talk = child.open(words, name=name, email=address)
    content = f"{comment}\n".encode()
    file = child.sdk.upload(talk.id, f"{comment}.txt", content, "text/plain")
    talk.say("Here", files=[file.id])
    talk.close()
    world.settled()
    with world.check("report_stands_first"):
        desk.of(world.visitor(), "access", words="Mine, please")
        parent = f"{world.plant()}@parent.example"
        portal = Portal(world)
        portal.prove(parent)
        portal.get("/child")
        sent = portal.send("/child", words=f"My child wrote as {address}")
        assert sent.status == 200, f"a report of somebody unknown is answered {sent.status}"
        waiting = desk.waiting()
        assert waiting[0]["right"] == "child", f"first stands {waiting[0]['right']}"
        assert waiting[0]["urgent"], "a report of a child is not urgent"
        world.until(lambda: mails(world, parent, "received"), "who reported is not told that it came")
    with world.check("report_erases", level=3):
        report = next((one for one in desk.waiting() if one["right"] == "child"), None)
        assert report is not None, "no report of a child waits"
        desk.must(report, "subject", kind="visitor", id=str(child.id))
        certificate = desk.erase(report)
        assert certificate["steps"], "nothing was erased"
        world.until(lambda: mails(world, parent, "is done"), "who reported is not told that it is done")
        world.settled()
        world.inside(rights.compact)
        left = {one: places for one, places in world.store.bytes_hold(name, words, comment).items() if places}
        assert not left, f"of the child there is still {sorted({place for some in left.values() for place in some})}"
    with world.check("not_declared_nothing_kept", level=2):
        asked = world.api("owner").patch(world.at_site, children={"gate": "declare", "min_age": 13})
        assert asked.status == 200, f"a site can't ask for the age: {asked.told}"
        later = world.visitor()
        refused = later.api.post("/conversations", **opening(word := world.plant()))
        assert refused.status == 403, f"a chat without the age is answered {refused.told}"
        held = world.store.rows_hold(word)
        assert not any(held.values()), f"of the chat that was refused there is {json.dumps(held)}"


def mails(world: World, address: str, what: str) -> bool:
    return any(what in one.subject for one in world.mails(address))


def opening(words: str) -> dict[str, Any]:
    from troth.kernel.ids import new_id

    return {"id": str(new_id()), "client_id": str(new_id()), "text": words}
