"""The texts of the apps, by their catalogue keys: a journey says what it presses as the code does, in any language."""

import json
from functools import cache
from typing import Any

from tests.process import ROOT


@cache
def _catalogue(app: str, language: str) -> dict[str, Any]:
    folder = "src/troth/privacy/portal/words" if app == "portal" else "web/words"
    texts: dict[str, Any] = json.loads((ROOT / f"{folder}/{app}.{language}.json").read_text(encoding="utf-8"))
    return texts


class Words:
    """The texts of one app ("widget", "console", "loader", "portal") in one language."""

    def __init__(self, app: str, language: str = "en") -> None:
        self.app, self.language = app, language

    def __call__(self, key: str, form: str = "other", **holes: object) -> str:
        """The text of a key with its holes filled; of a text with plural forms, the one named."""
        text = _catalogue(self.app, self.language)[key]["text"]
        chosen: str = text if isinstance(text, str) else text[form]
        for name, value in holes.items():
            chosen = chosen.replace("{" + name + "}", str(value))
        return chosen
