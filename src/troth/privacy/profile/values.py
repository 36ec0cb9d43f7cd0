"""The values that a file gives to parameters."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .kinds import Keeping
from .parameter import EVERYWHERE, LAWS, Parameter
from .parameters import PARAMETERS, TABLES
from .promises import places
from .shape import Finding, Promise, Value
from .written import like


def values_of(
    tables: Mapping[str, Any], law: Sequence[str], promises: Iterable[Promise]
) -> tuple[dict[str, Value], list[Finding]]:
    """tables: of the file, by their names. promises: to name those that a wrong value concerns."""
    whose = _whose(promises)
    values: dict[str, Value] = {}
    found: list[Finding] = []
    for name, raw in _flat(tables):
        parameter = PARAMETERS.get(name)
        if parameter is None:
            found.append(_unknown(name, whose.get(name, "")))
            continue
        try:
            value = parameter.kind.read(raw)
        except (ValueError, TypeError):
            found.append(_wrong(parameter, raw, whose.get(name, "")))
            continue
        values[name] = value
        if below := _below(parameter, value, law):
            found.append(Finding(code="floor", key=name, promise=whose.get(name, ""), sentence=below))
    return values, found


def ids_of(promises: Iterable[Promise], parameter: str) -> str:
    """The promises that stand on it, with commas between."""
    return _whose(promises).get(parameter, "")


def _whose(promises: Iterable[Promise]) -> dict[str, str]:
    whose: dict[str, list[str]] = {}
    for promise in promises:
        for name in dict.fromkeys((*promise.parameters, *places(promise.text))):
            whose.setdefault(name, []).append(promise.id)
    return {name: ", ".join(ids) for name, ids in whose.items()}


def _flat(tables: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for table, said in tables.items():
        if table in TABLES and isinstance(said, dict):
            yield from ((f"{table}.{key}", raw) for key, raw in said.items())
        else:
            yield table, said


def _unknown(name: str, promise: str) -> Finding:
    known = [*PARAMETERS, *TABLES, "name", "title", "law", "promises", "controls", "remarks"]
    if name in TABLES:
        wrong = f"{name} is a table: write [{name}], and its keys in the lines under it."
        return Finding(code="value", key=name, promise=promise, sentence=wrong)
    hint = like(name, known) or " Leave it out, or see the list of parameters in docs/privacy.md."
    return Finding(code="unknown", key=name, promise=promise, sentence=f"There is no {name}.{hint}")


def _wrong(parameter: Parameter, raw: Any, promise: str) -> Finding:
    endless = isinstance(parameter.kind, Keeping) and (not isinstance(raw, dict) or _endless(raw))
    code, why = ("infinite", "Nothing is kept without an end.") if endless else ("value", "This can't be its value.")
    sentence = f"{why} Write {parameter.kind.may}."
    return Finding(code=code, key=parameter.name, promise=promise, sentence=sentence)


def _endless(raw: Mapping[str, Any]) -> bool:
    """No days at all, or more than may be."""
    days = raw.get("days")
    return not isinstance(days, int) or days > 1


def _below(parameter: Parameter, value: Value, law: Sequence[str]) -> str:
    """What a value lacks to what is demanded; empty when nothing."""
    floor = parameter.floor(tuple(law))
    if floor is None or parameter.kind.keeps(value, floor):
        return ""
    floors = {one: parameter.floors[one] for one in (EVERYWHERE, *law) if one in parameter.floors}
    below = [one for one, least in floors.items() if not parameter.kind.keeps(value, least)]
    who = LAWS.get(below[0], "this product")
    need = parameter.told(floor)
    return f'"{parameter.told(value)}" is laxer than {who} allows. Write "{need}" or stricter.'
