"""docs/operate.md names every check of `troth doctor` and none that is not there; each fault leads to a heading."""

import ast
import re

from tests.law.files import ROOT, document
from troth.upkeep.doctor.checks import CHECKS

PAGE = document("operate.md")


def test_the_table_is_what_the_checks_say() -> None:
    section = PAGE.partition("\n## When something is wrong\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^|]+)` \| (.+) \|$", section, re.M)
    assert rows == [(check.name, check.about) for check in CHECKS]


def test_every_fault_says_how_it_is_mended_and_where_that_is_told() -> None:
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", one.lower()).replace(" ", "-") for one in re.findall(r"^#+ (.+)$", PAGE, re.M)
    }
    faults = 0
    for path in sorted((ROOT / "src/troth/upkeep/doctor").glob("*.py")):
        tree = ast.parse(path.read_text())
        named = {
            one.targets[0].id: one.value.value  # type: ignore[attr-defined]
            for one in tree.body
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("broken", "warning"):
                faults += 1
                where = call.args[2]
                ends = [where.body, where.orelse] if isinstance(where, ast.IfExp) else [where]
                told = [
                    one.value if isinstance(one, ast.Constant) else named.get(getattr(one, "id", "")) for one in ends
                ]
                assert set(told) <= {*anchors, None}, (path.name, call.lineno)
    assert faults > 50
