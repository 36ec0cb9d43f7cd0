"""Being erased."""

import json
from typing import Any

from troth.kernel.ids import new_id
from troth.verify.inside import held_mail, rights
from troth.verify.scenario import scenario
from troth.verify.world import Visitor, World


@scenario("dsr-erase", needs=("store", "mail", "inside"))
def play(world: World) -> None:
    """Who is erased is in no row, index, file, queue or byte, and a certificate says so without naming them."""
    world.set_site(transcript_addresses=["house@clients.example"])
    one, other = Somebody(world), Somebody(world)
    world.settled()
    before = world.store.bytes_hold(*one.planted, *other.planted)
    if not any(before.get(word) for word in one.planted) or not any(before.get(word) for word in other.planted):
        raise RuntimeError("none of the planted words was found before, so that none after would say nothing")
    with world.check("queued_mails_stop", level=2):
        asked = f"{world.plant()}@home.example"
        world.inside(held_mail.hold)
        try:
            one.visitor.sdk.call("POST", f"/conversations/{one.talk}/transcripts", dict | None, asking(asked))
            world.until(lambda: waiting(world, one.talk), "no mail was written")
            certificate = world.inside(
                rights.erase, workspace=world.workspace["id"], subject=f"visitor:{one.visitor.id}"
            )
        finally:
            world.inside(held_mail.release)
        world.settled()
        assert not world.mails(asked), "a mail that waited was sent after the erasure"
        assert not waiting(world, one.talk), "a mail about who was erased still waits"
    desk = by_the_desk(world, other)
    world.inside(rights.compact)
    with world.check("nothing_left", level=3):
        left = {word: places for word, places in world.store.bytes_hold(*one.planted).items() if places}
        assert not left, f"of who was erased there is still {told(one, left)}"
    with world.check("certificate_lists_stores", level=2):
        for made in (certificate, desk):
            stores = [step["store"] for step in made["steps"]]
            assert len(stores) > 5, f"the certificate lists {stores} alone"
            assert all(isinstance(step["level"], int) and step["what"] for step in made["steps"]), "no level is told"
            assert made["out_of_scope"], "nothing is said of what is out of reach"
            text = json.dumps(made)
            named = [name for who in (one, other) for name in (*who.planted, str(who.visitor.id)) if name in text]
            assert not named, "the certificate names who was erased"
    with world.check("desk_reaches_as_deep", level=3):
        left = {word: places for word, places in world.store.bytes_hold(*other.planted).items() if places}
        assert not left, f"after an erasure of the desk there is still {told(other, left)}"
        assert {one["store"] for one in desk["steps"]} == {one["store"] for one in certificate["steps"]}


class Somebody:
    """A visitor who leaves a word of their own in all that takes one. `planted`: word -> where."""

    def __init__(self, world: World) -> None:
        self.planted: dict[str, str] = {}
        self.visitor: Visitor = world.visitor()
        mark = self._plant
        talk = self.visitor.open(
            mark(world, "words"), name=mark(world, "name"), email=f"{mark(world, 'mail')}@a.example"
        )
        self.talk = talk.id
        file = self.visitor.sdk.upload(
            talk.id, f"{mark(world, 'file name')}.txt", f"{mark(world, 'content')}\n".encode(), "text/plain"
        )
        talk.say(mark(world, "more words"), files=[file.id])
        agent = world.agent().talk(talk.id)
        agent.join()
        agent.say(mark(world, "answer"))
        agent.note(mark(world, "note"))
        agent.close()
        talk.rate(2, mark(world, "comment"))

    def _plant(self, world: World, what: str) -> str:
        word = world.plant()
        self.planted[word] = what
        return word


def asking(address: str) -> dict[str, Any]:
    return {"client_id": new_id(), "address": address}


def waiting(world: World, talk: object) -> bool:
    rows = world.store.rows("post.Mail", stream=str(talk))
    return any(row["state"] in ("waiting", "sending") for row in rows)


def by_the_desk(world: World, who: Somebody) -> dict[str, Any]:
    """What an officer does with a request that came by letter; the certificate."""
    place = f"{world.at_workspace}/privacy/requests"
    officer = world.api("officer")
    subject = {"kind": "visitor", "id": str(who.visitor.id)}
    request = officer.must("POST", place, right="erasure", subject=subject, words="Please erase me.")
    plan = officer.must("POST", f"{place}/{request['id']}/plan", force=True)
    made: dict[str, Any] = officer.must("POST", f"{place}/{request['id']}/erase", hash=plan["hash"], force=True)
    return made


def told(who: Somebody, left: dict[str, list[str]]) -> str:
    return ", ".join(f"{who.planted[word]} in {'/'.join(places)}" for word, places in left.items())
