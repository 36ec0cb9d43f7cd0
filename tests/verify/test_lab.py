"""One lab, played: verdicts, saboteurs, and what is said when one is left on or the server dies."""

import os
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from troth.verify.command import run
from troth.verify.lab.server import Lab, lab
from troth.verify.profiles import played
from troth.verify.run import DIED, Play, Stage, play_all
from troth.verify.sabotage import left_on, play_saboteurs, with_saboteur
from troth.verify.saboteur import saboteurs
from troth.verify.scenario import scenarios
from troth.verify.world import WITHIN, World

FEW = ("agent-tag", "privacy-signal")


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with lab(os.environ) as ground, Stage(ground) as made:
        yield made


def test_what_the_product_does_is_kept(stage: Stage) -> None:
    results = play_all(stage, [Play(scenarios()[name], {}) for name in FEW], lambda *_: None)
    found = {f"{scenario}.{name}": one for (scenario, _), checks in results.items() for name, one in checks.items()}
    assert {name: one.why for name, one in found.items() if one.outcome != "kept"} == {}
    assert found["agent-tag.author_is_the_agents_own"].level == 2


def test_each_saboteur_is_noticed_by_its_own_check(stage: Stage) -> None:
    few = [one for one in saboteurs().values() if one.scenario in FEW]
    caught = play_saboteurs(stage, scenarios(), few, {}, lambda _: None)
    assert {one.saboteur: one.why for one in caught if not one.killed} == {}
    assert left_on(stage) == []


def test_the_clock_goes_forward_only(stage: Stage) -> None:
    from troth.verify.inside import clock

    before = stage.ground.inside(clock.shows)
    assert stage.ground.inside(clock.forward, seconds=86_400) > before
    with pytest.raises(RuntimeError, match="forward only"):
        stage.ground.inside(clock.forward, seconds=-1)


def test_nothing_is_called_that_is_not_inside(stage: Stage) -> None:
    with pytest.raises(RuntimeError, match="is not inside"):
        stage.ground.inside(os.getcwd)


def test_a_saboteur_that_does_not_reach_what_it_breaks_survives(stage: Stage) -> None:
    idle = replace(saboteurs()["agent-tag.author_cannot_be_changed/strangers_speak"], act=lambda _: None)
    one = replace(idle, name="privacy-signal.gpc/deaf_to_gpc")  # which breaks another check
    assert with_saboteur(stage, Play(scenarios()["agent-tag"], {}), one).outcome == "kept"


def test_a_play_that_ran_out_of_time_before_its_check_is_given_more(stage: Stage) -> None:
    usual = scenarios()["agent-tag"]

    def slow(world: World) -> None:
        assert world.within >= WITHIN, "the page has not come yet"
        usual.play(world)

    one = saboteurs()["agent-tag.author_cannot_be_changed/strangers_speak"]
    [caught] = play_saboteurs(stage, {"agent-tag": replace(usual, play=slow)}, [one], {}, lambda _: None)
    assert caught.killed, caught.why


def test_one_that_is_left_on_makes_the_run_void(stage: Stage) -> None:
    left = "privacy-signal.gpc/deaf_to_gpc"
    report = run(stage, [scenarios()["agent-tag"]], played([]), leave_on=[left])
    assert report.void == f"a saboteur was left switched on: {left}"
    assert report.exit_code == 2


def test_a_server_that_dies_keeps_nothing(stage: Stage) -> None:
    """The last test of the lab."""
    assert isinstance(stage.ground, Lab)
    stage.ground.kill()
    for name in FEW[:2]:
        found = stage.play(Play(scenarios()[name], {}))
        assert {(one.outcome, one.why) for one in found.values()} == {("untested", DIED)}
    assert stage.died
