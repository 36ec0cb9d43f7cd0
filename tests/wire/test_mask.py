"""Card numbers never reach the store; what only looks like one is left alone."""

import csv
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.wire.mask import mask_cards

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
MATERIAL = Path(os.environ.get("MATERIAL", Path(__file__).parents[3] / "shared" / "material"))
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    ("said", "kept", "count"),
    [
        ("my card 4111 1111 1111 1111 ok", "my card •••• 1111 ok", 1),
        ("378282246310005", "•••• 0005", 1),
        ("4111-1111-1111-1111 and 5555555555554444", "•••• 1111 and •••• 4444", 2),
        ("4111 1111 1111 1111".translate(ARABIC), "•••• 1111", 1),
        ("4111111111111111".translate(WIDE), "•••• 1111", 1),
        ("order 4111111111111112", "order 4111111111111112", 0),  # wrong by Luhn
        ("call +356 2123 4567", "call +356 2123 4567", 0),
        ("41111111111111111111111111", "41111111111111111111111111", 0),  # too long for a card
        ("", "", 0),
    ],
)
def test_cards_keep_their_last_four(said: str, kept: str, count: int) -> None:
    assert mask_cards(said) == (kept, count)


@given(st.text(max_size=300))
def test_masking_twice_masks_nothing_more(said: str) -> None:
    kept, _ = mask_cards(said)
    assert mask_cards(kept) == (kept, 0)


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"]), max_size=200))
def test_text_without_digits_is_left_alone(said: str) -> None:
    assert mask_cards(said) == (said, 0)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("4111 1111 1111 1111 12/27", "•••• 1111 12/27"),  # with its date, or the digits of its back
        ("4111111111111111 123", "•••• 1111 123"),
        ("4111-1111-1111-1111-123", "•••• 1111-123"),
        ("5555555555554444 11/28 123", "•••• 4444 11/28 123"),
        ("378282246310005 1234", "•••• 0005 1234"),
        ("card 12 4111 1111 1111 1111", "card 12 •••• 1111"),
        ("No.1 4111111111111111", "No.1 •••• 1111"),
        ("+49 4111111111111111", "+49 •••• 1111"),
        ("6759 6498 2643 8453, 3056 930902 5904", "•••• 8453, •••• 5904"),
        ("2223 0031 2200 3222", "•••• 3222"),
        ("6799990100000000019", "•••• 0019"),
    ],
)
def test_other_digits_beside_a_card_hide_nothing(said: str, kept: str) -> None:
    assert mask_cards(said)[0] == kept


BETWEEN = [
    "  ",
    "\n",
    "\r\n",
    "\t",
    "_",
    "/",
    ",",
    ".",
    " - ",
    "–",
    " — ",
    "\u2011",
    "\u2212",
    "\u200b",
    "\u202f",
    "\\",
    "|",
]


@pytest.mark.parametrize("between", BETWEEN)
def test_groups_of_digits_make_one_number_whatever_stands_between(between: str) -> None:
    assert mask_cards("it is " + between.join(["4111", "1111", "1111", "1111"])) == ("it is •••• 1111", 1)


@pytest.mark.parametrize(
    "said",
    [
        "GB29 NWBK 6016 1331 9268 19",
        "DE63 2292 1669 1017 0981 13",  # 2292166910170981 is right by Luhn
        "+49 30 901820, +49 40 428281, 0800 330 1000",
        "from 2026-11-26 09:30 to 2026-12-01 18:00",
        "019a5b2e-7c00-7000-8000-000000000001",
        "353918052107063",  # a telephone's own number: right by Luhn, and no brand's length
        "1700000000000",
    ],
)
def test_what_only_looks_like_a_card_is_left_alone(said: str) -> None:
    assert mask_cards(said) == (said, 0)


def test_nothing_real_people_wrote_is_taken_for_a_card() -> None:
    """Dialogues and questions to a bank, none of which names a card."""
    if not MATERIAL.exists():
        pytest.skip(f"the real texts are not at {MATERIAL}")
    with open(MATERIAL / "banking77" / "train_sample.csv", encoding="utf-8", newline="") as file:
        texts = [cell for row in csv.reader(file) for cell in row]
    for path in (MATERIAL / "sgd_dialogues").glob("*.json"):
        texts += [words for talk in json.loads(path.read_text()) for _, words in talk["turns"]]
    assert len(texts) > 1_000
    assert [text for text in texts if mask_cards(text)[1]] == []


@given(st.text(alphabet="0123456789 -•4", max_size=120))
def test_masking_digits_twice_masks_nothing_more(said: str) -> None:
    kept, _ = mask_cards(said)
    assert mask_cards(kept) == (kept, 0)
