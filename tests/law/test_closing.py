"""Law 6, for a workspace that ends: whatever the map knows is cleared when it closes, or it is said why it stays; and
whatever people get of themselves is in what its owner takes along."""

from dataclasses import replace

from troth.datamap import Place, Where
from troth.datamap.vocabulary import Subject
from troth.privacy.access.complete import problems
from troth.privacy.access.exporters import exporters
from troth.privacy.closing.endings import endings
from troth.privacy.whole import parts
from troth.project.datamap import rooms

# what lies somewhere for good; all else passes, is a copy on a device, or is counted of nobody
KEPT = frozenset({Where.ROWS, Where.TABLE, Where.FILES})


def _name(place: Place) -> str:
    return f"{place.where.value} {place.name}"


def _kept() -> set[str]:
    return {_name(place) for place in rooms.the_map().places.values() if place.where in KEPT}


def _told() -> set[str]:
    steps = {cover.partition(":")[0] for step in endings.steps for cover in step.covers}
    return steps | {cover.partition(":")[0] for one in endings.stays for cover in one.covers}


def test_everything_that_is_kept_goes_or_stays_with_a_reason() -> None:
    assert len(endings.steps) > 25
    assert sorted(_kept() - _told()) == []


def test_nothing_is_cleared_that_the_map_does_not_know() -> None:
    assert sorted(_told() - _kept()) == []


def test_nothing_both_goes_and_stays() -> None:
    cleared = {cover for step in endings.steps for cover in step.covers}
    assert cleared & {cover for one in endings.stays for cover in one.covers} == set()


def test_a_place_that_no_step_clears_is_named() -> None:
    known = _told() - {"rows contacts.Contact"}
    assert _kept() - known == {"rows contacts.Contact"}


def test_everything_personal_is_in_the_package_of_a_workspace_or_excused() -> None:
    """The parts that are left to the people are excused by the parts' own names."""
    theirs = [replace(part, name="") for part in exporters.parts if part.name in parts.THEIR_OWN]
    assert {part.name for part in exporters.parts} >= parts.THEIR_OWN.keys()
    assert problems(rooms.the_map(), [*parts.given(), *theirs], exporters.excused) == []
    left = problems(rooms.the_map(), parts.given(), exporters.excused)
    assert left, "what is left to the people would be missed"
    assert all("kept of a person" in one and ("Person" in one or "EmailAddress" in one or "Session" in one)
               for one in left), left  # fmt: skip


def test_a_part_that_is_not_in_it_would_be_missed() -> None:
    less = [part for part in parts.given() if part.name != "contact"]
    said = problems(rooms.the_map(), less, exporters.excused)
    assert any("kept of a contact" in one for one in said)


def test_every_reason_has_its_words_for_an_owner() -> None:
    assert {one.why.name for one in exporters.excused} <= parts.REASONS.keys()
    assert {kind for part in parts.given() for kind in part.of} == set(Subject)
