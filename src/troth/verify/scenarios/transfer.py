"""Data in another country: announced, told with what allows it, and on nothing that has ended."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from troth.verify import written
from troth.verify.inside import register
from troth.verify.scenario import scenario
from troth.verify.world import World

HOST, OTHER = "abroad.verify.invalid", "shielded.verify.invalid"
CLAUSES, ENDED = "Standard contractual clauses", "EU-US Privacy Shield"
PROFILE = {"transfers.countries": ["US"], "transfers.mechanisms": ["privacy-shield"]}


@scenario("transfer", needs=("inside",))
def play(world: World) -> None:
    """Who is elsewhere is announced before anything goes there, and the notice tells where and what allows it."""
    at = f"{world.at_workspace}/privacy/sites/{world.site['id']}/notices"
    with entry(world, HOST, CLAUSES) as one:
        with world.check("announced_first", level=2):
            early = world.inside(register.move, entry=one, to="active")
            assert early == "conflict", f"a recipient abroad that nobody announced becomes {early}"
            assert world.inside(register.state, entry=one) == "proposed", "the refused step was kept"
            for state in ("proposed", "announced"):
                assert world.inside(register.reach, host=HOST), f"a recipient abroad gets data when it is {state}"
                world.inside(register.move, entry=one, to="announced")
            assert world.inside(register.move, entry=one, to="active") == "active", "who was announced stays out"
        for state in ("announced", "active"):
            world.inside(register.move, entry=one, to=state)
        world.set_site(languages=["en", "ar"])
        world.api("owner").must("POST", at)
        with world.check("country_and_mechanism_told"):
            told = world.public.at("GET", f"/.well-known/privacy/{world.site['key']}.json")["content"]["companies"]
            row: dict[str, Any] = next((company for company in told if HOST in company["name"]), {})
            assert row.get("country") == "US", f"programs are told the country {row.get('country')!r}"
            assert row.get("mechanism") == CLAUSES, f"programs are told the ground {row.get('mechanism')!r}"
            for language, country in (("en", "United States"), ("ar", "الولايات المتحدة")):
                path = f"/privacy/{world.site['key']}?lang={language}"
                page = world.public.at("GET", path, headers={"Accept": "text/html"}).text
                line = next((part for part in page.split("<") if HOST in part and country in part), "")
                assert line, f"the page ({language}) does not tell where the recipient is"
                assert CLAUSES in line, f"the page ({language}) does not tell on what the transfer stands"
    with world.check("dead_mechanism_refused"):
        profile = world.api("owner").put(
            f"{world.at_workspace}/privacy/profile", text=written.profile(PROFILE), apply=True
        )
        assert profile.status == 422, f"a profile may stand on Privacy Shield: {profile.told}"
        assert not wished(world), "an entry of the register may stand on Privacy Shield"
        with entry(world, OTHER, CLAUSES) as other:
            for state in ("announced", "active"):
                world.inside(register.move, entry=other, to=state)
            world.inside(register.rest_on, entry=other, mechanism=ENDED)
            made = world.api("owner").post(at)
            assert made.status == 422, f"a notice of a transfer that stands on Privacy Shield is published: {made.told}"
            now = world.public.at("GET", f"/privacy/{world.site['key']}?lang=en", headers={"Accept": "text/html"})
            assert "Privacy Shield" not in now.text, "the notice in force speaks of Privacy Shield"


def wished(world: World) -> bool:
    """Whether an entry on a framework that ended is taken."""
    with suppress(RuntimeError), entry(world, OTHER, ENDED):
        return True
    return False


@contextmanager
def entry(world: World, host: str, mechanism: str) -> Iterator[str]:
    """One of the register, in the United States; gone afterwards."""
    made = world.inside(register.propose, host=host, browser=[], country="US", mechanism=mechanism)
    try:
        yield made
    finally:
        world.inside(register.remove, entry=made)
