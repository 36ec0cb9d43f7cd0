"""What a person may write: any Unicode text but U+0000 (PostgreSQL can't keep it) and lone surrogates (not text)."""

import re

from troth.kernel.errors import Invalid, TooLarge
from troth.wire.frames import MAX_TEXT

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def kept_text(text: str, field: str = "text", most: int = MAX_TEXT) -> str:
    """Return `text` unchanged when it can be kept.

    most: characters (code points). Raises TooLarge beyond it, Invalid for what is not text; both name `field`.
    """
    if len(text) > most:
        raise TooLarge(f"This is longer than {most} characters. Nothing was kept.", fields={field: "too_long"})
    if _UNKEEPABLE.search(text):
        raise Invalid(
            "The text holds a character that is not text (U+0000 or half of a surrogate pair). Nothing was kept.",
            fields={field: "characters"},
        )
    return text
