"""Colours that can be read: a site's accent is moved in lightness (OKLCH) until WCAG's contrast is met.

Text needs 4.5:1 on its ground, a control 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). Hue and chroma stay as far as sRGB allows.
"""

import re
from dataclasses import dataclass
from math import cbrt

HEX = re.compile(r"^#[0-9a-fA-F]{6}$")
TEXT, CONTROL = 4.5, 3.0
PAPER, INK = "#ffffff", "#1c1a17"  # the panel's ground in light and in dark

type Rgb = tuple[float, float, float]  # linear light, 0 to 1


@dataclass(frozen=True, slots=True)
class Shades:
    """What a theme makes of an accent: `fill` of a control, what is written `on_fill`, and `text` on the ground."""

    fill: str
    on_fill: str
    text: str


def shades(accent: str, ground: str) -> Shades:
    """The accent's shades on a ground, all with enough contrast. `accent` is #rrggbb."""
    fill = readable(accent, ground, CONTROL)
    on_fill = max((PAPER, INK), key=lambda colour: contrast(colour, fill))
    if contrast(on_fill, fill) < TEXT:  # a middle grey: neither is enough yet
        fill = readable(fill, on_fill, TEXT)
    return Shades(fill=fill, on_fill=on_fill, text=readable(accent, ground, TEXT))


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours, 1 to 21."""
    high, low = sorted((_luminance(_linear(one)), _luminance(_linear(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, ground: str, least: float) -> str:
    """The colour, or the nearest lightness of it that has at least this contrast on the ground."""
    if contrast(colour, ground) >= least:
        return colour.lower()
    light, a, b = _oklab(_linear(colour))
    steps = (step / 200 for step in range(201))
    lights = sorted(steps, key=lambda candidate: abs(candidate - light))
    for candidate in lights:
        moved = _hex(_from_oklab(candidate, a, b))
        if contrast(moved, ground) >= least:
            return moved
    return max((PAPER, "#000000"), key=lambda end: contrast(end, ground))


def _linear(colour: str) -> Rgb:
    def light(place: int) -> float:
        value = int(colour[place : place + 2], 16) / 255
        return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)

    return light(1), light(3), light(5)


def _luminance(rgb: Rgb) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def _hex(rgb: Rgb) -> str:
    def byte(value: float) -> int:
        value = min(1.0, max(0.0, value))
        return round(255 * (value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))

    return "#{:02x}{:02x}{:02x}".format(*map(byte, rgb))


# The matrices are those of Ottosson's OKLab (2020-12-31 revision).
def _oklab(rgb: Rgb) -> tuple[float, float, float]:
    r, g, b = rgb
    l_ = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    m_ = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s_ = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_,
        1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_,
        0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_,
    )


def _from_oklab(light: float, a: float, b: float) -> Rgb:
    l_ = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
