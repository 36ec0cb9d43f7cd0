"""The settings, read once from the environment. Nothing else in Troth reads it.

    config = load(environ)         # at start, by project/serve.py, a command or a test; raises ConfigError
    current()                      # everywhere else

Each setting is declared once, in `declared.py`: its name, how it is read, what it means. Reading, the variants that
name a file, the refusal of unknown names and docs/settings.md (`page.py`) come from there. `at_odds.py` has what two
settings must not say together. A wrong setting stops the start with one sentence that names it.
"""

from .declared import Config, Part, Role
from .files import FilesAt
from .load import LIMITS, SETTINGS, current, load, use
from .places import Database, Smtp
from .setting import ConfigError
from .values import Network

__all__ = [
    "LIMITS",
    "SETTINGS",
    "Config",
    "ConfigError",
    "Database",
    "FilesAt",
    "Network",
    "Part",
    "Role",
    "Smtp",
    "current",
    "load",
    "use",
]
