"""Everything that is kept is kept for something, on a ground that is told."""

import re

from troth.verify.inside import datamap, notices
from troth.verify.scenario import scenario
from troth.verify.world import World

GROUNDS = {
    "dpv:Consent", "dpv:ContractPerformance", "dpv:LegalObligation", "dpv:LegitimateInterestOfController",
}  # fmt: skip
INTEREST, DUTY = "dpv:LegitimateInterestOfController", "dpv:LegalObligation"


@scenario("lawful-basis", needs=("inside",))
def play(world: World) -> None:
    """Each purpose has a basis, an interest is explained, a duty names its law, and another purpose is told first."""
    key, site = world.site["key"], world.site["id"]
    world.api("owner").must("POST", f"{world.at_workspace}/privacy/sites/{site}/notices")
    page = world.public.at("GET", f"/privacy/{key}?lang=en", headers={"Accept": "text/html"}).text
    told = world.public.at("GET", f"/.well-known/privacy/{key}.json")["content"]["why"]
    leaves, purposes = world.inside(datamap.personal), world.inside(notices.purposes)
    of_visitors = {name for one in leaves if {"visitor", "contact"} & set(one["subjects"]) for name in one["purposes"]}
    with world.check("each_purpose_has_basis"):
        assert all(one["why"] and one["basis"] in GROUNDS for one in purposes.values()), "a purpose has no ground"
        untold = sorted(of_visitors - {one["purpose"] for one in told} - {"account"})
        assert not untold, f"the notice does not tell that data are used for {', '.join(untold)}"
        for one in told:
            assert one["basis"] in GROUNDS, f"the notice tells {one['basis']!r} as the basis of {one['purpose']}"
            assert f'id="purpose-{one["purpose"]}"' in page, f"the page is silent of {one['purpose']}"
    with world.check("no_field_without_basis", level=0):
        idle = [one["leaf"] for one in leaves if not one["purposes"] or not set(one["bases"]) <= GROUNDS]
        assert leaves, "nothing personal is declared, so that nothing could be told"
        assert not idle, f"kept for nothing, or on no ground: {', '.join(idle[:5])}"
    with world.check("interest_explained"):
        rows = dict(re.findall(r'<tr id="purpose-([\w-]+)">(.*?)</tr>', page, re.S))
        interests = [one["purpose"] for one in told if one["basis"] == INTEREST]
        assert interests, "nothing rests on an interest, so that nothing could be told"
        for name in interests:
            words = re.search(r"<p>(.+?)</p>", rows.get(name, ""), re.S)
            assert words, f"the notice does not say which interest {name} is"
    with world.check("legal_duty_named"):
        made = world.api("owner").must("POST", f"{world.at_workspace}/privacy/records")
        record = world.api("owner").get(f"{world.at_workspace}/privacy/records/{made['number']}").text
        duties = {name: one["law"] for name, one in purposes.items() if one["basis"] == DUTY}
        assert duties, "nothing rests on a duty, so that nothing could be told"
        for name, law in duties.items():
            assert law, f"{name} rests on a duty by law, and no law is named"
            assert law in record, f"the record of processing does not name the law of {name}"
    with world.check("new_purpose_is_material", level=2):
        changes = world.inside(notices.with_another_purpose, site=site)
        assert changes, "a purpose more makes no other notice"
        grave = [one for one in changes if one["material"] and one["kind"] == "purpose"]
        assert grave, "a purpose more is no change of substance"
