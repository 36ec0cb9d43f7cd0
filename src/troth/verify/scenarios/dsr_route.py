"""A request by a site's page is a case of that site's company, and of nobody else."""

from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World


@scenario("dsr-route", needs=("store", "mail", "inside"))
def play(world: World) -> None:
    """The case opens in the right workspace, the company is named, and whoever runs the server reads no word of it."""
    elsewhere = world.cast.foreign()
    world.set_site(name="The shop")
    address, words = world.plant("@example.test"), world.plant()
    world.visitor().open("Hello", email=address)  # somebody is known by it here, and nowhere else
    world.settled()
    portal = Portal(world)
    portal.prove(address)
    shown = portal.get("/correct").text
    portal.send("/correct", words=f"My name is {words}")
    theirs = {
        who: {str(one["id"]) for one in world.api(who).must("GET", f"/workspaces/{at}/privacy/requests")["items"]}
        for who, at in (("officer", world.workspace["id"]), ("stranger", elsewhere["id"]))
    }
    with world.check("right_workspace"):
        assert len(theirs["officer"]) == 1, f"its company has {len(theirs['officer'])} cases of one request"
        assert not theirs["stranger"], "the case of another company's site opened here too"
        one = f"{world.at_workspace}/privacy/requests/{next(iter(theirs['officer']))}"
        answer = world.api("stranger").get(one)
        assert answer.status == 404, f"another company reads it: {answer.told}"
        assert words in world.api("officer").get(one).text, "its own officer does not see what was asked"
    with world.check("controller_named"):
        company = str(world.workspace["name"])
        assert company in shown, "the page does not name the company that answers"
        told = world.until(lambda: world.mails(address)[1:], "no mail tells that it was received")
        assert "The shop" in told[0].text or company in told[0].text, "the mail does not say who answers"
        assert elsewhere["name"] not in shown + told[0].text, "another company is named"
    with world.check("operator_sees_no_words", level=3):
        world.settled()
        held = world.store.bytes_hold(words, without=("/mail/",)).get(words, [])
        assert not held, f"what was asked can be read in {', '.join(held)}"
        assert not world.store.log_holds(words), "what was asked stands in the server's log"
    with world.check("member_sees_state"):
        agent = world.cast.login("agent").email
        own = Portal(world)
        own.prove(agent)
        own.get("/correct")
        own.send("/correct", words="My title is wrong")
        assert "In hand" in own.get("/rights").text, "somebody of the team does not see the state of their request"
        found = world.api("officer").must("GET", f"{world.at_workspace}/privacy/requests?state=open")["items"]
        assert len(found) == 2, "the company has no task of it"  # theirs, and the visitor's
        assert all(case["due_at"] for case in found), "a task has no day"
