"""Card numbers are masked before a message is stored: 13 to 19 digits (spaces, dots or dashes between), right by
Luhn and by the ranges cards use, keep only their last four."""

import re

_RUN = re.compile(r"(?<![0-9])(?:[0-9][ .\-\u00a0\u2009\u202f]?){12,18}[0-9](?![0-9])")
_DIGITS = b"0123456789"
_ISSUER = re.compile(r"^(?:3[0-9]|4|5[0-9]|6[0-9]|2[2-7]|81|9[0-9])")


def mask_cards(text: str) -> tuple[str, int]:
    """Return the text with card numbers masked, and how many there were."""
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) - len(raw.translate(None, _DIGITS)) < 13:  # counted in C: this runs for every message
        return text, 0
    count = 0

    def hide(found: re.Match[str]) -> str:
        nonlocal count
        digits = re.sub(r"[^0-9]", "", found[0])
        if not (13 <= len(digits) <= 19 and _ISSUER.match(digits) and _luhn(digits)):
            return found[0]
        count += 1
        return "•••• " + digits[-4:]

    return _RUN.sub(hide, text), count


def _luhn(digits: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
