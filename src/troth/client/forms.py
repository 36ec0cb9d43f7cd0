"""Answers to a site's form that it takes, for replays and measurements."""

from troth.kernel.ids import new_id

from .shapes import Field, Widget


def plausible(widget: Widget) -> dict[str, str]:
    """Field id -> an answer, for every field the site requires, attended or not."""
    return {field.id: _answer(field) for field in [*widget.fields, *widget.offline_fields] if field.required}


def _answer(field: Field) -> str:
    if field.kind == "choice" and field.choices:
        first = field.choices[0]  # a text, or one by language: the English, else the first, is its value
        texts = first if isinstance(first, dict) else {"en": first}
        return str(texts.get("en") or next(filter(None, texts.values())))
    if field.kind == "email":
        return f"{new_id().hex}@example.org"  # everybody has their own
    return {"phone": "+15550100", "checkbox": "true"}.get(field.kind, "Replay")
