"""Nothing is promised that nobody can keep."""

from troth.verify.api import Answer
from troth.verify.scenario import scenario
from troth.verify.world import World

PROFILE = 'name = "claims"\ntitle = "Claims"\n'
PROMISE = '[promises.claim]\ntext = "{}"\nchecks = ["tenant-isolation.forms_apart"]\n'
CAVEAT = "No way of sending and keeping data is wholly safe"


@scenario("no-overclaim")
def play(world: World) -> None:
    """Absolute security and dead certificates are refused, and the notice says that nothing is wholly safe."""
    with world.check("absolute_claim_refused"):
        for claim in ("Your data are 100% secure with us.", "We guarantee complete safety."):
            for text in (PROFILE + PROMISE.format(claim), f'{PROFILE}[remarks]\nen = "{claim}"\n'):
                answer = promise(world, text)
                assert answer.code == "profile_refused", f"“{claim}” is answered {answer.told}"
                assert claim not in world.api("owner").get(f"{world.at_workspace}/privacy/profile").text, "it is kept"
        modest = PROFILE + PROMISE.format("We can't guarantee absolute security.")
        assert promise(world, modest).status == 200, "who says that nothing is wholly safe is refused too"
    with world.check("applied_is_not_certified"):
        for claim in ("We are certified under ISO 27001.", "Our providers are certified under Privacy Shield."):
            answer = promise(world, PROFILE + PROMISE.format(claim))
            assert answer.code == "profile_refused", f"“{claim}” is answered {answer.told}"
    with world.check("caveat_present"):
        at = f"{world.at_workspace}/privacy/sites/{world.site['id']}/notices"
        published = world.api("owner").post(at, languages=["en"])  # in which the profile is written
        assert published.status == 201, f"the notice can't be published: {published.told}"
        page = world.public.at("GET", f"/privacy/{world.site['key']}?lang=en", headers={"Accept": "text/html"})
        assert CAVEAT in page.text, "the notice does not say that no way is wholly safe"


def promise(world: World, text: str) -> Answer:
    return world.api("owner").put(f"{world.at_workspace}/privacy/profile", text=text)
