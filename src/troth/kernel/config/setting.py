"""What a declaration of a setting is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class ConfigError(Exception):
    """One sentence for the operator, naming the setting."""


@dataclass(frozen=True)
class Given:
    """A setting as the operator gave it, for the function that reads it."""

    name: str  # as they wrote it, so that a complaint names what they will look for: TROTH_SMTP_URL_FILE
    text: str  # "" when it was not given and has no default
    before: Mapping[str, Any]  # the fields that were read before this one, in the order of the declarations

    @property
    def var(self) -> Path:
        return Path(self.before["var"])

    def wrong(self, how: str) -> ConfigError:
        """The complaint `NAME how`; `how` ends with a full stop."""
        return ConfigError(f"{self.name}{'' if how.startswith(':') else ' '}{how}")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One setting, declared beside the field of Config that it fills.

    read: from text to the field's value; raises `given.wrong(...)`. default: the text that is read when none was
    given. unset: what is so then, for the page, where the default is not a text. file: whether NAME_FILE may name a
    file that holds it.
    """

    name: str
    read: Callable[[Given], Any]
    meaning: str  # Markdown, for docs/settings.md
    default: str = ""
    unset: str = ""
    file: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """All names of environment variables that set it."""
        return (self.name, f"{self.name}_FILE") if self.file else (self.name,)
