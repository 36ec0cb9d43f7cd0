"""Whoever thinks that their data are treated wrongly can say so, here and to the authority."""

from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World

AUTHORITY, AT = "Commission of Verify", "https://authority.example/complain"


@scenario("complaint", needs=("mail",))
def play(world: World) -> None:
    """A complaint is taken from anybody, stands before other requests, and the page names the authority."""
    world.api("owner").must(
        "PUT", f"{world.at_workspace}/privacy/settings", authority=AUTHORITY, authority_url=AT, time_zone="UTC"
    )
    unknown = world.plant("@example.test")
    portal = Portal(world)
    portal.prove(unknown)
    page = portal.get("/complain")
    with world.check("authority_named"):
        assert page.status == 200, f"the page of complaints is answered {page.told}"
        assert AUTHORITY in portal.text, "the page of complaints does not name the authority that the company set"
        assert f'href="{AT}"' in portal.text, "the page of complaints does not lead to the authority"
    with world.check("case_opened"):
        before = requests(world)
        world.api("officer").must("POST", f"{world.at_workspace}/privacy/requests", right="access", words="Older")
        portal.send("/complain", words=f"They read {world.plant()} aloud")
        assert "asked" in portal.path or "We have your request" in portal.text, "the complaint was not taken"
        opened = [one for one in requests(world) if one not in before]
        assert opened, "a complaint of somebody of whom nothing is kept opens no case"
        first = world.api("officer").must("GET", f"{world.at_workspace}/privacy/requests?state=open")["items"][0]
        assert first["right"] == "complaint", f"the request of another right stands before it: {first['right']}"
        assert first["due_at"], "the case has no day by which it is answered"
        world.until(lambda: len(world.mails(unknown)) > 1, "who complained is not told that it was received")


def requests(world: World) -> list[str]:
    found = world.api("officer").must("GET", f"{world.at_workspace}/privacy/requests?right=complaint")["items"]
    return [str(one["id"]) for one in found]
