"""An accent of any colour is made readable."""

from hypothesis import given, settings
from hypothesis import strategies as st

from troth.sites.contrast import CONTROL, INK, PAPER, TEXT, contrast, readable, shades

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_as_wcag_gives_it() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == contrast("#ffffff", "#777777")
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@given(colours, st.sampled_from((PAPER, INK)))
@settings(max_examples=150, deadline=None)
def test_every_accent_becomes_readable(accent: str, ground: str) -> None:
    made = shades(accent, ground)
    assert contrast(made.text, ground) >= TEXT
    assert contrast(made.fill, ground) >= CONTROL
    assert contrast(made.on_fill, made.fill) >= TEXT


@given(colours)
@settings(max_examples=80, deadline=None)
def test_a_colour_with_enough_contrast_stays(accent: str) -> None:
    moved = readable(accent, PAPER, TEXT)
    assert (moved == accent) == (contrast(accent, PAPER) >= TEXT)


def test_the_hue_stays() -> None:
    yellow = readable("#ffe600", PAPER, TEXT)
    red, green, blue = (int(yellow[place : place + 2], 16) for place in (1, 3, 5))
    assert red > blue
    assert green > blue
