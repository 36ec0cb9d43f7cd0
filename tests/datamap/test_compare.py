"""Whatever is not declared, or declared without what follows from it, is named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.datamap import (
    Category,
    DataMap,
    DeclaredTwice,
    Edge,
    Erase,
    Inside,
    NotPersonal,
    Personal,
    Place,
    Subject,
    Where,
    keeping,
    purposes,
)
from troth.datamap.compare import Found, problems
from troth.wire.events import FileRef

NAME = Personal(Category.NAME, (purposes.ANSWER,), Erase.NULL)
ROWS = Place(
    Where.ROWS, "zoo.Animal", "An animal.",
    {"id": NotPersonal("a random id"), "keeper": NAME},
    (Edge(Subject.PERSON, "keeper"),), keeping.MEMBER,
)  # fmt: skip
REAL = Found(Where.ROWS, "zoo.Animal", frozenset(("id", "keeper")))


def said(place: Place, real: Found = REAL) -> str:
    return "\n".join(problems(DataMap([place]), [real], frozenset((Where.ROWS,))))


def with_fields(**fields: Personal | NotPersonal | Inside) -> Place:
    return replace(ROWS, fields={**ROWS.fields, **fields})


def test_a_whole_declaration_has_no_problem() -> None:
    assert said(ROWS) == ""


@given(st.sets(st.sampled_from("abcdefgh"), min_size=1), st.sets(st.sampled_from("abcdefgh"), min_size=1))
def test_exactly_the_differences_are_named(real: set[str], declared: set[str]) -> None:
    place = replace(ROWS, fields={leaf: NotPersonal("a random id") for leaf in declared}, subjects=())
    expected = {f"rows zoo.Animal.{leaf}: not declared." for leaf in real - declared}
    expected |= {f"rows zoo.Animal.{leaf}: declared, but there is no such thing." for leaf in declared - real}
    found = Found(Where.ROWS, "zoo.Animal", frozenset(real))
    assert set(problems(DataMap([place]), [found], frozenset((Where.ROWS,)))) == expected


def test_a_place_nobody_declares_is_named() -> None:
    other = Found(Where.ROWS, "zoo.Cage", frozenset(("id",)))
    assert problems(DataMap([ROWS]), [REAL, other], frozenset()) == [
        "rows zoo.Cage: not declared in any room's privacy.py."
    ]


def test_a_place_that_is_gone_is_named() -> None:
    gone = replace(ROWS, name="zoo.Cage")
    assert problems(DataMap([ROWS, gone]), [REAL], frozenset((Where.ROWS,))) == [
        "rows zoo.Cage: declared, but there is no such place."
    ]


def test_a_place_declared_twice_is_refused() -> None:
    with pytest.raises(DeclaredTwice, match=r"zoo\.Animal"):
        DataMap([ROWS, ROWS])


def test_a_check_that_looked_at_nothing_fails() -> None:
    assert problems(DataMap([]), [], frozenset((Where.ROWS,))) == [
        "Nothing of the kind “rows” was looked at: the check is blind.",
        "Not one field was looked at: the check is blind.",
    ]


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        (with_fields(id=NotPersonal(" ")), "not personal needs a reason"),
        (with_fields(keeper=replace(NAME, purposes=())), "used for nothing"),
        (replace(ROWS, subjects=()), "of nobody"),
        (replace(ROWS, keep=None), "kept for ever"),
        (replace(ROWS, subjects=(Edge(Subject.PERSON, "owner"),)), "no way leads from it by “owner”"),
        (with_fields(keeper=replace(NAME, of=Edge(Subject.PERSON, "keeper.boss"))), "by “keeper.boss”"),
    ],
)
def test_what_follows_from_a_declaration_is_wanted(place: Place, problem: str) -> None:
    assert problem in said(place)


def test_what_is_called_like_personal_data_is_looked_at_twice() -> None:
    real = replace(REAL, leaves=frozenset(("id", "keeper", "home_address")))
    blunt = NotPersonal("where the cage stands")
    assert "home_address: is called “address”" in said(with_fields(home_address=blunt), real)
    assert said(with_fields(home_address=replace(blunt, in_spite_of_its_name=True)), real) == ""


def test_a_structure_is_declared_leaf_by_leaf() -> None:
    real = replace(REAL, leaves=frozenset(("id", "keeper", "photo")), structures=frozenset(("photo",)))
    assert "photo: holds a structure" in said(with_fields(photo=NAME), real)
    leaves = {leaf: NotPersonal("of the picture", True) for leaf in ("id", "name", "type", "size", "width", "colour")}
    told = said(with_fields(photo=Inside(leaves, FileRef)), real)
    assert "photo.height: not declared." in told
    assert "photo.colour: declared, but there is no such thing." in told
