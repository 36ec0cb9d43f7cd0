"""Law 6, for people: whatever the map says is kept of somebody, some part of a package gives them, or it is said why
not."""

from dataclasses import replace

from troth.datamap import DataMap, Subject
from troth.datamap.exporting import Why
from troth.privacy.access.complete import problems
from troth.privacy.access.exporters import exporters
from troth.privacy.access.words import WORDS
from troth.project.datamap import rooms


def test_everything_personal_is_given_or_excused() -> None:
    assert len(exporters.parts) > 8
    assert problems(rooms.the_map(), exporters.parts, exporters.excused) == []


def test_a_field_that_nobody_gives_is_named() -> None:
    less = [replace(part, covers=tuple(one for one in part.covers if "Contact: name" not in one))
            for part in exporters.parts]  # fmt: skip
    assert [one.partition(";")[0] for one in problems(rooms.the_map(), less, exporters.excused)] == [
        "rows contacts.Contact.name: kept of a contact, who gets it in no export",
    ]


def test_what_is_given_to_somebody_else_does_not_count() -> None:
    others = [replace(part, of=part.of - {Subject.PERSON}) for part in exporters.parts]
    said = problems(rooms.the_map(), others, exporters.excused)
    assert any(one.startswith("rows accounts.Person.email: kept of a person") for one in said)


def test_what_covers_nothing_is_named() -> None:
    said = problems(DataMap(()), exporters.parts[:1], [])
    assert said == [f"{cover}: given or excused, but there is no such place." for cover in
                    sorted(exporters.parts[0].covers)]  # fmt: skip


def test_people_read_parts_and_reasons_in_their_own_words() -> None:
    wanted = {part.name for part in exporters.parts} | {why.name for why in Why}
    for language, words in WORDS.items():
        assert wanted <= words.keys(), language
        assert words.keys() == WORDS["en"].keys()
