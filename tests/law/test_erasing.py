"""Law 6, the other end: whatever the map says an erasure does, some step of an erasure does it; and no step clears what
the map does not know."""

from django.apps import apps

from troth.datamap import DataMap, Erase, Where
from troth.privacy import compact
from troth.privacy.erasers import erasers
from troth.project.datamap import rooms

DONE = frozenset({Erase.DELETE, Erase.NULL, Erase.DETACH, Erase.SHRED, Erase.FILE})
WHERE = frozenset({Where.ROWS, Where.TABLE, Where.FILES})


def _leaves(whole: DataMap) -> dict[str, Erase]:
    """Whole name -> what an erasure does with it."""
    return {
        f"{place.where.value} {place.name}: {name}": leaf.erase
        for place, name, leaf in whole.personal()
        if place.where in WHERE and leaf.erase in DONE
    }


def _covered() -> set[str]:
    return {cover for step in erasers.steps for cover in step.covers}


def test_every_personal_leaf_is_cleared_by_a_step() -> None:
    leaves = _leaves(rooms.the_map())
    assert len(leaves) > 60
    covered = _covered()
    assert [leaf for leaf in leaves if leaf not in covered and leaf.partition(":")[0] not in covered] == []


def test_a_step_covers_nothing_that_is_not_on_the_map() -> None:
    whole = rooms.the_map()
    known = {f"{place.where.value} {place.name}" for place in whole.places.values()}
    known |= {f"{place.where.value} {place.name}: {name}" for place, name, _ in whole.leaves()}
    assert _covered() <= known


def test_a_new_personal_field_without_a_step_would_fail() -> None:
    leaves = _leaves(rooms.the_map())
    assert "rows contacts.Contact: name" in leaves
    covered = _covered() - {"rows contacts.Contact: name", "rows contacts.Contact"}
    assert [leaf for leaf in leaves if leaf not in covered and leaf.partition(":")[0] not in covered] == [
        "rows contacts.Contact: id", "rows contacts.Contact: name", "rows contacts.Contact: created_at",
    ]  # fmt: skip


def test_a_compaction_reaches_every_table_that_an_erasure_leaves_dead_rows_in() -> None:
    cleared = frozenset({Erase.DELETE, Erase.NULL, Erase.DETACH})
    places = {place.name for place, _, leaf in rooms.the_map().personal()
              if place.where in (Where.ROWS, Where.TABLE) and leaf.erase in cleared}  # fmt: skip
    assert len(places) > 15
    assert {apps.get_model(name)._meta.db_table if "." in name else name for name in places} <= compact.tables()
