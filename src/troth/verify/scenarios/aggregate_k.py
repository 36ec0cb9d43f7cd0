"""What is counted for good."""

import re
from datetime import timedelta

from troth.kernel.clock import now
from troth.verify.inside import rights
from troth.verify.scenario import scenario
from troth.verify.world import World

COLUMNS = {"id", "site_id", "day", "measure", "count"}  # id: of the row
LATER = timedelta(days=4000)  # by then everything is past its time
_MEASURE = re.compile(r"[a-z]+(_[a-z]+|_[1-5])?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.I)


@scenario("aggregate-k", needs=("store", "inside"))
def play(world: World) -> None:
    """What stays of people as numbers names nobody, tells no time but a day, and joins to nothing."""
    name, words = world.plant(), world.plant()
    visitor = world.visitor()
    talk = visitor.open(words, name=name, email=f"{world.plant()}@home.example")
    talk.close()
    talk.rate(5, world.plant())
    world.settled()
    ran = world.inside(rights.retention, site=world.site["id"], at=(now() + LATER).isoformat())
    with world.check("counters_name_nobody", level=2):
        assert ran["counts"].get("conversations"), "retention took nothing, so that nothing was counted"
        rows = world.store.rows("privacy.KeptCount", site_id=world.site["id"])
        assert rows, "nothing was counted"
        for row in rows:
            assert set(row) <= COLUMNS, f"a count has {', '.join(sorted(set(row) - COLUMNS))}"
            assert _DAY.fullmatch(row["day"]), f"a count is of {row['day']}, which is finer than a day"
            assert _MEASURE.fullmatch(row["measure"]), f"a count is of {row['measure']!r}, which is no measure"
            text = str({**row, "site_id": ""})
            assert not ID.search(text), "a count has somebody's id"
            assert not [one for one in (name, words, str(visitor.id), str(talk.id)) if one in text], "it names somebody"
        numbers = world.public.at("GET", "/metrics")
        assert numbers.status == 200, f"the operator's numbers are answered {numbers.told}"
        assert not ID.search(numbers.text), f"a number for the operator has an id: {ID.search(numbers.text)}"
        assert name not in numbers.text, "a number for the operator names somebody"
