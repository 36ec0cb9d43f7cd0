"""What somebody does not want any more, and who was taken out."""

from typing import Any

from troth.client import Agent
from troth.kernel.errors import TrothError
from troth.kernel.ids import new_id
from troth.verify.desk import Desk
from troth.verify.in_step import InStep
from troth.verify.scenario import scenario
from troth.verify.world import Visitor, World


@scenario("dsr-object", needs=("store", "mail"))
def play(world: World) -> None:
    """A use that somebody objects to ends at once and the chat goes on; what is restricted is used for nothing."""
    desk = Desk(world)
    before, after, kept = f"{world.plant()}@a.example", f"{world.plant()}@b.example", f"{world.plant()}@c.example"
    one = world.visitor()
    one.sdk.connect()
    talk = one.open("Hello")
    with world.check("objected_use_ends", level=2):
        send_transcript(world, one, talk.id, before)
        world.agent().talk(talk.id).close()
        world.until(lambda: world.mails(before), "who objects to nothing gets no transcript")
        world.until(lambda: on_board(world, one), "who objects to nothing is not on the board")
        request = desk.of(one, "objection", words="No", about={"purposes": ["follow-up", "board"]})
        desk.must(request, "accept")
        send_transcript(world, one, talk.id, after)
        world.settled()
        assert not world.mails(after), "a mail that was objected to was sent"
        rows = [row for row in world.store.rows("post.Mail", stream=str(talk.id)) if row["state"] == "failed"]
        assert rows, "no mail was refused at the mailer's door"
        assert not on_board(world, again(world, one)), "who objected to it is on the board"
    with world.check("service_goes_on"):
        word, answer = world.plant(), world.plant()
        other = new_id()
        made = one.api.post("/conversations", id=str(other), client_id=str(new_id()), text=word)
        assert made.status == 201, f"who objected begins a talk and is answered {made.told}"
        agent = world.agent().talk(other)
        agent.join()
        agent.say(answer)
        seen = one.api.get(f"/conversations/{other}/events").text
        assert word in seen, "what who objected said is not kept"
        assert answer in seen, "who objected gets no answer"
    with world.check("restricted_unused"):
        two = world.visitor()
        two.sdk.connect()
        held = two.open("Hello")
        request = desk.of(two, "restriction", words="In dispute")
        desk.must(request, "accept")
        seen = world.api("owner").must("GET", f"/conversations/{held.id}")
        assert seen["visitor"]["restricted"], "the team does not see that it is restricted"
        held.close()
        send_transcript(world, two, held.id, kept)
        world.settled()
        assert not world.mails(kept), "a mail was sent about what is restricted"
        assert not on_board(world, again(world, two)), "who is restricted is on the board"
    with world.check("deactivated_at_once", level=2):
        deactivated(world, talk.id)


def deactivated(world: World, talk: object) -> None:
    """Somebody of the team is taken out."""
    leaver = world.cast.another("Lea Leaver")
    place = f"{world.at_workspace}/members"
    member = world.api("owner").must("POST", place, email=leaver.email, name=leaver.name, role="agent")["id"]
    assert world.api(leaver).get(f"/conversations/{talk}").status == 200, "who is a member does not read"
    asking = InStep(Agent(world.url, leaver.session()), world._loop)
    following = asking.talk(talk)
    try:
        world.api("owner").must("DELETE", f"{place}/{member}")
        for method, path in (("GET", ""), ("GET", "/events"), ("POST", "/participation"), ("POST", "/messages")):
            body = {"client_id": new_id(), "text": "Still here"} if method == "POST" else None
            answer = world.api(leaver).send(method, f"/conversations/{talk}{path}", body)
            assert answer.status in (401, 403, 404), f"who was taken out gets {answer.told} at {method} {path}"
        world.until(lambda: isinstance(following._followed.error, TrothError), "their open chat goes on")
        before = len(world.mails(leaver.email))
        world.api("owner").post(f"{place}/{member}/invitations")
        world.settled()
        assert len(world.mails(leaver.email)) == before, "who was taken out is mailed"
    finally:
        asking.aclose()
    rows = world.store.rows("accounts.Member", id=member)
    assert not [row for row in rows if row["active"]], "the row says that they are active"
    request = Desk(world).file("erasure", subject={"kind": "person", "id": leaver.id}, words="And erase me")
    assert request["due_at"], "no day of the erasure is told"


def send_transcript(world: World, visitor: Visitor, talk: object, address: str) -> None:
    visitor.api.must("POST", f"/conversations/{talk}/transcripts", client_id=str(new_id()), address=address)


def on_board(world: World, visitor: Visitor) -> bool:
    board: list[dict[str, Any]] = world.api("owner").must("GET", f"{world.at_workspace}/visitors")["items"]
    return str(visitor.id) in {one["visitor_id"] for one in board}


def again(world: World, visitor: Visitor) -> Visitor:
    """They open the chat anew."""
    from troth.client import Visitor as SdkVisitor

    visitor.sdk.aclose()
    visitor.sdk = world.closing_sdk(SdkVisitor(world.url, visitor.id, visitor.token))
    visitor.sdk.connect()
    return visitor
