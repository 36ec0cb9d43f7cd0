"""Card numbers are masked before a message is stored: 13 to 19 digits (spaces, dots or dashes between), right by
Luhn and by the ranges cards use, keep only their last four. Digits of any script count: ٤ is a 4."""

import re

_RUN = re.compile(r"(?<!\d)(?:\d[ .\-\u00a0\u2009\u202f]?){12,18}\d(?!\d)")
_DIGITS = b"0123456789"
_ISSUER = re.compile(r"^(?:3[0-9]|4|5[0-9]|6[0-9]|2[2-7]|81|9[0-9])")


def mask_cards(text: str) -> tuple[str, int]:
    """Return the text with card numbers masked, and how many there were."""
    if _digits(text) < 13:
        return text, 0
    count = 0

    def hide(found: re.Match[str]) -> str:
        nonlocal count
        digits = "".join(str(int(char)) for char in found[0] if char.isdecimal())
        if not (13 <= len(digits) <= 19 and _ISSUER.match(digits) and _luhn(digits)):
            return found[0]
        count += 1
        return "•••• " + digits[-4:]

    return _RUN.sub(hide, text), count


def _digits(text: str) -> int:
    """How many decimal digits; counted in C, since this runs for every message."""
    if text.isascii():
        raw = text.encode("ascii")
        return len(raw) - len(raw.translate(None, _DIGITS))
    return sum(map(str.isdecimal, text))


def _luhn(digits: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
