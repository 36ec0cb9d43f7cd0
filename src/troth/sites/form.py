"""The form before a chat: what someone wrote into its fields, checked and in the form's order."""

import re
from collections.abc import Iterable, Mapping

from troth.kernel.errors import Invalid
from troth.kernel.text import keepable, one_line
from troth.post.address import is_mail_address
from troth.wire.events import Answer

from .shapes import Choice, Field

_PHONE = re.compile(r"^\+?[0-9 ()./\-]{5,30}$")
YES = ("true", "on", "1", "yes")


def check(fields: Iterable[Field], values: Mapping[str, str], language: str = "en") -> list[Answer]:
    """The answers of those fields that were filled, labelled as they were shown; fields we do not ask are ignored.
    A choice is answered by its value, the same in all languages. A text is one line of what can be seen.

    Raises Invalid: `fields` names each wrong one with `required`, `too_long`, `email`, `phone`, `choice` or
    `characters`.
    """
    answers, wrong = [], {}
    for field in fields:
        value = values.get(field.id, "").strip()
        if field.kind in ("text", "phone") and keepable(value):
            value = one_line(value)
        problem = _problem(field, value)
        if problem:
            wrong[field.id] = problem
        elif value:
            answers.append(Answer(field=field.id, label=label_of(field, language), value=value))
    if wrong:
        raise Invalid("Some fields need another look. Nothing was kept.", fields=wrong)
    return answers


def label_of(field: Field, language: str) -> str:
    """The label in this language, else in English, else in any that is there."""
    labels: dict[str, str] = {str(known): label for known, label in field.label.items()}
    return labels.get(language) or labels.get("en") or next(filter(None, labels.values()), field.id)


def value_of(choice: Choice) -> str:
    """What an answer holds of this choice, in whatever language it was shown: its English text, else its first."""
    if isinstance(choice, str):
        return choice.strip()
    texts = {str(language): text.strip() for language, text in choice.items()}
    return texts.get("en") or next(filter(None, texts.values()), "")


def _problem(field: Field, value: str) -> str | None:
    if not keepable(value):
        return "characters"
    if len(value) > field.max_length:
        return "too_long"
    if field.kind == "checkbox":
        return "required" if field.required and value.lower() not in YES else None
    if not value:
        return "required" if field.required else None
    if field.kind == "email":
        return None if is_mail_address(value) else "email"
    if field.kind == "phone" and not (_PHONE.match(value) and sum(c.isdigit() for c in value) >= 5):
        return "phone"
    if field.kind == "choice" and value not in map(value_of, field.choices or []):
        return "choice"
    return None
