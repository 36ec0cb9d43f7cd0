"""docs/profile.md, made from the parameters.

python -m troth.privacy.profile.page > docs/profile.md      # or: ./dev docs
"""

import sys
from typing import Any

from .parameter import EVERYWHERE, LAWS
from .parameters import PARAMETERS, Parameter
from .shape import Kept

_HEAD = """\
# Profiles: the parameters

Made from the code by `./dev docs`; change `src/troth/privacy/profile/`. What a profile is, and how it is set, is in [privacy.md](privacy.md#profile).

A choice names the strictest value first. *May* is what a file may write; *default* is what holds where the profile is silent, and where it is empty nothing is promised.
A *floor* is the laxest value that a law of the profile (`law = [...]`) allows; one of the product holds everywhere. **exact** is a statement of fact: whoever does something
stricter makes it untrue, too. *Site*: the setting of a site that can't be laxer than this.

Laws: {laws}.
"""  # noqa: E501  # a line of Markdown


def page() -> str:
    """The whole page, Markdown."""
    parts = [_HEAD.format(laws=", ".join(f"`{code}` {name}" for code, name in LAWS.items()))]
    table = ""
    for one in PARAMETERS.values():
        name, _, key = one.name.partition(".")
        if name != table:
            table = name
            parts.append(f"## `[{table}]`\n| key | may | default | floors | site | reads |\n|-|-|-|-|-|-|")
        parts[-1] += "\n" + _row(key, one)
    return "\n\n".join(parts).replace("\n\n\n", "\n\n") + "\n"


def _row(key: str, one: Parameter) -> str:
    floors = [f"{'the product' if law == EVERYWHERE else law}: {written(value)}" for law, value in one.floors.items()]
    exact = " **exact**" if one.mode == "exact" else ""
    default = "" if one.default is None else written(one.default)
    site = one.site and f"`{one.site}`"
    cells = (f"`{key}`", one.kind.may + exact, default, ", ".join(floors), site, one.sentence.format(value="[value]"))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def written(value: Any) -> str:
    """As a file writes it."""
    if isinstance(value, Kept):
        return f'{{ after = "{value.after}", days = {value.days} }}'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode())
