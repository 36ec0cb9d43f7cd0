"""The table of checks is what the scenarios check and what the page of promises says, and each check has a saboteur."""

import ast
import csv
from pathlib import Path

import pytest

from tests.law.files import ROOT
from troth.verify.names import CHECKS, every
from troth.verify.saboteur import saboteurs
from troth.verify.scenario import Scenario, scenarios

FOLDER = ROOT / "src/troth/verify"


def checked(path: Path) -> set[str]:
    """The names in `world.check("...")`; a name that is no text stands for all."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    named = [call.args[0] for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "check"]
    return {str(one.value) if isinstance(one, ast.Constant) else "*" for one in named}


@pytest.mark.parametrize("one", scenarios().values(), ids=lambda one: one.name)
def test_a_scenario_plays_the_checks_of_the_table_and_each_has_a_saboteur(one: Scenario) -> None:
    file = f"{one.name.replace('-', '_')}.py"
    said = checked(FOLDER / "scenarios" / file)
    assert said == set(one.checks) or "*" in said
    broken = {saboteur.check for saboteur in saboteurs().values() if saboteur.scenario == one.name}
    assert broken == {f"{one.name}.{name}" for name in one.checks}
    assert one.sentence


def test_the_table_is_that_of_the_promises() -> None:
    with (ROOT / "docs/promises-checks.csv").open(encoding="utf-8", newline="") as file:
        assert [row["check"] for row in csv.DictReader(file)] == list(every())


def test_the_table_needs_neither_django_nor_the_scenarios() -> None:
    tree = ast.parse((FOLDER / "names.py").read_text())
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules == {"collections.abc"}
    assert CHECKS
