"""What a person may write: any Unicode text that can be kept, up to a length."""

from troth.kernel.errors import Invalid, TooLarge
from troth.kernel.text import keepable
from troth.wire.frames import MAX_TEXT


def kept_text(text: str, field: str = "text", most: int = MAX_TEXT) -> str:
    """Return `text` unchanged when it can be kept.

    most: characters (code points). Raises TooLarge beyond it, Invalid for what is not text; both name `field`.
    """
    if len(text) > most:
        raise TooLarge(f"This is longer than {most} characters. Nothing was kept.", fields={field: "too_long"})
    if not keepable(text):
        raise Invalid(
            "The text holds a character that is not text (U+0000 or half of a surrogate pair). Nothing was kept.",
            fields={field: "characters"},
        )
    return text
