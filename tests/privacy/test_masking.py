"""Whom else words name is masked, in whatever words; and nothing but that."""

from hypothesis import given
from hypothesis import strategies as st

from troth.datamap.exporting import OfOthers, Other, Unseen
from troth.privacy.access.masking import Masks, own_words, texts

NAMES = st.sampled_from(
    ["Olga Novák", "Jean-Luc O'Neil", "محمد علي", "王小明", "J. R. Smith", "olga@example.test", "Will"]
)
WORDS = st.text(st.sampled_from("abc äß.,!?\n -’علي王小"), max_size=40)


def _masked(records: object, others: list[str], own: list[str] | None = None) -> str:
    known = (Other(one, "another person") for one in others)
    return str(Masks(texts(records), known, own or []).over(records))


@given(WORDS, NAMES, WORDS)
def test_whoever_is_named_is_masked_wherever_they_stand(before: str, name: str, after: str) -> None:
    said = OfOthers(f"{before} {name}, {after}")
    assert name not in _masked(said, ["Somebody Else", name])


@given(WORDS, st.lists(NAMES, max_size=3))
def test_words_that_name_nobody_are_as_they_were(said: str, others: list[str]) -> None:
    assert _masked(OfOthers(f"x{said}x"), [one for one in others if one not in ("王小明",)]) == f"x{said}x"


@given(NAMES, WORDS)
def test_what_somebody_wrote_themselves_is_never_changed(name: str, said: str) -> None:
    records = {"text": f"{name} {said}", "note": OfOthers(f"{name}!")}
    assert Masks(texts(records), [Other(name, "somebody of the team")], []).over(records)["text"] == f"{name} {said}"


def test_how_a_name_is_written_does_not_matter() -> None:
    others = ["Olga Novák-Petit"]
    for said in ("OLGA NOVÁK-PETIT", "olga\nnovák-petit", "(Olga  Novák-Petit)", "Olga Novák-Petit's"):
        assert "[another person]" in _masked(OfOthers(said), others), said
    for said in ("Olga Novák-Petitova", "Olgas Novák-Petit", "Olga and Petit"):
        assert _masked(OfOthers(said), others) == said


def test_a_word_is_no_name() -> None:
    assert _masked(OfOthers("It will work. Ask Will."), ["Will"]) == "It will work. Ask [another person]."


def test_addresses_in_notes_are_masked_but_their_own() -> None:
    records = {"contact": "vi@example.test", "note": Unseen("vi@example.test and jan@elsewhere.test")}
    masks = Masks(texts(records), [], own_words(records))
    assert masks.over(records)["note"] == "vi@example.test and [another person]"
    said = OfOthers("Write to help@example.test")
    assert _masked(said, []) == said, "they have read it"
