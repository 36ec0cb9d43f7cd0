"""A small profile, written for one workspace of a play."""

from collections.abc import Mapping
from typing import Any

import msgspec


def profile(values: Mapping[str, Any], remarks: Mapping[str, str] | None = None) -> str:
    """TOML. values: by parameter, as JSON has them; no promise stands on them. remarks: language -> words."""
    tables: dict[str, list[str]] = {}
    for name, value in sorted(values.items()):
        table, _, key = name.partition(".")
        tables.setdefault(table, []).append(f"{key} = {_value(value)}")
    parts = ['name = "verify"\ntitle = "What a scenario is about"']
    parts += ["\n".join([f"[{table}]", *lines]) for table, lines in tables.items()]
    if remarks:
        parts.append("\n".join(["[remarks]", *(f"{name} = {_value(words)}" for name, words in remarks.items())]))
    return "\n\n".join(parts) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_value(one)}" for name, one in value.items()) + " }"
    return msgspec.json.encode(value).decode()  # texts, numbers, true and lists are written alike
