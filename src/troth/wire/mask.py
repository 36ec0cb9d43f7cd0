"""Card numbers are masked before a message is stored, however people type them: the digits may stand in groups with
up to three separators between (spaces, line ends, dashes, dots ...), and other digits may stand before and after
(`4111 1111 1111 1111 12/27`). A stretch of whole groups that begins as a brand's cards do, is as long as they are and
right by Luhn keeps only its last four. Digits of any script count: ٤ is a 4. The work grows with the text, not faster.
"""

import re
from itertools import accumulate

_BETWEEN = r"[\s.,_/\\|\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]{0,3}+"
_LEFT_ALONE = r"•••• \d{4}(?!\d)|\b[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b"  # masked before; an IBAN
_RUN = re.compile(rf"\d(?:{_BETWEEN}\d){{12,}}+")
_KEPT = re.compile(_LEFT_ALONE)
_GROUP = re.compile(r"\d+")
_DIGITS = b"0123456789"
_SHORTEST, _LONGEST = 13, 19

_LENGTHS = {  # of the numbers of each kind of brand
    "visa": {13, 16, 19},
    "amex": {15},
    "diners": {14, 16, 17, 18, 19},
    "sixteen": {16},  # Mastercard, RuPay, Troy, Uzcard, Humo
    "longer": {16, 17, 18, 19},  # UnionPay, JCB, Mir
    "maestro": set(range(_SHORTEST, _LONGEST + 1)),  # and Discover, and many banks' own
}
_BRAND = re.compile(
    r"(?P<visa>4)|(?P<amex>3[47])|(?P<diners>30[0-59]|3[689])"
    r"|(?P<longer>35[2-8]|81|220[0-4])"
    r"|(?P<sixteen>5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|82|508|9792|9860|8600)"
    r"|(?P<maestro>5[06-9]|6)"
)


def mask_cards(text: str) -> tuple[str, int]:
    """Return the text with card numbers masked, and how many there were."""
    if _digits(text) < _SHORTEST:
        return text, 0
    count = written = 0
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        nonlocal count
        run, cards = _without_cards(found[0])
        count += cards
        return run

    for alone in _KEPT.finditer(text):
        if alone[0][0] == "•" or _is_iban(alone[0]):
            kept += [_RUN.sub(hide, text[written : alone.start()]), alone[0]]
            written = alone.end()
    kept.append(_RUN.sub(hide, text[written:]))
    return "".join(kept), count


def _without_cards(run: str) -> tuple[str, int]:
    """A run of digits and separators with its cards masked, and how many there were."""
    groups = [found.span() for found in _GROUP.finditer(run)]
    digits = "".join([found if found.isascii() else str(int(found)) for found in filter(str.isdecimal, run)])
    ends = list(accumulate(end - start for start, end in groups))  # of each group, counted in digits
    luhn = _Luhn(digits)
    kept: list[str] = []
    written = first = cards = 0
    while first < len(groups):
        last = _card_from(first, ends, digits, luhn)
        if last is not None:
            kept += [run[written : groups[first][0]], "•••• ", digits[ends[last] - 4 : ends[last]]]
            written, cards, first = groups[last][1], cards + 1, last
        first += 1
    return "".join(kept) + run[written:], cards


def _card_from(first: int, ends: list[int], digits: str, luhn: "_Luhn") -> int | None:
    """The last group of the longest card that begins with this group; None when there is none."""
    start = ends[first - 1] if first else 0
    brand = _BRAND.match(digits, start)
    if brand is None or brand.lastgroup is None:
        return None
    lengths, found = _LENGTHS[brand.lastgroup], None
    for last in range(first, min(first + _LONGEST, len(ends))):
        length = ends[last] - start
        if length > _LONGEST:
            break
        if length in lengths and luhn.right(start, ends[last]):
            found = last
    return found


class _Luhn:
    """The check of any stretch of these digits, by sums made once: of every second digit doubled, from either."""

    def __init__(self, digits: str) -> None:
        single = [int(digit) for digit in digits]
        double = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in single]
        from_first, from_second = single[:], single[:]
        from_first[::2], from_second[1::2] = double[::2], double[1::2]
        self._sums = (list(accumulate(from_first, initial=0)), list(accumulate(from_second, initial=0)))

    def right(self, start: int, end: int) -> bool:
        """The last digit counts once, the one before it double."""
        sums = self._sums[end % 2]
        return (sums[end] - sums[start]) % 10 == 0


def _is_iban(text: str) -> bool:
    """ISO 13616: the first four characters at the end, letters as two digits, the whole 1 modulo 97."""
    plain = text.replace(" ", "")
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def _digits(text: str) -> int:
    """How many decimal digits; counted in C, since this runs for every message."""
    if text.isascii():
        raw = text.encode("ascii")
        return len(raw) - len(raw.translate(None, _DIGITS))
    return sum(map(str.isdecimal, text))
