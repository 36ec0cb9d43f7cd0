"""A text as words: the same whatever way it was typed, each with its place; and what is asked of them."""

import unicodedata
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from troth.kernel.errors import Invalid
from troth.search.question import Question, Term, parse
from troth.search.snippet import LENGTH, around
from troth.search.words import LONGEST, MOST, plain, words

SCRIPTS = st.sampled_from("aZé ß.@-_0٣ıŁØ東京タワーがผู้한글אָعَةىـ\u200c\u0301\n½ﬁ🙂𠀀")
_patient = settings(deadline=None)  # the machine may be busy with others
texts = st.text(SCRIPTS, max_size=60) | st.text(max_size=60)


@_patient
@given(texts)
@example("İ")
@example("ΐ")
def test_neither_case_nor_accents_nor_width_nor_form_make_a_difference(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert plain(unicodedata.normalize(form, text)) == plain(text)
    assert plain(unicodedata.normalize("NFKD", text).casefold()) == plain(text)


@_patient
@given(texts)
def test_each_word_stands_where_it_is_said_to_stand(text: str) -> None:
    found = words(text)
    assert [one.word for one in found] == plain(text)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.word in "".join(plain(text[one.start : one.end])) or len(one.word) == LONGEST
    assert [one.start for one in found] == sorted(one.start for one in found)


@_patient
@given(texts)
def test_a_word_holds_no_sign_that_a_database_gives_a_meaning(text: str) -> None:
    for word in plain(text):
        assert word
        assert not set(word) & set(" _'\"\\:*()|&!<>\0\n")


def test_what_is_too_long_is_cut() -> None:
    assert plain("a" * 1_000) == ["a" * LONGEST]
    assert plain("é" * 1_000) == ["e" * LONGEST]
    assert len(plain("a " * 2 * MOST)) == len(plain("é " * 2 * MOST)) == len(plain("東" * 2 * MOST)) == MOST


@_patient
@given(texts)
def test_whoever_asks_with_the_words_of_a_text_finds_it(text: str) -> None:
    part = " ".join(text.split()[:3])[:40]
    try:
        question = parse(part)
    except Invalid:
        return
    assert question.found_in(plain(part))
    places = question.places(part)
    assert places
    for (start, length), (following, _) in pairwise(places):
        assert length > 0
        assert start + length < following


@_patient
@given(texts, texts)
def test_a_snippet_is_a_line_with_its_places_inside(typed: str, text: str) -> None:
    try:
        question = parse(typed[:30])
    except Invalid:
        return
    part = around(question, text * 20)
    assert len(part.text) <= LENGTH + 2
    assert "\n" not in part.text
    for start, length in part.places:
        assert length > 0
        assert 0 <= start < start + length <= len(part.text)


def test_a_question_is_read() -> None:
    assert parse('anna@shop.example "blue bike" inv') == Question((
        Term(("anna", "shop", "example")), Term(("blue", "bike")), Term(("inv",), True),
    ))  # fmt: skip
    assert parse("inv ") == Question((Term(("inv",)),))
    assert parse("i") == Question((Term(("i",)),))
    assert parse('"half a qu') == Question((Term(("half", "a", "qu")),))
    assert parse("„Blaues Rad“") == Question((Term(("blaues", "rad")),))
    assert parse("東") == Question((Term(("東",), True),))
    assert parse("東京都") == Question((Term(("東京", "京都")),))
