"""docs/settings.md, made from the declarations.

python -m troth.kernel.config.page > docs/settings.md      # or: ./dev docs
"""

import sys
from inspect import cleandoc
from typing import get_type_hints

import msgspec

from ..limits import MATRIX, Limits
from .declared import DECLARED
from .setting import Setting

_HEAD = """\
# Settings

Made from the code by `./dev docs`; change `src/troth/kernel/config/declared.py` and `src/troth/kernel/limits.py`.

All settings are environment variables, read once at the start; an empty one is as one that is not set. A `TROTH_` name that is not on this page is refused, since it is nearly
always a misspelt one, and so are settings that contradict each other, each with one sentence.

Every setting but {alone} may come from a file (a container's secret): its name with `_FILE` names the file, as `TROTH_SECRET_KEY_FILE`.
Setting both is refused.
"""  # noqa: E501  # a line of Markdown

_MATRIX = """\
## Limits
What one of them may have, each counted by each process for itself. Whoever meets one is told which it was, whose it is and when to try again (`too_many`); others go on.

| | visitor | site | network address | workspace |
|-|-|-|-|-|"""  # noqa: E501  # a line of Markdown

_LIMITS = """
Each is a setting, a number above 0. Sizes are in bytes, bursts are counts, rates are a second unless the row says otherwise.

| setting | default | what it bounds |
|-|-|-|"""  # noqa: E501


def page() -> str:
    """The whole page, Markdown."""
    names = [f"`{one.name}`" for one in DECLARED.values() if not one.file]
    parts = [_HEAD.format(alone=f"{', '.join(names[:-1])} and {names[-1]}"), *map(_section, DECLARED.values())]
    default = {field.name: field.default for field in msgspec.structs.fields(Limits)}
    matrix = [
        f"| {what} | {' | '.join(f'{default[cell]:,.15g}' if cell else '' for cell in cells)} |"
        for what, cells in MATRIX.items()
    ]
    meanings = get_type_hints(Limits, include_extras=True)
    rows = [
        f"| `TROTH_LIMIT_{field.name.upper()}` | {field.default:.15g} | {meanings[field.name].__metadata__[0]} |"
        for field in msgspec.structs.fields(Limits)
    ]
    return "\n".join([*parts, _MATRIX, *matrix, _LIMITS, *rows]) + "\n"


def _section(setting: Setting) -> str:
    meaning = "\n\n".join(" ".join(part.split()) for part in cleandoc(setting.meaning).split("\n\n"))
    otherwise = f"Default: `{setting.default}`." if setting.default else f"Not set: {setting.unset}."
    return f"## `{setting.name}`\n{meaning}\n\n{otherwise}\n"


if __name__ == "__main__":
    sys.stdout.write(page())
