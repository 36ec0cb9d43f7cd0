"""The promises of a file, and the controls that stand for what no machine can see."""

import re
from collections.abc import Mapping
from typing import Any

from . import duration
from .parameters import PARAMETERS
from .shape import MACHINE, ORGANISATIONAL, Control, Finding, Promise
from .written import SLUG, like, line_of, lines_of

MOST = 400  # promises
LONGEST = 80  # characters of the name of a control
_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"
_CHECK = r"[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9_-]*"
_BY = rf"{MACHINE}|{ORGANISATIONAL}|room:[a-z][a-z/-]{{0,60}}"
_TEXT = r".{1,1000}"
_PLACE = re.compile(r"\{([^{}]*)\}")


def promises_of(raw: Any) -> tuple[tuple[Promise, ...], list[Finding]]:
    if not isinstance(raw, dict) or len(raw) > MOST:
        wrong = f'Write a table for each, like [promises."signals.gpc"], {MOST} at most.'
        return (), [Finding(code="value", key="promises", sentence=wrong)]
    found: list[Finding] = []
    return tuple(_promise(id, said, found) for id, said in _tables(raw).items()), found


def controls_of(raw: Any) -> tuple[dict[str, Control], list[Finding]]:
    found: list[Finding] = []
    controls: dict[str, Control] = {}
    if not isinstance(raw, dict) or len(raw) > MOST:
        return {}, [Finding(code="value", key="controls", sentence="Write a table for each, with an owner.")]
    for name, said in raw.items():
        told = _Told(f"controls.{name}", "", said, found)
        told.only("owner", "what", "every")
        controls[name] = Control(
            name=name,
            owner=told.line("owner", r".{1,120}", "who sees to it"),
            what=told.line("what", r".{0,300}", "a line of text", default=""),
            every=told.period("every"),
        )
        if not line_of(name, SLUG) or len(name) > LONGEST:
            told.wrong("", f'a name like "security-audit", {LONGEST} characters at most')
    return controls, found


def places(text: str) -> list[str]:
    """The parameters whose values stand in a sentence."""
    return _PLACE.findall(text)


def _tables(raw: Mapping[str, Any]) -> dict[str, Any]:
    """[promises.signals.gpc] is written for [promises."signals.gpc"] as well."""
    flat: dict[str, Any] = {}
    for id, said in raw.items():
        nested = isinstance(said, dict) and said and all(isinstance(one, dict) for one in said.values())
        flat |= {f"{id}.{rest}": one for rest, one in _tables(said).items()} if nested else {id: said}
    return flat


def _promise(id: str, said: Any, found: list[Finding]) -> Promise:
    told = _Told(f"promises.{id}", id, said, found)
    told.only("text", "checks", "parameters", "by", "control")
    if not line_of(id, _ID):
        told.wrong("", 'an id of letters, digits, dots and dashes, like "signals.gpc"')
    text = told.line("text", _TEXT, "the sentence, 1 to 1000 characters in one line")
    parameters = told.lines("parameters", r"[a-z0-9_.-]{1,80}", "a list of parameters")
    for name in (*parameters, *places(text)):
        if name not in PARAMETERS:
            told.unknown(name)
    return Promise(
        id=id, text=text, parameters=tuple(name for name in parameters if name in PARAMETERS),
        checks=told.lines("checks", _CHECK, 'a list of scenario.check, like "privacy-signal.gpc"'),
        by=told.line("by", _BY, f'"{MACHINE}", "{ORGANISATIONAL}" or "room:NAME"', default=MACHINE),
        control=told.line("control", SLUG + "|", "the name of a table in [controls]", default=""),
    )  # fmt: skip


class _Told:
    """One table, and what is wrong with it."""

    def __init__(self, where: str, promise: str, said: Any, found: list[Finding]) -> None:
        self._where, self._promise, self._found = where, promise, found
        self._said: dict[str, Any] = said if isinstance(said, dict) else {}
        if not isinstance(said, dict):
            self.wrong("", "a table with its text")

    def only(self, *keys: str) -> None:
        for key in self._said.keys() - set(keys):
            hint = like(key, keys) or f" Write one of: {', '.join(keys)}."
            self._say("unknown", key, f"There is no {key} here.{hint}")

    def line(self, key: str, pattern: str, want: str, default: str | None = None) -> str:
        if key not in self._said and default is not None:
            return default
        raw = self._said.get(key)
        if not isinstance(raw, str) or not re.fullmatch(pattern, raw) or not raw.isprintable():
            self.wrong(key, want, missing=key not in self._said)
            return default or ""
        return raw

    def lines(self, key: str, pattern: str, want: str) -> tuple[str, ...]:
        lines = lines_of(self._said.get(key, []), pattern, 40)
        if lines is None:
            self.wrong(key, f"{want}, each once")
        return lines or ()

    def period(self, key: str) -> str:
        raw = self._said.get(key)
        try:
            if isinstance(raw, str) and duration.hours(raw) > 0:
                return raw
        except ValueError:
            pass
        self.wrong(key, 'a duration like "P1Y" or "P90D"', missing=key not in self._said)
        return ""

    def unknown(self, name: str) -> None:
        hint = like(name, PARAMETERS) or " Leave it out, or see the list of parameters in docs/privacy.md."
        self._say("unknown", "parameters", f"There is no parameter {name}.{hint}")

    def wrong(self, key: str, want: str, *, missing: bool = False) -> None:
        self._say("missing" if missing else "value", key, f"Write {want}.")

    def _say(self, code: str, key: str, sentence: str) -> None:
        where = f"{self._where}.{key}".rstrip(".")
        self._found.append(Finding(code=code, key=where, promise=self._promise, sentence=sentence))
