"""Playing: each scenario once for each set of values that profiles have for its parameters."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

import msgspec

from .browser import chromium
from .checks import Checks, Enough, Found, told
from .ground import Ground
from .in_step import Loop
from .people import Cast
from .scenario import Scenario
from .world import WITHIN, World

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DIED = "the server died in the middle of the run"

type Values = Mapping[str, Any]
type Results = dict[tuple[str, str], Mapping[str, Found]]  # (scenario, key of its values) -> its checks


class Play(msgspec.Struct, frozen=True):
    scenario: Scenario
    values: Values

    @property
    def key(self) -> tuple[str, str]:
        return self.scenario.name, key_of(self.scenario, self.values)


def key_of(scenario: Scenario, values: Values) -> str:
    """Plays with the same key are the same play."""
    return msgspec.json.encode({name: values.get(name) for name in scenario.parameters}, order="sorted").decode()


def plays(scenarios: Iterable[Scenario], effective: Sequence[Values]) -> list[Play]:
    """effective: the values of each profile."""
    made = {play.key: play for one in scenarios for values in effective for play in [Play(one, values)]}
    return list(made.values())


class Stage:
    """Plays on one ground; the people are the same all along. Use as a context."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.died = ground, False
        self._loop, self._stack = Loop(), ExitStack()
        self._cast = Cast(ground, self._loop)
        self._browser: Browser | None = None
        self.workspaces: list[str] = []

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        with suppress(Exception):  # the server may be gone
            self._cast.end()
        self._loop.stop()

    def greet(self) -> None:
        """Raises Unplayable where the people who were made can't sign in: then the server is of another database, and
        nothing at all could be played."""
        self._cast.foreign()
        self._cast.login("stranger").session()

    def _chromium(self) -> "Browser":
        """One for all plays, started when it is first needed."""
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._stack.enter_context(chromium())
        return self._browser

    def play(self, play: Play, only: str = "", within: float = WITHIN) -> Mapping[str, Found]:
        """only: end after this check. within: s that something may take to happen."""
        checks = Checks(play.scenario.checks, only)
        if self.died:
            return checks.found(DIED)
        if missing := sorted(play.scenario.needs - self.ground.has):
            return checks.found(f"needs a lab ({', '.join(missing)})")
        world = World(self.ground, self._cast, self._loop, self._chromium, play.scenario, play.values, checks, within)
        ended = ""
        try:
            play.scenario.play(world)
        except Enough:
            pass
        except AssertionError as failed:  # outside of a check: it could not go on
            ended = str(failed) or told(failed)
        except Exception as error:
            ended = told(error)
        finally:
            world.end()
            self.workspaces += world.workspaces
        found = checks.found(ended)
        if ended and not self.ground.alive():
            self.died = True
            return {name: one if one.outcome == "kept" else Found("untested", why=DIED) for name, one in found.items()}
        return found


def play_all(stage: Stage, todo: Sequence[Play], tell: Callable[[Play, Mapping[str, Found], float], None]) -> Results:
    """tell: hears of each play as it ends, with its seconds."""
    results: Results = {}
    for play in todo:
        began = time.monotonic()
        results[play.key] = found = stage.play(play)
        tell(play, found, time.monotonic() - began)
    return results
