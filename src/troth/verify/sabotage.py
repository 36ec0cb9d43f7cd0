"""Playing the saboteurs: each must turn its check BROKEN."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .checks import Found, Unplayable
from .inside import sabotage as inside
from .report import Caught
from .run import Play, Stage
from .saboteur import Saboteur, saboteurs
from .scenario import Scenario
from .world import WITHIN

PATIENCE = 8.0  # s for what does not come: with a saboteur at work that is the usual end

type Values = Mapping[str, Any]


def play_saboteurs(
    stage: Stage,
    scenarios: Mapping[str, Scenario],
    todo: Sequence[Saboteur],
    values: Values,
    tell: Callable[[Caught], None],
) -> list[Caught]:
    """values: of a profile; a saboteur's own `when` comes on top. tell: hears of each as it ends."""
    caught = []
    for one in todo:
        play = Play(scenarios[one.scenario], {**values, **one.when})
        found = with_saboteur(stage, play, one)
        if found.outcome == "untested":  # a busy machine may need longer on the way to the check
            found = with_saboteur(stage, play, one, within=WITHIN)
        caught.append(Caught(one.name, one.check, one.sentence, found.outcome == "broken", _why(found)))
        tell(caught[-1])
    return caught


def with_saboteur(stage: Stage, play: Play, one: Saboteur, within: float = PATIENCE) -> Found:
    """What its check says while it is at work. within: s that something may take to happen."""
    name = one.check.partition(".")[2]
    try:
        stage.ground.inside(inside.switch_on, name=one.name)
    except Exception as error:  # it names something that is not there any more
        return Found("untested", why=f"it could not be switched on: {str(error).splitlines()[0]}")
    try:
        return stage.play(play, only=name, within=within)[name]
    finally:
        stage.ground.inside(inside.switch_off, name=one.name)


def switch_on(stage: Stage, name: str) -> None:
    """And leave it so: the run is void. Raises Unplayable."""
    if name not in saboteurs():
        raise Unplayable(f"there is no saboteur {name}; there are {', '.join(saboteurs())}")
    stage.ground.inside(inside.switch_on, name=name)


def left_on(stage: Stage) -> list[str]:
    """Saboteurs that are at work now: no verdict counts while one is."""
    return [str(name) for name in stage.ground.inside(inside.on)]


def _why(found: Found) -> str:
    if found.outcome == "broken":
        return found.why
    return "the check was kept" if found.outcome == "kept" else f"the check was not played: {found.why}"
