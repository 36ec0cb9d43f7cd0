"""Card numbers never reach the store; what only looks like one is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.wire.mask import mask_cards

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
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
