"""Every word of an agent bears who said it."""

from typing import Any

from troth.kernel.ids import new_id
from troth.verify.scenario import scenario
from troth.verify.world import World


@scenario("agent-tag", needs=("store",))
def play(world: World) -> None:
    """Each message of an agent bears the id of that member, and nobody can change it."""
    talk = world.visitor().open("Who are you?")
    for who in ("agent", "second"):
        speaking = world.agent(who).talk(talk.id)
        speaking.join()
        speaking.say(f"I am {who}.")
    members = {who: world.member(who) for who in ("agent", "second")}
    with world.check("author_is_the_agents_own", level=2):
        said = {one["body"]["text"]: one for one in spoken(world, talk.id)}
        authors = [said[f"I am {who}."]["author"] for who in members]
        assert authors == [{"kind": "agent", "id": one} for one in members.values()], f"the authors are {authors}"
        rows = {row["seq"]: row["author"] for row in world.store.events(talk.id)}
        assert all(rows[one["seq"]] == one["author"]["id"] for one in said.values()), "a row bears another author"
    with world.check("author_cannot_be_changed"):
        place = f"/conversations/{talk.id}"
        for more in ({"author": members["second"]}, {"author": {"kind": "agent", "id": members["second"]}}):
            world.api("agent").post(f"{place}/messages", client_id=new_id(), text="As somebody else", **more)
        others = [one for one in spoken(world, talk.id) if one["body"]["text"] == "As somebody else"]
        assert all(one["author"]["id"] == members["agent"] for one in others), "an author that was sent along was taken"
        seq = spoken(world, talk.id)[0]["seq"]
        for method in ("PUT", "PATCH", "DELETE"):
            for path in (f"{place}/messages/{seq}", f"{place}/events/{seq}", f"{place}/messages", f"{place}/events"):
                answer = world.api("owner").send(method, path, {"author": members["second"]})
                assert answer.status in (404, 405), f"{method} {path} was answered {answer.told}"
        refused = world.api("stranger").post(f"{place}/messages", client_id=new_id(), text="Me too")
        assert refused.status == 404, f"somebody of another workspace spoke: {refused.told}"


def spoken(world: World, talk: object) -> list[dict[str, Any]]:
    events = world.api("owner").must("GET", f"/conversations/{talk}/events?limit=200")["items"]
    return [one for one in events if one["kind"] == "said"]
