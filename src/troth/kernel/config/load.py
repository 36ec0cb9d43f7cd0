"""Reading the declared settings."""

import difflib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..limits import Limits
from .at_odds import check
from .declared import DECLARED, Config
from .setting import ConfigError, Given, Setting

SETTINGS = frozenset(name for one in DECLARED.values() for name in one.names)
LIMITS = frozenset(f"TROTH_LIMIT_{name.upper()}" for name in Limits.__struct_fields__)
_LONGEST_FILE = 4096  # characters
# Where the demo is served, one machine plays everybody: a replay of real dialogues is thousands of visitors.
_LIMITS_OF_DEMO = dict.fromkeys(
    ("address_visitors", "address_conversations", "site_conversations", "workspace_conversations"), 300_000
)

_current: Config | None = None


def load(env: Mapping[str, str]) -> Config:
    """Read and check all settings, make what must exist (TROTH_VAR, the secret). Raises ConfigError."""
    known = SETTINGS | LIMITS
    for name in env:
        if name.startswith("TROTH_") and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise ConfigError(f"{name} is not a setting of Troth{hint}; docs/settings.md lists them all.")
    values: dict[str, Any] = {}
    for field, setting in DECLARED.items():
        values[field] = setting.read(_given(setting, env, values))
    config = Config(**values, limits=_limits(env, values["demo"]))
    check(config)
    return config


def current() -> Config:
    """The settings in force; read from the environment when nobody did so before."""
    global _current
    if _current is None:
        _current = load(os.environ)
    return _current


def use(config: Config | None) -> None:
    """Put these settings in force (the start, tests); None forgets them."""
    global _current
    _current = config


def _given(setting: Setting, env: Mapping[str, str], before: Mapping[str, Any]) -> Given:
    """The setting's text: as it was set, from the file that was named, or its default. Empty is as not set."""
    set_by = [name for name in setting.names if env.get(name)]
    if len(set_by) == 2:
        raise ConfigError(f"{set_by[0]} and {set_by[1]} are both set; set one of them.")
    if not set_by:
        return Given(setting.name, setting.default, before)
    name = set_by[0]
    return Given(name, env[name] if name == setting.name else _inside(name, env[name]), before)


def _inside(name: str, file: str) -> str:
    try:
        with open(Path(file), encoding="utf-8") as opened:
            text = opened.read(_LONGEST_FILE + 1).strip()
    except (OSError, UnicodeDecodeError, ValueError):
        raise ConfigError(f"{name}: {file} can't be read.") from None
    if not text or len(text) > _LONGEST_FILE:
        raise ConfigError(f"{name}: {file} must hold the setting's value and nothing else.")
    return text


def _limits(env: Mapping[str, str], demo: bool) -> Limits:
    given: dict[str, float] = dict(_LIMITS_OF_DEMO) if demo else {}
    for field in msgspec.structs.fields(Limits):
        name = f"TROTH_LIMIT_{field.name.upper()}"
        text = env.get(name)
        if not text:
            continue
        read: Callable[[str], float] = int if type(field.default) is int else float
        try:
            value = read(text)
        except ValueError:
            value = 0
        if not 0 < value < 10**12:
            raise ConfigError(f"{name} must be a number above 0, not {text!r}.")
        given[field.name] = value
    return Limits(**given)  # type: ignore[arg-type]  # each was read as its default's type
