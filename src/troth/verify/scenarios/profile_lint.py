"""A policy that says two things at once, or what nobody can keep, is found before anybody reads it."""

from troth.verify.inside import profile
from troth.verify.scenario import scenario
from troth.verify.world import World

HEAD = 'name = "test"\ntitle = "A test"\n'
GOOD = HEAD + "[trial]\ndays = 30\n" + (
    '[promises.first]\ntext = "A free trial of 30 days."\nchecks = ["trial.days"]\nparameters = ["trial.days"]\n'
)  # fmt: skip
SECOND = '[promises.second]\ntext = "{}"\nchecks = ["trial.days"]\nparameters = [{}]\n'


@scenario("profile-lint", needs=("inside",))
def play(world: World) -> None:
    """Two lengths of one trial, a transfer on a framework that ended, a promise of absolute security."""
    assert look(world, GOOD) == [], "a profile in order is found fault with, so that nothing could be told"
    with world.check("trial_two_values", level=0):
        found = look(world, GOOD + SECOND.format("A free trial of 7 days.", '"trial.days"'))
        told = [one["sentence"] for one in found if one["promise"] == "second"]
        assert told, "7 and 30 days of one trial pass"
        assert "7" in told[0], f"the values are not named: {told[0]}"
        assert "30" in told[0], f"the values are not named: {told[0]}"
    with world.check("dead_mechanism_found", level=0):
        found = look(world, GOOD + '[transfers]\ncountries = ["US"]\nmechanisms = ["privacy-shield"]\n')
        assert [one["code"] for one in found] == ["dead"], "a transfer that stands on Privacy Shield passes"
        found = look(world, GOOD + SECOND.format("Our providers are under the Privacy Shield.", ""))
        assert "dead" in [one["code"] for one in found], "a sentence that claims Privacy Shield passes"
    with world.check("absolute_claim_found", level=0):
        for claim in ("Your data are 100% secure.", "We guarantee complete safety."):
            found = look(world, GOOD + SECOND.format(claim, ""))
            assert "absolute" in [one["code"] for one in found], f"this passes: {claim}"
        found = look(world, GOOD + SECOND.format("We can't guarantee absolute security.", ""))
        assert found == [], f"a sentence that takes the claim back is refused: {found}"


def look(world: World, text: str) -> list[dict[str, str]]:
    return list(world.inside(profile.findings, text=text))
