"""What is wrong with a field, in our own words: a library's are for its programmers, and change with its versions."""

from collections.abc import Mapping

UNKNOWN = "This is not what belongs here."
_SENTENCES = {
    "missing": "This is required.",
    "extra_forbidden": "There is no such field.",
    "string_type": "This must be text.",
    "string_unicode": "This holds a character that is not text.",
    "string_too_short": "This must have at least {min_length} characters.",
    "string_too_long": "This must have at most {max_length} characters.",
    "string_pattern_mismatch": "This is not written the way it must be.",
    "too_short": "This must have at least {min_length} entries.",
    "too_long": "This must have at most {max_length} entries.",
    "list_type": "This must be a list.",
    "dict_type": "This must be an object.",
    "model_type": "This must be an object.",
    "model_attributes_type": "This must be an object.",
    "bool_type": "This must be true or false.",
    "bool_parsing": "This must be true or false.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "int_parsing_size": "This number is too large.",
    "int_from_float": "This must be a whole number.",
    "float_type": "This must be a number.",
    "float_parsing": "This must be a number.",
    "finite_number": "This must be a number.",
    "greater_than": "This must be more than {gt}.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than": "This must be less than {lt}.",
    "less_than_equal": "This must be at most {le}.",
    "literal_error": "This must be one of: {expected}.",
    "enum": "This must be one of: {expected}.",
    "uuid_type": "This is no id; one looks like 0190b5a6-7d3e-7c11-8f5a-2f1e6d0c9b42.",
    "uuid_parsing": "This is no id; one looks like 0190b5a6-7d3e-7c11-8f5a-2f1e6d0c9b42.",
    "datetime_type": "This is no time; one looks like 2026-01-31T09:30:00Z.",
    "datetime_parsing": "This is no time; one looks like 2026-01-31T09:30:00Z.",
    "datetime_from_date_parsing": "This is no time; one looks like 2026-01-31T09:30:00Z.",
}
_OURS = "Value error, "  # before what our own validators say


def sentence(error: Mapping[str, object]) -> str:
    """One error as pydantic lists it (`type`, `ctx`, `msg`), as a sentence."""
    kind, context = str(error.get("type")), error.get("ctx")
    if kind == "value_error":
        return str(error.get("msg") or UNKNOWN).removeprefix(_OURS)
    known = context if isinstance(context, Mapping) else {}
    if kind in ("string_too_short", "too_short") and known.get("min_length") == 1:
        return "This must not be empty."
    try:
        return _SENTENCES.get(kind, UNKNOWN).format_map(dict(known))
    except KeyError:
        return UNKNOWN
