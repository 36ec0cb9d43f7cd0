"""The system check that fails where something is kept that no room declares. `./dev check` runs it; datamap.lock shows
in the diff of a change what it changes of the map."""

from pathlib import Path
from typing import Any

from django.core.checks import Error

from troth.datamap import DeclaredTwice
from troth.datamap.compare import problems
from troth.datamap.lock import lines
from troth.privacy.access import complete
from troth.privacy.access.exporters import exporters

from .found import WHOLE, found
from .rooms import the_map

LOCK = Path(__file__).with_name("datamap.lock")


def declared(**_: Any) -> list[Error]:
    """Errors of the kind privacy.E001, one for each problem."""
    try:
        datamap = the_map()
    except DeclaredTwice as twice:
        return [Error(str(twice), id="privacy.E001")]
    said = problems(datamap, found(), WHOLE)
    said = said or complete.problems(datamap, exporters.parts, exporters.excused)
    if not said and lock_text() != (LOCK.read_text(encoding="utf-8") if LOCK.exists() else ""):
        said.append("The data map is another than datamap.lock says: run ./dev docs, and read what changed.")
    return [Error(one, id="privacy.E001") for one in said]


def lock_text() -> str:
    return "\n".join(lines(the_map())) + "\n"
