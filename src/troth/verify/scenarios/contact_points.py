"""Every way to reach the company that its policy names is told, and leads somewhere."""

from troth.verify.api import Answer
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World

WAYS = {
    "mail": "hello@verify.example", "dpo": "dpo@verify.example", "address": "1 Verify Road, Jaipur",
    "representative": "Verify Europe, 1 Verify Street, Dublin",
}  # fmt: skip
PROFILE = 'name = "reached"\ntitle = "Reached"\n[contact]\n{}\n[promises.reach]\ntext = "{}"\nchecks = ["{}"]\n'


@scenario("contact-points", needs=("mail",))
def play(world: World) -> None:
    """Addresses, officer and representative stand in the notice; page and chat open a case."""
    officer = world.plant("@example.test")
    world.api("owner").must(
        "PUT", f"{world.at_workspace}/privacy/settings", privacy_contact=officer, time_zone="UTC"
    )  # fmt: skip
    silent = {name: value for name, value in WAYS.items() if name != "representative"}
    refused = promise(world, silent, *WAYS)
    taken = promise(world, WAYS, *WAYS)
    assert taken.status == 200, f"a profile that names all ways is refused: {taken.told}"
    at = f"{world.at_workspace}/privacy/sites/{world.site['id']}/notices"
    world.api("owner").must("POST", at, languages=["en"])  # in which the profile is written
    page = world.public.at("GET", f"/privacy/{world.site['key']}", headers={"Accept": "text/html"}).text
    with world.check("printed"):
        missing = [value for value in silent.values() if value not in page]
        assert not missing, f"the notice does not tell {missing[0]}"
    with world.check("representative_named"):
        assert refused.code == "profile_refused", f"one that names no representative is answered {refused.told}"
        assert WAYS["representative"] in page, "the notice does not name the representative"
    with world.check("officer_named"):
        assert f"mailto:{officer}" in page, "the notice does not lead to whom the desk's settings name"
    with world.check("portal_opens_a_case"):
        visitor = world.visitor()
        visitor.open("Hello")
        code = visitor.api.must("POST", "/me/data-code")["code"]
        by_mail, by_chat = Portal(world), Portal(world)
        by_mail.prove(world.plant("@example.test"))
        by_chat.shows(str(code))
        for number, portal in enumerate((by_mail, by_chat), start=1):
            portal.get("/complain")
            portal.send("/complain", words="Something is wrong")
            cases = world.api("officer").must("GET", f"{world.at_workspace}/privacy/requests")["items"]
            assert len(cases) == number, f"after {number} complaints there are {len(cases)} cases"


def promise(world: World, says: dict[str, str], *tells: str) -> Answer:
    """A profile that says this, and promises to be reached by what it tells."""
    lines = "\n".join(f'{name} = "{value}"' for name, value in says.items())
    text = PROFILE.format(lines, "; ".join(f"{{contact.{name}}}" for name in tells), "contact-points.printed")
    return world.api("owner").put(f"{world.at_workspace}/privacy/profile", text=text)
