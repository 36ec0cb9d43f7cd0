"""What is another's does not exist."""

from typing import Any

from troth.kernel.errors import TrothError
from troth.verify.scenario import scenario
from troth.verify.world import World


@scenario("tenant-isolation")
def play(world: World) -> None:
    """Another workspace's talks, settings, files and streams answer 404, and who is taken out is cut off at once."""
    label = world.plant()
    asked = {"id": "secret", "kind": "text", "label": {"en": label}, "required": False}
    world.set_site(fields=[asked])
    visitor = world.visitor()
    talk = visitor.open("Only for us")
    file = visitor.sdk.upload(talk.id, "plan.txt", b"ours", "text/plain")
    talk.say("Here", files=[file.id])
    foreign = world.cast.foreign()
    with world.check("others_do_not_exist"):
        for path in private(world, talk.id):
            own, theirs = world.api("owner").get(path), world.api("stranger").get(path)
            assert own.status == 200, f"its owner gets {own.told} at {path}"
            assert theirs.status == 404, f"a stranger gets {theirs.told} at {path}"
        ticket = world.api("stranger").post(f"/files/{file.id}/tickets")
        assert ticket.status == 404, f"a stranger gets {ticket.told} for a file"
        changed = world.api("stranger").patch(world.at_site, name="Taken over")
        assert changed.status == 404, f"a stranger changes a site: {changed.told}"
        assert refused_on_socket(world, "stranger", talk.id), "a stranger follows the talk on a socket"
    with world.check("forms_apart"):
        shown = {
            key: world.public.get(f"/sites/{key}/widget").text for key in (world.site["key"], foreign["site"]["key"])
        }
        assert label in shown[world.site["key"]], "the site does not ask what its owner set"
        assert label not in shown[foreign["site"]["key"]], "another client's site shows the form"
        answer = world.api("stranger").get(world.at_site)
        assert answer.status == 404, f"a stranger reads the settings: {answer.told}"
        for who in ("agent", "officer"):
            answer = world.api(who).patch(world.at_site, fields=[])
            assert answer.status == 403, f"the {who} changes the form: {answer.told}"
    with world.check("ended_at_once"):
        following = world.agent("second").talk(talk.id)
        world.api("owner").must("DELETE", f"{world.at_workspace}/members/{world.member('second')}")
        answer = world.api("second").get(f"/conversations/{talk.id}")
        assert answer.status == 404, f"who was taken out still reads: {answer.told}"
        later = world.plant()
        talk.say(later)
        world.until(lambda: ended(following), "the open socket of who was taken out goes on")


def private(world: World, talk: object) -> list[str]:
    one = f"/conversations/{talk}"
    return [
        one, f"{one}/events", f"{one}/transcript", f"{one}/mails", f"{world.at_workspace}/members",
        f"{world.at_workspace}/sites", world.at_site, f"{world.at_site}/consents", f"{world.at_workspace}/visitors",
        f"{world.at_workspace}/privacy/requests", f"{world.at_workspace}/privacy/sites/{world.site['id']}/retention",
    ]  # fmt: skip


def refused_on_socket(world: World, who: str, talk: object) -> bool:
    from troth.kernel.errors import NotFound

    asking = world.agent(who)
    asking.connect()
    try:
        asking.on_loop(lambda sdk: sdk.live.following.follow(talk))
    except NotFound:
        return True
    return False


def ended(talk: Any) -> bool:
    """Whether the server said that it is theirs no more."""
    return isinstance(talk._followed.error, TrothError)
