"""`troth privacy verify`: what was asked, played."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from troth.kernel.clock import now
from troth.kernel.config import Config
from troth.kernel.errors import TrothError
from troth.log.store_sqlite import InUse
from troth.project import prepare
from troth.vault import WrongSecret

from .against import against
from .api import Gone
from .attestations import NoEvidence, given
from .checks import Found, Unplayable
from .ground import Ground
from .house import home, tell
from .lab.server import lab
from .profiles import NoProfile, Played, played
from .report import VOID, Caught, Report
from .run import DIED, Play, Results, Stage, key_of, play_all, plays
from .sabotage import left_on, play_saboteurs, switch_on
from .saboteur import saboteurs
from .scenario import Scenario, scenarios
from .shown import shown
from .verdicts import Verdict, verdicts

REFUSED = (NoProfile, NoEvidence, Gone, Unplayable, TrothError, InUse, WrongSecret, prepare.CannotStart)


def do(config: Config, asked: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """The exit code: 0 nothing is broken, 1 something is, 2 nothing can be said: the run is void, or could not be
    begun."""
    try:
        chosen = _chosen(asked.only)
        if asked.workspace and asked.attestations:
            raise Unplayable("what a workspace's own people attested counts for it, and no file")
        own = home(config, asked.workspace) if asked.workspace else None
        evidence = given(asked.attestations) if asked.attestations else {}
        profiles = [own.profile] if own else played(asked.profile, evidence)
        with _ground(config, asked, environ) as ground, Stage(ground) as stage:
            report = run(stage, chosen, profiles, saboteurs_too=asked.saboteurs, leave_on=asked.leave_on)
            report = replace(report, evidence=str(asked.attestations or ""))
        if own and not report.void and not asked.only:  # a part of a run says nothing of the rest
            tell(own.id, report.verdicts[own.profile.name], report.at)
    except REFUSED as error:
        print(f"troth: {error}", file=sys.stderr)
        return VOID
    print(shown(report, asked.format))
    return report.exit_code


def run(
    stage: Stage, chosen: Sequence[Scenario], profiles: Sequence[Played], *, saboteurs_too: bool = False,
    leave_on: Sequence[str] = (),
) -> Report:  # fmt: skip
    """leave_on: names of saboteurs that are at work all along."""
    began = time.monotonic()
    stage.greet()
    for name in leave_on:
        switch_on(stage, name)
    todo = plays(chosen, [one.values for one in profiles])
    results = play_all(stage, todo, _teller(len(todo)))
    void = _void(stage)
    caught = None
    if saboteurs_too and not void:
        by_name = {one.name: one for one in chosen}
        acts = [one for one in saboteurs().values() if one.scenario in by_name]
        caught = play_saboteurs(stage, by_name, acts, profiles[0].values, _tell_caught)
        void = _void(stage)
    found = {one.name: _verdicts(one, chosen, results) for one in profiles}
    return Report(now(), stage.ground.url, found, caught, void, time.monotonic() - began)


def _void(stage: Stage) -> str:
    """Why nothing counts, else ""."""
    if stage.died:
        return DIED
    if "inside" not in stage.ground.has:
        return ""
    on = left_on(stage)
    return f"a saboteur was left switched on: {', '.join(on)}" if on else ""


def _verdicts(profile: Played, chosen: Sequence[Scenario], results: Results) -> list[Verdict]:
    found = {
        f"{one.name}.{check}": seen
        for one in chosen
        for check, seen in results.get((one.name, key_of(one, profile.values)), {}).items()
    }
    return verdicts(profile.promises, found, profile.attested, now())


def _chosen(only: Sequence[str]) -> list[Scenario]:
    known = scenarios()
    if unknown := [name for name in only if name not in known]:
        raise Unplayable(f"there is no scenario {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    return [one for one in known.values() if not only or one.name in only]


@contextmanager
def _ground(config: Config, asked: argparse.Namespace, environ: Mapping[str, str]) -> Iterator[Ground]:
    if asked.against:
        if asked.saboteurs or asked.leave_on:
            raise Unplayable("saboteurs break a server on purpose: they are played with --lab only")
        with against(config, asked.against, _say) as ground:
            yield ground
        return
    postgres = config.database.url if config.database.kind == "postgres" else ""
    with lab(environ, postgres, keep=asked.keep) as ground:
        if asked.keep:
            _say(f"the lab's folder stays: {ground.var}")
        yield ground


def _teller(count: int) -> Callable[[Play, Mapping[str, Found], float], None]:
    done = 0

    def tell(play: Play, found: Mapping[str, Found], seconds: float) -> None:
        nonlocal done
        done += 1
        values = ", ".join(f"{name}={play.values.get(name)}" for name in play.scenario.parameters)
        _say(f"{done:3}/{count}  {play.scenario.name:24} {seconds:5.1f} s  {values}")
        whys = {(one.outcome, one.why) for one in found.values()}
        if len(whys) == 1 and {outcome for outcome, _ in whys} == {"untested"}:
            return _say(f"         {'UNTESTED':9} {next(iter(whys))[1]}")
        for name, one in found.items():
            if one.outcome != "kept":
                _say(f"         {one.outcome.upper():9} {name}: {one.why}")
        return None

    return tell


def _tell_caught(caught: Caught) -> None:
    _say(f"         {'killed' if caught.killed else 'SURVIVED':9} {caught.saboteur}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
